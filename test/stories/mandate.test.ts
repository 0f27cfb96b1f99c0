import { test } from "vitest";
import { dayFromNow, typed } from "../helpers/days.ts";
import { fillsTheShortForm } from "./helpers/birth-certificate.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const SERVICE = "/mulhouse/etat-civil/acte-naissance";

/** "27 3 2026", some days from now. */
function day(offset: number): string {
  return typed(dayFromNow(offset));
}

function citizen(rank: number) {
  const found = the().demo.citizens[rank];
  if (!found) throw new Error("nobody in the demo");
  return found;
}

async function signsIn(person: Person, rank: number): Promise<void> {
  await person.writes("Adresse électronique", citizen(rank).email);
  await person.writes("Mot de passe", citizen(rank).password);
  await person.presses("Se connecter");
}

/** Asks for a birth certificate by the shortest way, from the first page of the form. */
async function files(person: Person, address: string): Promise<string> {
  await fillsTheShortForm(person, address);
  await person.sees(/Demande faite pour/);
  await person.presses("Envoyer la demande");
  return /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await person.reads())?.[0] ?? "";
}

test.each([
  { javascript: true, width: 1280, rank: 0 },
  { javascript: false, width: 360, rank: 2 },
])(
  "someone lets a relative file and follow for her, reads who did it, and takes it back (javascript: $javascript)",
  async ({ rank, ...screen }) => {
    const [hers, his] = [citizen(rank), citizen(rank + 1)];
    const giver = await the().visitor(hers.name, screen);
    await giver.opens("/connexion?retour=/mon-espace/mandats");
    await signsIn(giver, rank);
    await giver.follows("Donner un mandat");
    await giver.presses("Envoyer la proposition");
    await giver.sees("Dites ce que cette personne pourra faire.");
    await giver.writes("Adresse électronique de la personne", his.email);
    await giver.chooses("Que pourra-t-elle faire", "Suivre mes demandes, en faire de nouvelles");
    await giver.chooses("Pour quelles collectivités", "Toutes les collectivités");
    await giver.chooses("Pour quelles démarches", "Seulement celles que je coche");
    await giver.ticks("Demander un acte de naissance");
    await giver.writesDate("Dernier jour", day(30));
    await giver.presses("Envoyer la proposition");
    await giver.sees("Votre proposition est envoyée.");

    const mandatary = await the().visitor(his.name, screen);
    await mandatary.opens("/demo/messages");
    await mandatary.opens(await mandatary.opensMail(his.email, `${hers.name} vous donne mandat`));
    await mandatary.follows("Se connecter pour accepter");
    await signsIn(mandatary, rank + 1);
    await mandatary.isAt(`${hers.name} vous donne mandat`);
    await mandatary.presses("Accepter le mandat");
    await mandatary.sees("Le mandat est accepté.");
    await mandatary.opens(SERVICE);
    await mandatary.chooses("Pour qui", `Pour ${hers.name}`);
    await mandatary.presses("Commencer la demande");
    await mandatary.sees(`(pour ${hers.name})`);
    const reference = await files(mandatary, `mandat.${screen.width}@exemple.fr`);
    await mandatary.opens("/mon-espace/mandats");
    await mandatary.follows(`Voir ses demandes : ${hers.name}`);
    await mandatary.sees(reference);
    await mandatary.follows("Demander un acte de naissance");
    await mandatary.sees(`par vous, pour ${hers.name}`);
    const path = new URL(mandatary.page.url()).pathname;

    await giver.opens("/mon-espace");
    await giver.sees(reference);
    await giver.sees(`par ${his.name}, pour vous`);
    await giver.opens(path);
    await giver.sees(`par ${his.name}, pour vous`);
    await giver.opens("/mon-espace/mandats");
    await giver.does(`Mettre fin au mandat : ${his.name}`);
    await giver.sees("Cette personne ne pourra plus suivre vos demandes");
    await giver.presses("Oui, y mettre fin");
    await giver.sees("Le mandat est terminé.");
    await giver.leaves();

    await mandatary.opens(path);
    await mandatary.doesNotSee(reference);
    await mandatary.opens("/mon-espace/mandats");
    await mandatary.sees("Vous ne représentez personne.");
    await mandatary.leaves();
  },
);
