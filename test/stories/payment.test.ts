import { expect, test } from "vitest";
import { pollPayment } from "../../server/commands/ask-payment.ts";
import { findByTyped } from "../../server/commands/claim-entry.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { latestMails } from "../../server/store/outbox.ts";
import { drain } from "../../server/worker/worker.ts";
import { offer } from "../helpers/offer.ts";
import { permitOf } from "../server/paying-town.ts";
import type { Person } from "./helpers/person.ts";
import { timedTown } from "./helpers/timed-town.ts";

const the = timedTown("2026-03-03T09:30:00Z");
const PERMIT = permitOf("stationnement");
const PLACE = `/mulhouse/${PERMIT.id}`;
const REPORT = "/mulhouse/agent/paiements";

/** The permit is offered, and what the demo's own requests owe is not the matter here. */
async function opens(): Promise<void> {
  await offer(the().ctx, PERMIT);
  await withActor(the().ctx.db, { system: true }, (tx) => tx`delete from effect`);
}

/** Files a request for two zones; answers its reference. */
async function files(citizen: Person, address: string): Promise<string> {
  await citizen.opens(PLACE);
  await citizen.presses("Commencer la démarche");
  await citizen.writes("Nom", "Schoenauer");
  await citizen.writes("Courriel", address);
  await citizen.writes("Combien de zones", "2");
  await citizen.presses("Continuer");
  await citizen.presses("Envoyer la demande");
  return /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await citizen.reads())?.[0] ?? "";
}

/** Goes from the request to the page of payment, and does something there. */
async function does(citizen: Person, what: string): Promise<void> {
  await citizen.presses("Continuer vers le paiement");
  await citizen.isAt("Simulateur de PayFiP");
  await citizen.sees("rien ne sera débité");
  await citizen.sees("24,00 €");
  await citizen.chooses("Que faites-vous", what);
  await citizen.presses("Continuer");
}

const mailsTo = async (address: string) =>
  (await latestMails(the().ctx, 400)).filter(({ recipient }) => recipient === address);

test("a citizen files, pays right after, and has her receipt; the service and the report agree", async () => {
  await opens();
  const address = "marie.paie@exemple.fr";
  const citizen = await the().visitor("Marie");
  const reference = await files(citizen, address);
  await citizen.sees("Permis de stationner, été");
  await citizen.takesPicture("paiement-a-faire.png");
  await citizen.follows(/^Payer 24,00/);
  await citizen.isAt(/^Payer 24,00/);
  await citizen.finds("Votre adresse électronique", address);
  await citizen.writes("Votre adresse électronique", "pas une adresse");
  await citizen.presses("Continuer vers le paiement");
  await citizen.sees("Donnez une adresse électronique complète");
  await citizen.writes("Votre adresse électronique", address);
  await does(citizen, "Payer par carte");
  await citizen.isAt("Accusé de réception du paiement");
  await citizen.sees("Votre paiement est reçu.");
  await citizen.sees("3 mars 2026 à 10 h 30");
  await citizen.sees("Numéro d’autorisation");
  await citizen.follows("Revenir à la demande");
  await citizen.sees("Votre paiement est reçu. Cette page vaut accusé de réception.");
  await drain(the().ctx);
  const receipt = (await mailsTo(address)).find(({ subject }) =>
    subject.includes("Accusé de réception de votre paiement"),
  );
  expect(receipt?.body).toMatch(/24,00[^\n]€/);
  expect(receipt?.body).toContain("L. 112-11");

  const agent = await the().agent("mulhouse", "agent", "stationnement");
  const found = await findByTyped(the().ctx, reference);
  await agent.opens(`/mulhouse/agent/${PERMIT.id}/${found?.id}`);
  await agent.sees("Permis de stationner, été, 24,00 €");
  await agent.unfolds("Tout ce qui s’est passé");
  await agent.sees("Réponse de PayFiP : P");
  await agent.takesPicture("paiement-agent.png");
  await agent.opens(REPORT);
  await agent.sees("Tout concorde");
  await agent.takesPicture("paiement-rapprochement.png");
  await agent.leaves();
  await citizen.leaves();
});

