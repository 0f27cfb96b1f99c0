import { describe, expect, test } from "vitest";
import { openEntry } from "../../server/commands/open-entry.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { actorFor } from "../../server/identity/actor-for.ts";
import { drain } from "../../server/worker/worker.ts";
import { agent } from "../helpers/actors.ts";
import type { Person } from "./helpers/person.ts";
import { timedTown } from "./helpers/timed-town.ts";

const the = timedTown("2026-03-03T09:30:00Z");
const SERVICE = "aquatique/inscription";
const REGISTER = "aquatique/seance";

/** One place at the diving board, and two people who may wait; what the demo's own requests owe is not the matter here. */
async function opens(nom: string): Promise<string> {
  const { ctx } = the();
  await withActor(ctx.db, { system: true }, (tx) => tx`delete from effect`);
  const definition = ctx.catalogue.definition("m2a", REGISTER);
  if (!definition) throw new Error(`m2a does not offer ${REGISTER}`);
  const dates = [
    { jour: "2026-04-14", de: "18:00", a: "19:00" },
    { jour: "2026-04-21", de: "18:00", a: "19:00" },
  ];
  const answers = { nom, categorie: "cours", bassin: "ill", dates, ageMin: 18, places: 1, attente: 2 };
  const actor = agent({ member: "m2a", units: ["aquatique"] });
  const opened = await openEntry(ctx, { member: "m2a", definition, actor, answers });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view.id;
}

/** Someone else waits for the same place; she filled the form as Bea did. */
async function waits(seance: string, courriel: string): Promise<void> {
  const { ctx } = the();
  const definition = ctx.catalogue.definition("m2a", SERVICE);
  if (!definition) throw new Error(`m2a does not offer ${SERVICE}`);
  const visitor = Buffer.from(ctx.randomBytes(32)).toString("hex");
  const actor = actorFor(ctx, { account: null, agent: null, grants: [], visitor, via: null }, "m2a", definition);
  const answers = {
    ...{ nom: "Merlin", prenom: "Cléo", naissance: "1990-04-05", niveau: "nageur", sante: true, attestation: true },
    adresse: { voie: "4 rue de l’Écluse", codePostal: "68170", commune: "Rixheim" },
    place: { seance, attente: true },
    responsable: { prenom: "Cléo", nom: "Merlin" },
    courriel,
  };
  const opened = await openEntry(ctx, { member: "m2a", definition, actor, answers });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
}

/** From the catalogue of her commune to the page of sessions. */
async function says(citizen: Person, nom: string, prenom: string): Promise<void> {
  await citizen.opens("/rixheim");
  await citizen.sees("Mulhouse Alsace Agglomération");
  await citizen.follows("S’inscrire à une activité aquatique");
  await citizen.presses("Choisir une séance");
  await citizen.writes("Son nom", nom);
  await citizen.writes("Son prénom", prenom);
  await citizen.writesDate("Sa date de naissance", "5 4 1990");
  await citizen.chooses("Son niveau dans l’eau", "Nage 25 mètres");
  await citizen.presses("Continuer");
  await citizen.writes("Numéro et voie", "4 rue de l’Écluse");
  await citizen.writes("Code postal", "68170");
  await citizen.writes(/^Commune/, "Rixheim");
  await citizen.presses("Continuer");
  await citizen.isAt("Votre quotient familial");
  await citizen.sees("L’organisme ne répond pas pour le moment.");
  await citizen.presses("Continuer");
  await citizen.isAt("Quelle séance ?");
}

/** From the session chosen to the form sent. */
async function sends(citizen: Person, nom: string, prenom: string, address: string): Promise<void> {
  await citizen.presses("Continuer");
  await citizen.chooses("La réponse est-elle « non »", "Oui");
  await citizen.presses("Continuer");
  await citizen.writes("Prénom", prenom);
  await citizen.writes("Nom", nom);
  await citizen.writes(/^Adresse électronique/, address);
  await citizen.sees("110,00 €");
  await citizen.ticks(/^Je certifie/);
  await citizen.presses("Continuer");
  await citizen.presses(/^Envoyer/);
}

