import { beforeEach, describe, expect, test } from "vitest";
import { findByTyped } from "../../server/commands/claim-entry.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { drain } from "../../server/worker/worker.ts";
import { readPdf } from "../helpers/pdf.ts";
import { takesPictureOf } from "./helpers/draw-pdf.ts";
import { asks, linkIn } from "./helpers/parking-card.ts";
import { paysByCard } from "./helpers/pays.ts";
import type { Person } from "./helpers/person.ts";
import { timedTown } from "./helpers/timed-town.ts";

const the = timedTown("2026-03-03T09:30:00Z");
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");

const WAYS = [
  { way: "with scripts on a wide screen", screen: { width: 1280, javascript: true } },
  { way: "without any on a telephone", screen: { width: 360, javascript: false } },
] as const;

beforeEach(async () => {
  the().itIs("2026-03-03T09:30:00Z");
  await withActor(the().ctx.db, { system: true }, (tx) => tx`delete from effect`);
});

/** An agent accepts a request; `also` fills what her form asks besides. */
async function accepts(service: string, unit: string, reference: string, also = async (_: Person) => {}) {
  const agent = await the().agent("mulhouse", "agent", unit);
  const found = await findByTyped(the().ctx, reference);
  await agent.opens(`/mulhouse/agent/${service}/${found?.id}`);
  await agent.does("Accepter");
  await also(agent);
  await agent.presses("Accepter");
  await agent.leaves();
  await drain(the().ctx);
}

/** The last page of a renewal: nobody swears once for all. Answers the reference. */
async function certifiesAndSends(citizen: Person): Promise<string> {
  await citizen.ticks("Je certifie");
  await citizen.presses("Continuer");
  await citizen.presses("Envoyer la demande");
  return /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await citizen.reads())?.[0] ?? "";
}

/** Whoever checks a card scans its code, without an account. */
async function verifies(person: Person, card: string, says: string): Promise<void> {
  await person.opens(`/mulhouse/verifier/${codeIn(card)}`);
  await person.sees(says);
}

const codeIn = (text: string): string => /[2-9A-Z]{4}(?:-[2-9A-Z]{4}){2}/.exec(text)?.[0] ?? "";