test("without scripts and on a small screen, she is refused, closes the window, pays, and the money is refunded", async () => {
  await opens();
  const address = "lucie.paie@exemple.fr";
  const citizen = await the().visitor("Lucie", { javascript: false, width: 360 });
  const reference = await files(citizen, address);
  await citizen.follows(/^Payer 24,00/);
  await does(citizen, "Payer par carte, refusée");
  await citizen.sees("Votre paiement n’a pas abouti. Rien n’a été débité.");
  await citizen.sees("Votre dernier essai a été refusé par la banque");
  await citizen.follows(/^Payer 24,00/);
  await does(citizen, "Fermer la fenêtre");
  await citizen.isAt("Fenêtre fermée");
  const found = await findByTyped(the().ctx, reference);
  await citizen.opens(`/mulhouse/demandes/${found?.id}`);
  await citizen.sees("Ne payez pas une seconde fois");
  await citizen.follows("Revenir à la page de paiement");
  await does(citizen, "Payer par prélèvement La banque accepte");
  await citizen.isAt("Accusé de réception du paiement");
  await citizen.leaves();

  const agent = await the().agent("mulhouse", "agent", "stationnement");
  await agent.opens(`/mulhouse/agent/${PERMIT.id}/${found?.id}`);
  await agent.does("Demander le remboursement");
  await agent.writes("Motif", "Zone supprimée");
  await agent.presses("Le remboursement est demandé");
  await agent.sees("C’est noté.");
  await agent.does("Dire que c’est remboursé");
  await agent.writes("Référence", "Virement 4521");
  await agent.presses("Oui, c’est remboursé");
  await agent.sees("Remboursé");
  await agent.leaves();
});

test("an administrator gives the number that receives the money, and reads what cannot be paid", async () => {
  await opens();
  const admin = await the().agent("mulhouse", "admin-membre");
  await admin.opens("/mulhouse/agent/administration/paiement");
  await admin.sees("REGIE DE DEMONSTRATION");
  await admin.takesPicture("paiement-numeros.png");
  await admin.follows("Ajouter un numéro client");
  await admin.writes("Numéro client PayFiP", "12");
  await admin.presses("Enregistrer et vérifier");
  await admin.sees("Donnez les six chiffres du numéro client.");
  await admin.writes("Numéro client PayFiP", "999999");
  await admin.page.getByLabel("Pour").selectOption(`definition:${PERMIT.id}`);
  await admin.presses("Enregistrer et vérifier");
  await admin.sees("Le numéro client est enregistré.");
  await admin.presses("Vérifier auprès de PayFiP");
  await admin.sees("PayFiP ne connaît pas le numéro client 999999.");

  const citizen = await the().visitor("Jeanne");
  await files(citizen, "jeanne.paie@exemple.fr");
  await citizen.sees("Le paiement en ligne n’est pas ouvert pour cette démarche");
  await citizen.leaves();

  await admin.follows("Tous les numéros client");
  await admin.sees("Ces démarches demandent un paiement et ne peuvent pas encore être payées en ligne");
  await admin.follows("999999");
  await admin.does("Supprimer ce numéro client");
  await admin.presses("Oui, le supprimer");
  await admin.sees("Le numéro client est supprimé.");
  await admin.doesNotSee("ne peuvent pas encore être payées");
  await admin.leaves();
});

test("whoever pays and closes the window is known to have paid, without a word from her", async () => {
  await opens();
  const citizen = await the().visitor("Odile");
  const reference = await files(citizen, "odile.paie@exemple.fr");
  await citizen.follows(/^Payer 24,00/);
  await citizen.presses("Continuer vers le paiement");
  const idop = new URL(citizen.page.url()).searchParams.get("idop") ?? "";
  the().ctx.fakePayfip?.play(idop, "card");
  await citizen.leaves();
  the().itIs("2026-03-03T09:32:00Z");
  while (await pollPayment(the().ctx));
  const found = await findByTyped(the().ctx, reference);
  const agent = await the().agent("mulhouse", "agent", "stationnement");
  await agent.opens(`/mulhouse/agent/${PERMIT.id}/${found?.id}`);
  await agent.sees("Payée");
  await agent.leaves();
});