async function pays(citizen: Person): Promise<void> {
  await citizen.follows(/^Payer 110,00/);
  await citizen.presses("Continuer vers le paiement");
  await citizen.chooses("Que faites-vous", "Payer par carte");
  await citizen.presses("Continuer");
  await citizen.isAt("Accusé de réception du paiement");
  await citizen.follows("Revenir à la demande");
}

describe.each([
  { title: "with scripts on a wide screen", javascript: true, width: 1280 },
  { title: "without scripts on a telephone", javascript: false, width: 360 },
])("a course with one place, $title", ({ javascript, width }) => {
  test("is paid, waited for, offered to one who does not answer, then to the next, who pays; the service reads it all", async () => {
    const screen = { javascript, width };
    the().itIs("2026-03-03T09:30:00Z");
    const course = `Plongeon ${width}`;
    const session = await opens(course);
    const ada = await the().visitor("Ada", screen);
    await says(ada, "Lovelace", "Ada");
    await ada.sees("Dernière place");
    await ada.looksAgain();
    await ada.chooses("Séance", course);
    await sends(ada, "Lovelace", "Ada", `ada${width}@courriel.example`);
    await ada.sees("Une place est gardée pour vous");
    await pays(ada);
    await ada.sees("L’inscription est confirmée");
    await drain(the().ctx);

    const bea = await the().visitor("Bea", screen);
    await says(bea, "Meyer", "Bea");
    await bea.sees("Complet : liste d’attente, vous seriez en tête");
    if (width === 1280) await bea.takesPicture("places-choix.png");
    await bea.chooses("Séance", course);
    await sends(bea, "Meyer", "Bea", `bea${width}@courriel.example`);
    await bea.sees("vous êtes sur la liste d’attente");
    const page = await bea.follows("Suivre ma demande").then(() => bea.reads());
    expect(page).toContain("1re personne sur 1");

    await waits(session, `cleo${width}@courriel.example`);
    const cleo = await the().visitor("Cléo", screen);
    await ada.does("Rendre la place");
    await ada.presses("Rendre la place");
    await ada.sees("Vous avez renoncé");
    await drain(the().ctx);
    await bea.opens("/demo/messages");
    await bea.opens(await bea.opensMail(`bea${width}@courriel.example`, "Une place vous est proposée"));
    await bea.sees("Une place vous est proposée");
    await bea.sees("Accepter la place");
    the().itIs("2026-03-05T09:31:00Z");
    await drain(the().ctx);
    await bea.opens("/demo/messages");
    await bea.opens(await bea.opensMail(`bea${width}@courriel.example`, "La place n’est plus gardée"));
    await bea.sees("La place n’a pas été acceptée à temps");
    expect(await bea.page.getByRole("button", { name: "Accepter la place" }).count()).toBe(0);
    await cleo.opens("/demo/messages");
    await cleo.opens(await cleo.opensMail(`cleo${width}@courriel.example`, "Une place vous est proposée"));
    await cleo.presses("Accepter la place");
    await pays(cleo);
    await cleo.sees("L’inscription est confirmée");

    const worker = await the().agent("m2a", "agent", "aquatique", screen);
    await worker.opens(`/m2a/agent/${REGISTER}`);
    await worker.follows("Voir les places");
    await worker.follows(course);
    await worker.sees("Personnes inscrites (1)");
    await worker.page
      .getByRole("group", { name: /^Présence de/ })
      .getByLabel("Présent")
      .check();
    await worker.presses("Enregistrer les présences");
    await worker.sees("1 présent, 0 absent, 0 excusé");
    if (width === 1280) await worker.takesPicture("places-seance.png");
    await worker.downloads("Imprimer la feuille de présence");
    for (const person of [ada, bea, cleo, worker]) await person.leaves();
  });
});

test("a paper form prints", async () => {
  const citizen = await the().visitor("Camille");
  await citizen.opens(`/m2a/${SERVICE}`);
  const pdf = await citizen.downloads(/papier/i);
  expect(Buffer.from(pdf).subarray(0, 5).toString()).toBe("%PDF-");
  await citizen.leaves();
});