describe.each(WAYS)("a parking card, $way,", ({ screen }) => {
  const service = "stationnement/resident";

  test("is asked for, accepted, paid, printed, verified, announced, and renewed for another vehicle", async () => {
    const address = `marie.carte.${screen.width}@exemple.fr`;
    const citizen = await the().visitor("Marie", screen);
    await citizen.opens(`/mulhouse/${service}`);
    const paper = await readPdf(await citizen.downloads("Imprimer le formulaire papier"));
    expect(paper.text).toContain("Immatriculation du véhicule");
    expect(paper.text).not.toContain("Valable jusqu’au");
    const reference = await asks(citizen, address);
    await accepts(service, "stationnement", reference);

    await citizen.opens(await linkIn(the().ctx, address, "Votre demande est acceptée"));
    await citizen.sees("La carte vous est remise dès que le paiement est reçu.");
    await paysByCard(citizen);
    await drain(the().ctx);
    await citizen.opens(await linkIn(the().ctx, address, "Votre carte est prête"));
    await citizen.sees("Votre carte est valable.");
    await citizen.sees("Valable jusqu’au 3 mars 2027.");
    const bytes = await citizen.downloads("Carte de stationnement (PDF)");
    const card = await readPdf(bytes);
    for (const said of ["AB-123-CD", "Zone A", "Marie Schoenauer", "Valable jusqu’au 3 mars 2027"]) {
      expect(plain(card.text)).toContain(said);
    }
    if (screen.javascript) await takesPictureOf(citizen, bytes, "carte.png");
    const receipt = await readPdf(await citizen.downloads("Accusé de réception du paiement (PDF)"));
    expect(plain(receipt.text)).toContain("36,00 €");

    const warden = await the().visitor("Un agent de surveillance", screen);
    await warden.opens(`/mulhouse/verifier/${codeIn(card.text)}`);
    await warden.sees("Carte de stationnement : valable jusqu’au 3 mars 2027.");
    await warden.sees("AB-123-CD");
    await warden.doesNotSee("Schoenauer");
    if (!screen.javascript) await warden.takesPicture("carte-verifiee.png");

    the().itIs("2027-02-01T09:30:00Z");
    await drain(the().ctx);
    await citizen.opens(await linkIn(the().ctx, address, "À renouveler avant le 3 mars 2027"));
    await citizen.presses("Renouveler");
    await citizen.sees(`Vous repartez de la demande ${reference}.`);
    await citizen.doesNotSee("Que demandez-vous");
    if (screen.javascript) await citizen.takesPicture("renouvellement.png");
    await citizen.presses("Continuer");
    await citizen.finds("Immatriculation", "AB-123-CD");
    await citizen.writes("Immatriculation", "GH-456-JK");
    await citizen.presses("Continuer");
    await citizen.finds("Numéro et voie", "12 rue du Sauvage");
    await citizen.presses("Continuer");
    await citizen.ticks("Je certifie");
    await citizen.presses("Continuer");
    await citizen.sees("GH-456-JK");
    await citizen.presses("Envoyer la demande");
    const renewed = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await citizen.reads())?.[0] ?? "";
    expect(renewed).not.toBe(reference);
    await accepts(service, "stationnement", renewed);
    await citizen.opens(await linkIn(the().ctx, address, "Votre demande est acceptée"));
    await paysByCard(citizen);
    await drain(the().ctx);
    await warden.opens(`/mulhouse/verifier/${codeIn(card.text)}`);
    await warden.sees("elle n’est plus valable. Elle a été retirée ou remplacée.");
    await warden.doesNotSee("AB-123-CD");
    await warden.leaves();
    await citizen.opens(await linkIn(the().ctx, address, "Votre carte est prête"));
    await citizen.sees("Valable jusqu’au 3 mars 2028.");
    await citizen.leaves();
  });

  test("is changed before its end for another vehicle, without paying again", async () => {
    const address = `paul.change.${screen.width}@exemple.fr`;
    const citizen = await the().visitor("Paul", screen);
    await accepts(service, "stationnement", await asks(citizen, address));
    await citizen.opens(await linkIn(the().ctx, address, "Votre demande est acceptée"));
    await paysByCard(citizen);
    await drain(the().ctx);
    the().itIs("2026-06-01T09:30:00Z");
    await citizen.opens(await linkIn(the().ctx, address, "Votre carte est prête"));
    await citizen.presses("Changer de véhicule ou d’adresse");
    await citizen.presses("Continuer");
    await citizen.writes("Immatriculation", "AB-12-CD");
    await citizen.presses("Continuer");
    await citizen.sees("Écrivez l’immatriculation comme sur la carte grise");
    await citizen.writes("Immatriculation", "1234ab68");
    await citizen.presses("Continuer");
    await citizen.presses("Continuer");
    await citizen.ticks("Je certifie");
    await citizen.presses("Continuer");
    await citizen.sees(/0,00 €|0,00.€/);
    await citizen.presses("Envoyer la demande");
    const changed = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await citizen.reads())?.[0] ?? "";
    await accepts(service, "stationnement", changed);
    await citizen.opens(await linkIn(the().ctx, address, "Votre carte est prête"));
    await citizen.sees("Valable jusqu’au 3 mars 2027.");
    const card = await readPdf(await citizen.downloads("Carte de stationnement (PDF)"));
    expect(plain(card.text)).toContain("1234 AB 68");
    await citizen.leaves();
    const patrol = await the().agent("mulhouse", "lecteur", "surveillance", screen);
    await patrol.opens("/mulhouse/agent/stationnement/vehicules?etat=autorise&q=1234ab68");
    await patrol.sees("1234 AB 68");
    await patrol.opens("/mulhouse/agent/stationnement/vehicules?etat=termine");
    await patrol.sees("AB-123-CD");
    await patrol.opens("/mulhouse/agent/stationnement/resident");
    await patrol.doesNotSee("Schoenauer");
    await patrol.leaves();
  });
});

