import { describe, expect, test } from "vitest";
import { fillsTheShortForm } from "./helpers/birth-certificate.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();

/** Asks for a birth certificate open to anyone; answers the reference. */
async function asks(citizen: Person, member: string, address: string): Promise<string> {
  await citizen.opens(`/${member}/etat-civil/acte-naissance`);
  await citizen.presses("Commencer la demande");
  await fillsTheShortForm(citizen, address);
  await citizen.presses("Envoyer la demande");
  return /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await citizen.reads())?.[0] ?? "";
}

async function signsIn(person: Person, rank: number): Promise<void> {
  const citizen = the().demo.citizens[rank];
  if (!citizen) throw new Error("nobody in the demo");
  await person.opens("/connexion");
  await person.writes("Adresse électronique", citizen.email);
  await person.writes("Mot de passe", citizen.password);
  await person.presses("Se connecter");
}

describe.each([
  { title: "with a script-running browser on a wide screen", javascript: true, width: 1280, rank: 0 },
  { title: "with no script at all on a telephone", javascript: false, width: 360, rank: 1 },
])("a request filed without an account, $title,", ({ javascript, width, rank }) => {
  const address = `marie.claim.${width}@exemple.fr`;
  const screen = { javascript, width };

  test("is claimed with its reference and a mailed code, and stands beside one of another member", async () => {
    const visitor = await the().visitor("Marie", screen);
    const reference = await asks(visitor, "mulhouse", address);
    expect(reference).not.toBe("");
    await visitor.leaves();

    const citizen = await the().visitor("Marie, chez elle", screen);
    await signsIn(citizen, rank);
    const other = await asks(citizen, "rixheim", address);
    await citizen.opens("/mon-espace");
    await citizen.sees(other);
    await citizen.doesNotSee(reference);
    await citizen.follows("Rattacher une demande");
    await citizen.presses("Recevoir un code");
    await citizen.sees("Indiquez le numéro de la demande.");
    await citizen.writes("Numéro de la demande", reference.toLowerCase());
    await citizen.presses("Recevoir un code");
    await citizen.isAt("Tapez le code reçu");
    if (javascript) await citizen.takesPicture("rattacher.png");

    const reader = await the().visitor("Marie, sa messagerie", screen);
    await reader.opens("/demo/messages");
    const code = await reader.readsMail(address, "Votre code pour rattacher", /\b\d{8}\b/);
    await reader.leaves();

    await citizen.writes("Code reçu par courriel", code === "12345678" ? "87654321" : "12345678");
    await citizen.presses("Rattacher la demande");
    await citizen.sees("Ce code n’est pas le bon");
    await citizen.writes("Code reçu par courriel", code);
    await citizen.presses("Rattacher la demande");
    await citizen.isAt("Mon espace");
    await citizen.sees(`La demande ${reference}`);
    await citizen.sees(other);
    await citizen.sees("Rixheim");
    if (javascript) await citizen.takesPicture("mon-espace.png");
    await citizen.leaves();
  });
});

test("someone files for her child, whose name and whose mother's address the account fills", async () => {
  for (const [rank, screen] of [{}, { javascript: false, width: 360 }].entries()) {
    const citizen = await the().visitor("Marie", screen);
    await signsIn(citizen, 2 + rank);
    await citizen.opens("/mon-espace/informations");
    await citizen.writes("Numéro et voie", "12 rue du Sauvage");
    await citizen.writes("Code postal", "68100");
    await citizen.writes("Commune", "Mulhouse", "Adresse postale");
    await citizen.writes("Téléphone", "12");
    await citizen.presses("Enregistrer");
    await citizen.sees("Ce numéro n’est pas complet");
    await citizen.looksAgain();
    await citizen.writes("Téléphone", "06 12 34 56 78");
    await citizen.presses("Enregistrer");
    await citizen.sees("Vos informations sont enregistrées");
    await citizen.takesPicture("informations.png");
    await citizen.follows("Mon foyer");
    await citizen.follows("Ajouter une personne");
    await citizen.writes("Prénoms", "Lina");
    await citizen.writes("Nom", "Durand");
    await citizen.writesDate("Date de naissance", "4 5 2016");
    await citizen.chooses("Qui est cette personne", "Mon enfant");
    await citizen.presses("Enregistrer");
    await citizen.sees("Lina Durand");
    await citizen.takesPicture("foyer.png");
    await citizen.opens("/mulhouse/etat-civil/acte-naissance");
    await citizen.chooses("Pour qui", "Lina Durand");
    await citizen.takesPicture("pour-qui.png");
    await citizen.presses("Commencer la demande");
    await citizen.chooses("Où la naissance", "Dans cette commune");
    await citizen.chooses("Quel document", "Extrait sans filiation");
    await citizen.writes("Nombre d’exemplaires", "1");
    await citizen.presses("Continuer");
    await citizen.sees("Nous avons repris ces réponses de votre compte");
    await citizen.finds("Nom de naissance", "Durand");
    await citizen.finds("Prénoms", "Lina");
    await citizen.takesPicture("reprise.png");
    await citizen.leaves();
  }
});
