import { readFile } from "node:fs/promises";
import { read as readWorkbook, utils } from "@e965/xlsx";
import { expect, test } from "vitest";
import { ApiClient, findAgent } from "../helpers/api-client.ts";
import { today, typed } from "../helpers/days.ts";
import { birthCertificate } from "../helpers/samples.ts";
import { Keyboard } from "./helpers/keyboard.ts";
import type { Person } from "./helpers/person.ts";
import { type Hands, Thumb } from "./helpers/thumb.ts";
import { type Screen, town } from "./helpers/town.ts";

const the = town();
const SERVICE = "etat-civil/acte-naissance";
const NAMES = ["Wagner", "Meyer", "Schmitt", "Muller", "Weber", "Klein", "Kaya", "Haas", "Fischer", "Martin"];

/** What awaits her at eight. */
const REQUESTS = 200;

/** Requests that came in during the night, one in ten of the family Wagner. */
async function nightOfRequests(member: string, count: number): Promise<void> {
  const { server, demo } = the();
  const clerk = new ApiClient(server.url, findAgent(demo, member, "agent").token);
  const file = (number: number) =>
    clerk.opens(
      member,
      SERVICE,
      birthCertificate({ nom: NAMES[number % NAMES.length] ?? "", courriel: `matin.${number}@exemple.fr` }),
    );
  for (let first = 0; first < count; first += 8) {
    await Promise.all(Array.from({ length: 8 }, (_, index) => file(first + index)));
  }
}

/** Follows a long work to its report. */
async function waitsForTheReport(agent: Person): Promise<void> {
  await expect
    .poll(
      async () => {
        await agent.page.reload();
        return agent.reads();
      },
      { timeout: 60_000, interval: 500 },
    )
    .toContain("Terminé le");
  await agent.looksAgain();
}

/** Downloads the workbook that a button gives; answers its rows, the headings first. */
async function takesWorkbook(agent: Person): Promise<readonly (readonly unknown[])[]> {
  const button = agent.page.getByRole("button", { name: "Exporter", exact: true });
  const [download] = await Promise.all([agent.page.waitForEvent("download"), button.click()]);
  const book = readWorkbook(await readFile(await download.path()));
  const [name = ""] = book.SheetNames;
  const sheet = book.Sheets[name];
  return sheet ? utils.sheet_to_json<unknown[]>(sheet, { header: 1 }) : [];
}

const WAYS: readonly {
  readonly title: string;
  readonly member: string;
  readonly screen: Screen;
  readonly hands: (agent: Person) => Hands;
}[] = [
  {
    title: "with the keyboard alone",
    member: "rixheim",
    screen: {},
    hands: (agent) => new Keyboard(agent),
  },
  {
    title: "on a telephone without scripts",
    member: "illzach",
    screen: { width: 360, javascript: false },
    hands: (agent) => new Thumb(agent),
  },
];