/** Renewed in its time with scripts, after its end without. */
const ENDS = {
  before: {
    on: "2026-08-05T09:30:00Z",
    mail: "À renouveler avant le 31 août 2026",
    old: "Elle a été retirée ou remplacée.",
  },
  after: {
    on: "2026-09-01T09:30:00Z",
    mail: "Votre carte a pris fin",
    old: "elle n’est plus valable depuis le 31 août 2026",
  },
};

describe.each(WAYS)("the family card, $way,", ({ screen }) => {
  const end = screen.javascript ? ENDS.before : ENDS.after;

  test("says the price of a meal by the quotient that the service retains, until the end of August, then of the next", async () => {
    const address = `odile.famille.${screen.width}@exemple.fr`;
    const citizen = await the().visitor("Odile", screen);
    await citizen.opens("/mulhouse");
    await citizen.follows("Obtenir la carte famille");
    await citizen.presses("Commencer la demande");
    await citizen.writes("Prénom", "Léo");
    await citizen.writes("Nom", "Frey");
    await citizen.writesDate("Date de naissance", "2 3 2015");
    await citizen.chooses("Les parents sont-ils séparés", "Non");
    await citizen.presses("Continuer");
    await citizen.chooses("Comment connaître vos revenus", "J’envoie mon avis d’imposition");
    await citizen.presses("Continuer");
    await citizen.isAt("Votre quotient familial");
    await citizen.presses("Continuer");
    await citizen.writes("Numéro et voie", "8 rue de la Sinne");
    await citizen.writes("Code postal", "68100");
    await citizen.writes("Commune", "Mulhouse");
    await citizen.presses("Continuer");
    await citizen.writes("Prénom", "Odile");
    await citizen.writes("Nom", "Frey");
    await citizen.writes("Adresse électronique", address);
    await citizen.ticks("Je certifie");
    await citizen.sees(/6,50.€/);
    await citizen.presses("Continuer");
    await citizen.presses("Envoyer la demande");
    const reference = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await citizen.reads())?.[0] ?? "";
    await accepts("famille/carte-famille", "famille", reference, (agent) => agent.writes("Quotient retenu", "640"));
    await citizen.opens(await linkIn(the().ctx, address, "Votre demande est acceptée"));
    await citizen.sees("Valable jusqu’au 31 août 2026.");
    const card = await readPdf(await citizen.downloads("Carte famille (PDF)"));
    expect(plain(card.text)).toContain("Repas : 2,40 €");
    expect(plain(card.text)).toContain("451 à 700");
    const cook = await the().visitor("La cantine", screen);
    await verifies(cook, card.text, "Carte famille : valable jusqu’au 31 août 2026.");
    await cook.sees(/2,40.€/);
    await cook.doesNotSee("Frey");

    the().itIs(end.on);
    await drain(the().ctx);
    await citizen.opens(await linkIn(the().ctx, address, end.mail));
    await citizen.presses("Renouveler");
    await citizen.sees(`Vous repartez de la demande ${reference}.`);
    await citizen.finds("Prénom", "Léo");
    await citizen.presses("Continuer");
    await citizen.presses("Continuer");
    await citizen.isAt("Votre quotient familial");
    await citizen.presses("Continuer");
    await citizen.finds("Numéro et voie", "8 rue de la Sinne");
    await citizen.presses("Continuer");
    const renewed = await certifiesAndSends(citizen);
    await accepts("famille/carte-famille", "famille", renewed, (agent) => agent.writes("Quotient retenu", "1200"));
    await citizen.opens(await linkIn(the().ctx, address, "Votre demande est acceptée"));
    await citizen.sees("Valable jusqu’au 31 août 2027.");
    const next = await readPdf(await citizen.downloads("Carte famille (PDF)"));
    expect(plain(next.text)).not.toContain("Repas : 2,40 €");
    await verifies(cook, next.text, "Carte famille : valable jusqu’au 31 août 2027.");
    await drain(the().ctx);
    await verifies(cook, card.text, end.old);
    for (const person of [cook, citizen]) await person.leaves();
  });
});

