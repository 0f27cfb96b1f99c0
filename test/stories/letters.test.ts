import { describe, expect, test } from "vitest";
import { readPdf } from "../helpers/pdf.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const FAMILIES = "/la-hague/agent/relais/famille";
const TWO = "filtre[adresse.commune]=Quettehou&filtre[adresse.commune]=Montebourg";

/** Waits for the end of the work on its page: by itself with scripts, by pressing its link without. */
async function followsToTheEnd(agent: Person, javascript: boolean): Promise<void> {
  const ended = agent.page.getByText("Terminé", { exact: true });
  for (let attempt = 0; attempt < 60 && (await ended.count()) === 0; attempt += 1) {
    if (!javascript) await agent.follows("Actualiser");
    await agent.page.waitForTimeout(500);
  }
  await agent.looksAgain();
  await agent.sees("Terminé");
}

/** Chooses the families of two communes; how many they are. */
async function choosesFamilies(agent: Person): Promise<number> {
  await agent.opens(`${FAMILIES}?${TWO}`);
  await agent.presses(/Agir sur (toutes )?les .*fiches de cette liste/);
  const title = await agent.page.getByRole("heading", { level: 1 }).innerText();
  return Number(/Agir sur (\d+) fiches/.exec(title)?.[1]);
}

/** The two numbers of the page that confirms: those written to, those left out. */
async function counts(agent: Person): Promise<readonly number[]> {
  const figures = await agent.page.locator(".work-figures .big-number").allInnerTexts();
  return figures.map(Number);
}

async function writes(agent: Person, subject: string): Promise<void> {
  await agent.follows("Courriel à plusieurs");
  await agent.isAt("Écrire à plusieurs par courriel");
  await agent.writes("Objet", subject);
  await agent.writes("Texte", "Bonjour {{ prenom }} {{ nom }},\n\nLa matinée d’éveil est mardi à 10 h.");
}

describe.each([
  { title: "with scripts on a wide screen", javascript: true, width: 1280 },
  { title: "without scripts on a telephone", javascript: false, width: 360 },
])("families of two communes are written to, $title", ({ javascript, width }) => {
  test("on labels, then by a mail that one of them refuses for the next time", async () => {
    const subject = `La lettre du relais ${width}`;
    const agent = await the().agent("la-hague", "agent", { javascript, width });

    const families = await choosesFamilies(agent);
    expect(families).toBeGreaterThan(2);
    await agent.follows("Étiquettes d’adresses");
    await agent.writes("Étiquettes déjà utilisées sur la première planche", "99");
    await agent.presses("Continuer");
    await agent.sees("Écrivez un nombre entre 0 et 23.");
    await agent.writes("Étiquettes déjà utilisées sur la première planche", "2");
    await agent.presses("Continuer");
    const [labelled = 0, unlabelled = 0] = await counts(agent);
    expect(labelled + unlabelled).toBe(families);
    await agent.presses(/^Lancer pour/);
    await followsToTheEnd(agent, javascript);
    const { text } = await readPdf(await agent.downloads(/^Télécharger le fichier/));
    expect(text.match(/50\d{3} (QUETTEHOU|MONTEBOURG)/g)).toHaveLength(labelled);

    await choosesFamilies(agent);
    await writes(agent, subject);
    await agent.presses("Voir le courriel d’une personne");
    await agent.sees(/^Bonjour (?!\{)/);
    await agent.presses("M’envoyer un essai");
    await agent.sees("Un essai part à");
    await agent.presses("Continuer");
    const [accepted = 0, refused = 0] = await counts(agent);
    expect(accepted).toBeGreaterThan(0);
    expect(accepted + refused).toBe(families);
    await agent.sees("N’a pas accepté de recevoir ces envois.");
    await agent.presses(/^Lancer pour/);
    await followsToTheEnd(agent, javascript);
    await agent.sees("Laissées de côté, et pourquoi");
    await expect
      .poll(
        async () => {
          await agent.page.reload();
          return agent.page
            .getByText(/courriels? remis au serveur/)
            .first()
            .innerText();
        },
        { timeout: 20_000 },
      )
      .toContain(String(accepted));

    const family = await the().visitor("Une famille", { javascript, width });
    await family.opens("/demo/messages");
    const mail = family.page.getByText(/Ne plus recevoir la lettre du relais/).first();
    const link = /https?:\/\/\S+\/desabonnement\/[\w-]+/.exec((await mail.textContent()) ?? "")?.[0] ?? "";
    await family.opens(link);
    await family.isAt("Ne plus recevoir la lettre du relais");
    await family.presses("Ne plus la recevoir");
    await family.isAt("C’est noté");
    await family.leaves();

    await choosesFamilies(agent);
    await writes(agent, `${subject}, suite`);
    await agent.presses("Continuer");
    const [left] = await counts(agent);
    expect(left).toBe(accepted - 1);
    await agent.leaves();
  });
});
