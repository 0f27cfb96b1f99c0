import { expect, test } from "vitest";
import { ApiClient, findAgent } from "../helpers/api-client.ts";
import { birthCertificate } from "../helpers/samples.ts";
import { Keyboard } from "./helpers/keyboard.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const SERVICE = "etat-civil/acte-naissance";
const COUNT = 200;
const NAMES = ["Wagner", "Meyer", "Schmitt", "Muller", "Weber", "Klein", "Kaya", "Haas", "Fischer", "Martin"];

/** Two hundred requests that came in during the night, twenty of them of the family Wagner. */
async function nightOfRequests(member: string): Promise<void> {
  const { server, demo } = the();
  const clerk = new ApiClient(server.url, findAgent(demo, member, "agent").token);
  const file = (number: number) =>
    clerk.opens(
      member,
      SERVICE,
      birthCertificate({ nom: NAMES[number % NAMES.length] ?? "", courriel: `matin.${number}@exemple.fr` }),
    );
  for (let first = 0; first < COUNT; first += 8) {
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

test("a morning at the desk, with the keyboard alone", async () => {
  const member = "rixheim";
  await nightOfRequests(member);
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

  const agent = await the().agent(member, "agent");
  const hands = new Keyboard(agent);
  await agent.opens(`/${member}/agent`);
  await agent.sees("Réponse reçue");
  await hands.activates("link", /Demander un acte de naissance/);
  await agent.isAt("Demander un acte de naissance");

  // The family Wagner is her own: found by name, taken in one go.
  await hands.types("Chercher", "Wagnre");
  await hands.activates("button", "Chercher");
  await agent.sees("20 demandes");
  await hands.activates("button", /Agir sur les 20 demandes/);
  await hands.activates("link", "Attribuer");
  await hands.selects(/À qui/, agent.name);
  await hands.activates("button", "Continuer");
  await hands.activates("button", /Lancer pour 20 demandes/);
  await waitsForTheReport(agent);
  await agent.sees("20 traitées");

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
  await agent.takesPicture("bulk-report.png");

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
  const today = new Date();
  const day = { Jour: today.getDate(), Mois: today.getMonth() + 1, Année: today.getFullYear() };
  for (const [label, value] of Object.entries(day)) await hands.types(label, String(value));
  await hands.activates("button", "Continuer");
  await hands.activates("button", /Lancer pour/);
  await waitsForTheReport(agent);
  await agent.sees(/1\d\d traitées/);
  await agent.leaves();

  await citizen.opens(`/${member}/demandes/${asked.id}`);
  await citizen.sees("Vous avez un nouveau message du service");
  await citizen.leaves();
});