test.each(WAYS)("a morning at the desk, two hundred requests, $title", async ({ member, screen, hands: of }) => {
  const family = REQUESTS / NAMES.length;
  await nightOfRequests(member, REQUESTS);
  const citizen = await the().visitor("Camille", { width: 360, javascript: false });
  const camille = the().demo.citizens[0];
  if (!camille) throw new Error("nobody in the demo");
  const asked = await new ApiClient(the().server.url, camille.token).opens(
    member,
    SERVICE,
    birthCertificate({ nom: "Schoenauer" }),
  );
  await citizen.opens("/connexion");
  await citizen.writes("Adresse électronique", camille.email);
  await citizen.writes("Mot de passe", camille.password);
  await citizen.presses("Se connecter");
  await citizen.opens(`/${member}/demandes/${asked.id}`);
  await citizen.follows("Écrire au service");
  await citizen.writes("Votre message", "Puis-je venir chercher l’acte au guichet ?");
  await citizen.presses("Envoyer le message");
  await citizen.sees("Votre message est envoyé");

  const agent = await the().agent(member, "agent", screen);
  const hands = of(agent);
  await agent.opens(`/${member}/agent`);
  await agent.sees("Réponse reçue");
  await hands.activates("link", /Demander un acte de naissance/);
  await agent.isAt("Demander un acte de naissance");

  // The family Wagner is her own: found by name, taken in one go.
  await hands.types("Chercher", "Wagnre");
  await hands.activates("button", "Chercher");
  await agent.sees(`${family} demandes`);
  await hands.activates("button", `Agir sur les ${family} demandes`);
  await hands.activates("link", "Attribuer");
  await hands.selects(/À qui/, agent.name);
  await hands.activates("button", "Continuer");
  await hands.activates("button", `Lancer pour ${family} demandes`);
  await waitsForTheReport(agent);
  await agent.sees(`${family} traitées`);

  // Pieces are asked for those.
  await agent.opens(`/${member}/agent/${SERVICE}`);
  await hands.activates("link", "À moi");
  await hands.activates("button", /Agir sur les \d+ demandes/);
  await hands.activates("link", "Demander des pièces");
  await hands.ticks(/votre adresse postale complète/);
  await hands.types(/Délai laissé/, "30");
  await hands.activates("button", "Continuer");
  await agent.isAt("Vérifiez avant de lancer");
  await hands.activates("button", /Lancer pour/);
  await waitsForTheReport(agent);
  if (screen.width === undefined) await agent.takesPicture("bulk-report.png");

  // The citizen who wrote is answered.
  await agent.opens(`/${member}/agent`);
  await hands.activates("link", /Réponse reçue|à suivre/i);
  await hands.activates("link", new RegExp(asked.reference));
  await agent.sees("Puis-je venir chercher l’acte au guichet ?");
  await hands.unfolds("Écrire au demandeur");
  await hands.types("Votre message au demandeur", "Oui, de 8 h 30 à 12 h, avec une pièce d’identité.");
  await hands.activates("button", "Envoyer le message");
  await agent.sees("Le message est envoyé");

  // The rest is delivered together.
  await agent.opens(`/${member}/agent/${SERVICE}?etat=reception`);
  await hands.activates("button", /Agir sur les \d+ demandes/);
  await hands.activates("link", "Délivrer l’acte");
  await hands.chooses("Mode d’envoi", "courrier simple");
  const [day = "", month = "", year = ""] = typed(today()).split(" ");
  for (const [label, value] of Object.entries({ Jour: day, Mois: month, Année: year })) await hands.types(label, value);
  await hands.activates("button", "Continuer");
  await hands.activates("button", /Lancer pour/);
  await waitsForTheReport(agent);
  const delivered = /(\d+) traitées/.exec(await agent.reads())?.[1];
  expect(Number(delivered)).toBeGreaterThanOrEqual(REQUESTS - family);

  // What was asked of the Wagner is taken away to be followed.
  await agent.opens(`/${member}/agent/${SERVICE}?etat=incomplete&filtre[nom]=Wagner`);
  await agent.sees(`${family} demandes`);
  await hands.activates("link", "Exporter");
  await hands.chooses("Format du fichier", /XLSX/);
  const [headings = [], ...rows] = await takesWorkbook(agent);
  expect(rows).toHaveLength(family);
  const column = (title: string) => rows.map((row) => row[headings.indexOf(title)]);
  expect(new Set(column("Nom de naissance"))).toEqual(new Set(["Wagner"]));
  expect(new Set(column("État"))).toEqual(new Set(["En attente de pièces"]));
  // Days are days for the spreadsheet, and references are all different.
  expect(column("Date de naissance").every((day) => typeof day === "number")).toBe(true);
  expect(new Set(column("Référence")).size).toBe(family);
  await agent.leaves();

  await citizen.opens(`/${member}/demandes/${asked.id}`);
  await citizen.sees("Vous avez un nouveau message du service");
  await citizen.leaves();
});
