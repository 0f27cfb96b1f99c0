import { expect, test } from "vitest";
import { ApiClient, findCitizen } from "../helpers/api-client.ts";
import { BIRTH, birthCertificate } from "../helpers/samples.ts";
import { town } from "./helpers/town.ts";

const the = town();
const QUEUE = `/mulhouse/agent/${BIRTH}`;

/** A demande someone has just sent. */
async function newDemande(): Promise<{ id: string; reference: string }> {
  const citizen = new ApiClient(the().server.url, findCitizen(the().demo).token);
  return citizen.opens("mulhouse", BIRTH, birthCertificate());
}

test.each([{ javascript: true }, { javascript: false }])(
  "two agents act at once: one wins, the other is told and keeps what she typed (javascript: $javascript)",
  async ({ javascript }) => {
    const { id, reference } = await newDemande();
    const first = await the().agent("mulhouse", "agent", { javascript }, 0);
    const second = await the().agent("mulhouse", "agent", { javascript }, 1);
    for (const agent of [first, second]) {
      await agent.opens(`${QUEUE}/${id}`);
      await agent.sees(reference);
      await agent.does("Demander des pièces");
      await agent.ticks(/votre adresse postale complète/);
      await agent.writes("Délai laissé au demandeur", "30");
    }
    await first.writes("Précisions pour le demandeur", "Indiquez aussi l’étage.");
    await second.writes("Précisions pour le demandeur", "Écrivez le nom de la résidence.");
    await first.presses("Demander des pièces");
    await first.sees("En attente de pièces");
    await second.presses("Demander des pièces");
    await second.sees("Ce dossier a changé pendant que vous y travailliez");
    await second.sees(first.name);
    await second.sees("Écrivez le nom de la résidence.");
    await second.looksAgain();
    await first.leaves();
    await second.leaves();
  },
);

test("an agent is told while she reads that a colleague has opened the same demande, types, and leaves", async () => {
  const { id } = await newDemande();
  const first = await the().agent("mulhouse", "agent", {}, 0);
  const second = await the().agent("mulhouse", "agent", {}, 1);
  await first.page.clock.install();
  await first.opens(`${QUEUE}/${id}`);
  await first.doesNotSee("en ce moment");
  await second.opens(`${QUEUE}/${id}`);
  await second.sees(`${first.name} regarde ce dossier en ce moment.`);
  const signs = async (expected: string | RegExp) => {
    // A page gives a sign every twenty seconds.
    await first.page.clock.fastForward(20_000);
    await first.sees(expected);
  };
  await signs(`${second.name} regarde ce dossier en ce moment.`);
  await first.looksAgain();
  await second.page.locator("summary").filter({ hasText: "Écrire au demandeur" }).click();
  await second.page.getByLabel("Votre message au demandeur").pressSequentially("Bonj");
  // Coming back to the page is a sign too.
  await second.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await expect
    .poll(async () => {
      await first.page.clock.fastForward(20_000);
      return first.page.locator("[data-present]").innerText();
    })
    .toContain(`${second.name} est en train d’y saisir quelque chose.`);
  await second.opens(QUEUE);
  await expect
    .poll(async () => {
      await first.page.clock.fastForward(20_000);
      return first.page.locator("[data-present]").innerText();
    })
    .toBe("");
  await second.sees(`Ouvert par ${first.name}`);
  await first.leaves();
  await second.leaves();
});

test("two agents edit one fiche: what each typed is kept, and the second decides", async () => {
  const register = "/cherbourg-en-cotentin/agent/relais/assistante-maternelle";
  const first = await the().agent("cherbourg-en-cotentin", "agent", {}, 0);
  const second = await the().agent("cherbourg-en-cotentin", "agent", {}, 1);
  await first.opens(`${register}?collectivite=cherbourg-en-cotentin`);
  await first.follows(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  const fiche = new URL(first.page.url()).pathname;
  for (const agent of [first, second]) {
    await agent.opens(fiche);
    await agent.does("Modifier la fiche");
  }
  await first.writes("Secteur du relais", "Quartier des Provinces");
  await first.presses(/^Enregistrer$/);
  await first.sees("Quartier des Provinces");
  await second.writes("Numéro et voie", "1 place de la République");
  await second.presses(/^Enregistrer$/);
  await second.sees("Ce dossier a changé pendant que vous y travailliez");
  await second.finds("Numéro et voie", "1 place de la République");
  await second.finds("Secteur du relais", "Quartier des Provinces");
  await second.presses(/^Enregistrer$/);
  await second.sees("1 place de la République");
  await second.sees("Quartier des Provinces");
  await first.leaves();
  await second.leaves();
});

test("a form sent twice makes one demande", async () => {
  const citizen = await the().visitor("Marie", { javascript: false });
  await citizen.opens("/mulhouse/etat-civil/acte-naissance");
  await citizen.presses("Commencer la demande");
  await citizen.chooses("Où la naissance", "Dans cette commune");
  await citizen.chooses("Quel document", "Extrait sans filiation");
  await citizen.writes("Nombre d’exemplaires", "1");
  await citizen.presses("Continuer");
  await citizen.writes("Nom de naissance", "Deux-Fois");
  await citizen.writes("Prénoms", "Louise");
  await citizen.writesDate("Date de naissance", "27 3 1985");
  await citizen.presses("Continuer");
  await citizen.writes("Prénom", "Marie", "Votre identité");
  await citizen.writes("Nom", "Weber", "Votre identité");
  await citizen.presses("Continuer");
  await citizen.writes("Numéro et voie", "12 rue du Sauvage");
  await citizen.writes("Code postal", "68100");
  await citizen.writes("Commune", "Mulhouse");
  await citizen.writes("Votre adresse électronique", "marie@exemple.fr");
  await citizen.ticks("Je certifie");
  await citizen.presses("Continuer");
  await citizen.isAt("Vérifiez vos réponses");
  await citizen.pressesTwice("Envoyer la demande");
  await citizen.isAt("Votre demande est envoyée");
  const agent = await the().agent("mulhouse", "agent");
  await agent.opens(`${QUEUE}?q=Deux-Fois&etat=toutes`);
  expect(await agent.page.getByRole("link", { name: /^[0-9A-Z]{4}-[0-9A-Z]{4}$/ }).count()).toBe(1);
});
