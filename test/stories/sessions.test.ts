import { describe, expect, test } from "vitest";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { actorFor } from "../../server/identity/actor-for.ts";
import { drain } from "../../server/worker/worker.ts";
import { agent } from "../helpers/actors.ts";
import type { Person } from "./helpers/person.ts";
import { timedTown } from "./helpers/timed-town.ts";

const the = timedTown("2026-03-03T09:30:00Z");
const SERVICE = "aquatique/inscription";
const REGISTER = "aquatique/seance";
const WORKER = agent({ member: "m2a", units: ["aquatique"] });

function offered(id: string) {
  const definition = the().ctx.catalogue.definition("m2a", id);
  if (!definition) throw new Error(`m2a does not offer ${id}`);
  return definition;
}

/** A course of one evening; what the demo's own requests owe is not the matter here. */
async function opens(nom: string): Promise<string> {
  const { ctx } = the();
  await withActor(ctx.db, { system: true }, (tx) => tx`delete from effect`);
  const dates = [{ jour: "2026-04-14", de: "18:00", a: "19:00" }];
  const answers = { nom, categorie: "cours", bassin: "ill", dates, ageMin: 18, places: 2, attente: 2 };
  const opened = await openEntry(ctx, { member: "m2a", definition: offered(REGISTER), actor: WORKER, answers });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view.id;
}

/** Someone has a place to pay; her mail says where. */
async function enrols(seance: string, courriel: string): Promise<string> {
  const { ctx } = the();
  const definition = offered(SERVICE);
  const visitor = Buffer.from(ctx.randomBytes(32)).toString("hex");
  const actor = actorFor(ctx, { account: null, agent: null, grants: [], visitor, via: null }, "m2a", definition);
  const answers = {
    ...{ nom: "Merlin", prenom: "Cléo", naissance: "1990-04-05", niveau: "nageur", sante: true, attestation: true },
    adresse: { voie: "4 rue de l’Écluse", codePostal: "68170", commune: "Rixheim" },
    place: { seance, attente: false },
    responsable: { prenom: "Cléo", nom: "Merlin" },
    courriel,
  };
  const opened = await openEntry(ctx, { member: "m2a", definition, actor, answers });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  await drain(ctx);
  return opened.value.view.id;
}

/** The agent repeats the session after seeing the dates, then finds it in the month and the week. */
async function repeats(worker: Person, course: string): Promise<void> {
  await worker.opens(`/m2a/agent/${REGISTER}/places`);
  await worker.follows(course);
  await worker.follows("Répéter cette séance");
  await worker.isAt(`Répéter – ${course}`);
  await worker.writes("Ou combien de séances", "4");
  await worker.presses("Voir les dates");
  await worker.sees("4 séances");
  await worker.presses("Créer les 3 autres séances");
  await worker.sees("Les séances sont créées.");
  await worker.opens(`/m2a/agent/${REGISTER}/places?vue=mois&jour=2026-04-01`);
  await worker.sees("Avril 2026");
  expect(await worker.page.getByRole("link", { name: new RegExp(course) }).count()).toBeGreaterThanOrEqual(3);
  await worker.opens(`/m2a/agent/${REGISTER}/places?vue=semaine&jour=2026-04-14`);
  await worker.sees("Semaine du");
  await worker.sees(course);
}

/** The agent takes the money at the desk while the page of payment is still open. */
async function receives(worker: Person, entry: string): Promise<void> {
  await worker.opens(`/m2a/agent/${SERVICE}/${entry}`);
  await worker.unfolds("Enregistrer un paiement reçu autrement");
  await worker.writes("Moyen et numéro", "Espèces, quittance 12");
  await worker.looksAgain();
  await worker.presses("Oui, le paiement est reçu");
  await worker.sees("Une page de paiement est ouverte");
  await worker.finds("Moyen et numéro", "Espèces, quittance 12");
  await worker.ticks("Elle ne paie plus en ligne");
  await worker.presses("Oui, le paiement est reçu");
  await worker.sees("C’est noté");
  await drain(the().ctx);
}

describe.each([
  { title: "with scripts on a wide screen", javascript: true, width: 1280 },
  { title: "without scripts on a telephone", javascript: false, width: 360 },
])("a session that comes again, $title", ({ javascript, width }) => {
  test("is seen by all, paid at the desk, left for another, cancelled and refunded", async () => {
    const screen = { javascript, width };
    the().itIs("2026-03-03T09:30:00Z");
    const course = `Aquabike ${width}`;
    const address = `cleo${width}@courriel.example`;
    const session = await opens(course);
    const worker = await the().agent("m2a", "agent", "aquatique", screen);
    await repeats(worker, course);

    const entry = await enrols(session, address);
    const cleo = await the().visitor("Cléo", screen);
    await cleo.opens(`/m2a/${SERVICE}`);
    await cleo.sees(course);
    await cleo.sees(/^1 place$/);
    await cleo.opens("/demo/messages");
    const hers = await cleo.opensMail(address, "Place gardée");
    await cleo.opens(hers);
    await cleo.follows(/^Payer 110,00/);
    await cleo.presses("Continuer vers le paiement");
    await cleo.isAt("Simulateur de PayFiP");
    await receives(worker, entry);

    await cleo.opens(hers);
    await cleo.sees("L’inscription est confirmée");
    await cleo.sees("Votre place est gardée jusqu’à ce que vous en ayez une autre.");
    await cleo.chooses("Nouvelle séance", course);
    await cleo.presses("Changer de séance");
    await drain(the().ctx);
    await cleo.opens(hers);
    await cleo.sees("L’inscription est confirmée");
    await cleo.sees("La séance a été changée");
    await cleo.sees("21 avril 2026");

    await cancels(entry);
    await cleo.opens(hers);
    await cleo.sees("le service prépare votre remboursement");
    await worker.opens("/m2a/agent/paiements");
    await worker.sees("Remboursements à faire");
    await worker.sees("Séance annulée");
    await worker.opens(`/m2a/agent/${SERVICE}/${entry}`);
    await worker.unfolds("Demander le remboursement");
    await worker.writes("Motif", "Séance annulée");
    await worker.presses("Le remboursement est demandé");
    await worker.sees("C’est noté");
    await worker.unfolds("Dire que c’est remboursé");
    await worker.writes("Référence", "Virement 7");
    await worker.presses("Oui, c’est remboursé");
    await worker.sees("C’est noté");
    await drain(the().ctx);
    await cleo.opens(hers);
    await cleo.sees("Le service vous a remboursé");
    for (const person of [cleo, worker]) await person.leaves();
  });
});

/** The service cancels the session that an enrolment has now: everyone of it is told. */
async function cancels(enrolment: string): Promise<void> {
  const { ctx } = the();
  const [row] = await withActor(
    ctx.db,
    { system: true },
    (tx) => tx<{ id: string; revision: number }[]>`
      select e.id, e.revision from entry e join enrolment n on n.sitting_id = e.id
      where n.entry_id = ${enrolment} and n.state = 'taken'`,
  );
  if (!row) throw new Error("she has no place");
  const sent = await sendEvent(ctx, {
    ...{ member: "m2a", definitionId: REGISTER, id: row.id, actor: WORKER, type: "annuler", revision: row.revision },
    answers: { motif: "Bassin fermé" },
  });
  if (!sent.ok) throw new Error(JSON.stringify(sent.problem));
  await drain(ctx);
}