describe.each(WAYS)("the pass of the elderly, $way,", ({ screen }) => {
  test("is for those of sixty-five who live in the town, lasts a year, and goes to the transport in a list, and is renewed", async () => {
    const address = `jean.pass.${screen.width}@exemple.fr`;
    const citizen = await the().visitor("Jean", screen);
    await citizen.opens("/mulhouse");
    await citizen.follows("Demander le Pass Senior");
    await citizen.presses("Commencer la demande");
    await citizen.writes("Prénom", "Jean");
    await citizen.writes("Nom", "Zwingelstein");
    await citizen.writesDate("Date de naissance", "4 3 1961");
    await citizen.presses("Continuer");
    await citizen.sees("Le pass est délivré à partir de 65 ans.");
    await citizen.writesDate("Date de naissance", "3 3 1961");
    await citizen.presses("Continuer");
    await citizen.writes("Numéro et voie", "3 rue Zuber");
    await citizen.writes("Code postal", "68170");
    await citizen.writes("Commune", "Rixheim");
    await citizen.presses("Continuer");
    await citizen.sees("Le pass est réservé aux habitants de Mulhouse.");
    await citizen.writes("Code postal", "68200");
    await citizen.writes("Commune", "Mulhouse");
    await citizen.presses("Continuer");
    await citizen.presses("Continuer");
    await citizen.writes("Adresse électronique", address);
    await citizen.ticks("J’ai compris");
    await citizen.ticks("Je certifie");
    await citizen.presses("Continuer");
    await citizen.presses("Envoyer la demande");
    const reference = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await citizen.reads())?.[0] ?? "";
    await accepts("mobilite/pass-senior", "mobilite", reference);
    await citizen.opens(await linkIn(the().ctx, address, "Votre demande est acceptée"));
    const card = await readPdf(await citizen.downloads("Pass Senior (PDF)"));
    expect(plain(card.text)).toContain("Jean Zwingelstein");
    const checker = await the().visitor("Un contrôleur", screen);
    await verifies(checker, card.text, "Pass Senior : valable jusqu’au 3 mars 2027.");
    await checker.doesNotSee("Zwingelstein");

    const agent = await the().agent("mulhouse", "agent", "mobilite", screen);
    await agent.opens("/mulhouse/agent/mobilite/pass-senior?etat=valable");
    await agent.sees("Zwingelstein");
    await agent.sees("Exporter");
    await agent.leaves();

    the().itIs("2027-02-02T09:30:00Z");
    await drain(the().ctx);
    await citizen.opens(await linkIn(the().ctx, address, "À renouveler avant le 3 mars 2027"));
    await citizen.presses("Renouveler");
    await citizen.finds("Prénom", "Jean");
    await citizen.presses("Continuer");
    await citizen.finds("Numéro et voie", "3 rue Zuber");
    await citizen.presses("Continuer");
    await citizen.presses("Continuer");
    await citizen.ticks("J’ai compris");
    const renewed = await certifiesAndSends(citizen);
    await accepts("mobilite/pass-senior", "mobilite", renewed);
    await citizen.opens(await linkIn(the().ctx, address, "Votre demande est acceptée"));
    await citizen.sees("Valable jusqu’au 3 mars 2028.");
    const next = await readPdf(await citizen.downloads("Pass Senior (PDF)"));
    await citizen.leaves();
    await drain(the().ctx);
    await verifies(checker, card.text, "Elle a été retirée ou remplacée.");
    await verifies(checker, next.text, "Pass Senior : valable jusqu’au 3 mars 2028.");

    const mover = await the().agent("mulhouse", "agent", "mobilite", screen);
    const found = await findByTyped(the().ctx, renewed);
    await mover.opens(`/mulhouse/agent/mobilite/pass-senior/${found?.id}`);
    await mover.does("Retirer la carte");
    await mover.writes("Motif du retrait", "La personne n’habite plus Mulhouse depuis le 1er mars.");
    await mover.presses("Retirer la carte");
    await mover.leaves();
    await drain(the().ctx);
    await verifies(checker, next.text, "Elle a été retirée ou remplacée.");
    await checker.leaves();
  });
});
