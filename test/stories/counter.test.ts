import { describe, expect, test } from "vitest";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const QUEUE = "/mulhouse/agent/etat-civil/acte-naissance";

/** Fills the whole form on its one page, as the citizen in front of her says it. */
async function fills(agent: Person, javascript: boolean): Promise<void> {
  await agent.chooses("Comment la demande est-elle arrivée", "Au guichet");
  await agent.chooses("Où la naissance", "Dans cette commune");
  await agent.chooses("Quel document", "Extrait sans filiation");
  await agent.writes("Nombre d’exemplaires", "1");
  if (!javascript) await agent.presses("Mettre à jour le formulaire");
  await agent.writes("Nom de naissance", "Schoenauer");
  await agent.writes("Prénoms", "Louis Antoine");
  await agent.writesDate("Date de naissance", "27 3 1955");
  await agent.writes("Prénom", "Jeanne", "Votre identité");
  await agent.writes("Nom", "Schoenauer", "Votre identité");
  await agent.writes("Numéro et voie", "12 rue du Sauvage");
  await agent.writes("Code postal", "68100");
  await agent.writes("Commune", "Mulhouse");
  await agent.ticks("Je certifie");
}

describe.each([
  { title: "with scripts on a wide screen", javascript: true, width: 1280, rank: 0 },
  { title: "without scripts on a telephone", javascript: false, width: 360, rank: 1 },
])("someone without an address files at the counter, $title", ({ javascript, width, rank }) => {
  const screen = { javascript, width };

  test("takes a receipt home, follows her request with it, then makes it her account's", async () => {
    const agent = await the().agent("mulhouse", "agent", screen);
    await agent.opens(QUEUE);
    await agent.follows("Nouvelle demande");
    await agent.isAt("Nouvelle demande pour un usager");
    await fills(agent, javascript);
    await agent.presses("Enregistrer la demande");
    await agent.isAt("Récépissé de dépôt");
    await agent.sees(`Déposée au guichet par ${agent.name} pour l’usager`);
    await agent.sees("remettez ce récépissé imprimé");
    const paper = await agent.reads();
    const reference = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(paper)?.[0] ?? "";
    const code = /\b\d{4} \d{4}\b/.exec(paper)?.[0] ?? "";
    const address = /\S+\/mulhouse\/suivi/.exec(paper)?.[0] ?? "";
    expect([reference, code, address]).not.toContain("");
    await agent.page.emulateMedia({ media: "print" });
    await agent.doesNotSee("Créer un nouveau code");
    await agent.doesNotSee("Mon espace");
    await agent.sees(code);
    if (javascript) await agent.takesPicture("receipt.png");
    await agent.page.emulateMedia({ media: "screen" });
    await agent.follows("Revenir au dossier");
    await agent.sees(`Demande déposée au guichet`);
    await agent.leaves();

    const citizen = await the().visitor("Jeanne", screen);
    await citizen.opens(`http://${address}`);
    await citizen.isAt("Suivre une demande");
    await citizen.presses("Voir ma demande");
    await citizen.sees("Écrivez la référence du récépissé");
    await citizen.looksAgain();
    await citizen.writes("Référence de la demande", reference.toLowerCase());
    await citizen.writes("Code de suivi", code);
    await citizen.presses("Voir ma demande");
    await citizen.sees(reference);
    await citizen.sees(`par ${agent.name} pour l’usager`);

    const known = the().demo.citizens[rank];
    if (!known) throw new Error("nobody in the demo");
    await citizen.opens("/connexion");
    await citizen.writes("Adresse électronique", known.email);
    await citizen.writes("Mot de passe", known.password);
    await citizen.presses("Se connecter");
    await citizen.opens("/mon-espace/rattacher");
    await citizen.writes("Numéro de la demande", reference);
    await citizen.presses("Recevoir un code");
    await citizen.writes("Code reçu par courriel", code);
    await citizen.presses("Rattacher la demande");
    await citizen.sees(`La demande ${reference}`);
    await citizen.leaves();
  });
});
