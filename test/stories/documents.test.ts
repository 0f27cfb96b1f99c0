import { expect, test } from "vitest";
import { findByTyped } from "../../server/commands/claim-entry.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { drain } from "../../server/worker/worker.ts";
import { readPdf } from "../helpers/pdf.ts";
import { takesPictureOf } from "./helpers/draw-pdf.ts";
import { asks, linkIn } from "./helpers/parking-card.ts";
import { timedTown } from "./helpers/timed-town.ts";

const the = timedTown("2026-03-03T09:30:00Z");
const SERVICE = "stationnement/resident";
const OVERLAY = `/mulhouse/agent/administration/personnalisations/${SERVICE}`;
const MOTIF = "Votre rue n’est pas dans la zone de stationnement résidentiel.";
const ADDRESS = "marie.documents@exemple.fr";

/** What the demo's own requests owe takes its time, and is not the matter here. */
const forgetsTheRest = () => withActor(the().ctx.db, { system: true }, (tx) => tx`delete from effect`);

test("an admin words a decision, an agent takes it, the citizen keeps it and anyone verifies it", async () => {
  await forgetsTheRest();
  const admin = await the().agent("mulhouse", "admin-fonctionnel");
  await admin.opens(`${OVERLAY}/documents`);
  await admin.does("Ce que vous pouvez écrire");
  await admin.takesPicture("document-texte.png", false);
  await admin.does("Réponses que « Décision de refus » peut citer");
  await admin.sees("{{event.motif}}");
  const refusal = admin.page.getByLabel("Texte").nth(2);
  const text = await refusal.inputValue();
  await refusal.fill(text.replace("{{event.motif}}", "{{event.motiff}}\n\nLe maire vous remercie de votre demande."));
  await admin.presses("Enregistrer");
  await admin.sees("Une chose à corriger");
  await admin.sees("Ligne 5 : « motiff » n'est pas un champ connu");
  await admin.sees("vouliez-vous dire « motif »");
  await admin.doesNotSee("Publier ces changements");
  await admin.follows("Document « Décision de refus », texte");
  await refusal.fill((await refusal.inputValue()).replace("motiff", "motif"));
  await admin.presses("Enregistrer");
  await admin.doesNotSee("à corriger");
  const trial = await readPdf(await admin.downloads("Décision de refus (PDF)"));
  expect(trial.text).toContain("Le maire vous remercie");
  expect(trial.text).toContain("Spécimen : ce document n’a pas été délivré");
  await admin.presses("Publier ces changements");
  await admin.sees("Votre version est publiée");
  await admin.leaves();

  const citizen = await the().visitor("Marie", { javascript: false, width: 360 });
  const reference = await asks(citizen, ADDRESS);
  const agent = await the().agent("mulhouse", "agent", "stationnement");
  const found = await findByTyped(the().ctx, reference);
  await agent.opens(`/mulhouse/agent/${SERVICE}/${found?.id}`);
  await agent.does("Refuser");
  await agent.writes("Motif du refus", MOTIF);
  await agent.presses("Refuser");
  await agent.sees("Refusée");
  await drain(the().ctx);

  await citizen.opens(await linkIn(the().ctx, ADDRESS, "refusée"));
  await citizen.sees("Documents");
  const bytes = await citizen.downloads("Décision de refus (PDF)");
  const decision = await readPdf(bytes);
  expect(decision.title).toBe(`Décision de refus – ${reference}`);
  for (const said of [
    "Mulhouse",
    "Stationnement",
    MOTIF,
    "Le maire vous remercie",
    agent.name,
    "Fait le 3 mars 2026",
  ]) {
    expect(decision.text).toContain(said);
  }
  expect(decision.text).toMatch(new RegExp(`${agent.name} \\S.+ Stationnement`));
  expect(decision.text).toContain("dans les deux mois");
  expect(decision.text).toContain("tribunal administratif");
  const code = /[2-9A-Z]{4}(?:-[2-9A-Z]{4}){2}/.exec(decision.text)?.[0] ?? "";
  await takesPictureOf(agent, bytes, "document.png");
  await agent.leaves();

  const clerk = await the().visitor("Guichetier", { javascript: false, width: 360 });
  await clerk.opens("/mulhouse/verifier");
  await clerk.writes("Code de vérification", "2222-3333-4444");
  await clerk.presses("Vérifier");
  await clerk.sees("Aucun document délivré ici ne porte ce code");
  await clerk.writes("Code de vérification", code.toLowerCase());
  await clerk.presses("Vérifier");
  await clerk.sees("Ce document a bien été délivré par Mulhouse le 3 mars 2026");
  await clerk.sees(reference);
  await clerk.doesNotSee("Schoenauer");
  await clerk.takesPicture("verifier-mobile.png");
  await clerk.leaves();
  await citizen.leaves();
});

test("a form is printed, filled in by hand, and typed back in with the day it came", async () => {
  const citizen = await the().visitor("Jeanne");
  await citizen.opens(`/mulhouse/${SERVICE}`);
  const form = await citizen.downloads("Imprimer le formulaire papier");
  const { text, tagged } = await readPdf(form);
  expect(tagged).toBe(true);
  expect(text).toContain("1. Que demandez-vous");
  expect(text).toContain("Où envoyer ce formulaire");
  await takesPictureOf(citizen, form, "formulaire-papier.png");
  await citizen.leaves();

  const agent = await the().agent("mulhouse", "agent", "stationnement");
  await agent.opens(`/mulhouse/agent/${SERVICE}/nouveau?canal=papier`);
  await agent.chooses("1. Que demandez-vous", "Une première carte");
  await agent.chooses(/Dans quelle zone/, "Zone A");
  await agent.chooses(/Combien de véhicules/, "Aucun");
  await agent.chooses(/Pour combien de temps/, "Un an");
  await agent.writes(/Immatriculation/, "AB-123-CD");
  await agent.chooses(/Quel véhicule est-ce/, "Une voiture");
  await agent.chooses(/Quelle énergie/, "Essence");
  await agent.chooses(/À qui est le véhicule/, "À moi");
  await agent.writes("Numéro et voie", "12 rue du Sauvage");
  await agent.writes("Code postal", "68100");
  await agent.writes("Commune", "Mulhouse");
  await agent.writes("Prénom", "Jeanne");
  await agent.writes("Nom", "Schoenauer");
  await agent.ticks("Je certifie");
  await agent.writes("Date de réception", "2026-02-27");
  await agent.presses("Enregistrer la demande");
  await agent.isAt("Récépissé de dépôt");
  await agent.sees("27 février 2026");
  await agent.sees("l’absence de réponse au 27 avril 2026 vaut acceptation");
  await agent.leaves();
});
