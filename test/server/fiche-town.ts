import { SEALED_MAIL } from "../../server/commands/queue-mail.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { readAs } from "../../server/db/with-actor.ts";
import { actorFor } from "../../server/identity/actor-for.ts";
import { entryDocuments } from "../../server/store/documents.ts";
import { drain } from "../../server/worker/worker.ts";
import { buildDefinition } from "../helpers/definitions.ts";
import { browserOf, send } from "./routes/conversation-office.ts";
import { MEMBER, TERRACE } from "./town-places.ts";
import { fileEntry, subjectOf, type Town } from "./whole-town.ts";

/** As a form of the desk sends them. */
type FormAnswers = Readonly<Record<string, string | number | readonly string[]>>;

/** What someone follows: an agent says whose fiche it is about, and certifies it. */
export const STAGE = buildDefinition({
  id: "voirie/stage",
  required: ["intitule", "jour", "heures"],
  properties: {
    intitule: { type: "string", title: "Intitulé" },
    jour: { type: "string", format: "date", title: "Jour" },
    heures: { type: "number", title: "Heures" },
    gardienne: { type: "string", title: "Fiche", "x-ref": "voirie/gardienne", "x-internal": true },
    proche: { type: "string", title: "Connaît", "x-ref": "voirie/gardienne" },
  },
  definition: {
    unit: "voirie",
    privacy: TERRACE.privacy,
    documents: {
      attestation: { title: "Attestation", body: "{{intitule}}\n\n[signature]" },
      bilan: { title: "Bilan du service", body: "Pour nous.", internal: true },
    },
  },
  workflow: {
    initial: "suivi",
    states: {
      suivi: {
        meta: { label: "Suivi", sentence: "Vous avez suivi ce stage.", tone: "success" },
        on: {
          attester: {
            target: "atteste",
            actions: [
              { type: "document", params: { document: "attestation" } },
              { type: "document", params: { document: "bilan" } },
            ],
            meta: { label: "Attester" },
          },
        },
      },
      atteste: { type: "final", meta: { label: "Attesté", sentence: "Votre stage est attesté.", tone: "success" } },
    },
  },
});

/** A course that an agent says was followed by the person of a fiche, with its certificate made; both ids. */
export async function attested(
  town: Town,
  gardienne: string,
  changes: FormAnswers = {},
): Promise<{ readonly linked: string; readonly document: string; readonly internal: string }> {
  const { agent } = town.people;
  const answers = { intitule: "Premiers secours", jour: "2026-02-03", heures: 7, gardienne, ...changes };
  const linked = await fileEntry(town, agent, STAGE, answers);
  const actor = actorFor(town.ctx, subjectOf(agent), MEMBER, STAGE);
  const request = { member: MEMBER, definitionId: STAGE.id, id: linked, actor, type: "attester", revision: null };
  const sent = await sendEvent(town.ctx, request);
  if (!sent.ok) throw new Error(JSON.stringify(sent.problem));
  await drain(town.ctx);
  const { made } = await entryDocuments(town.ctx, MEMBER, linked);
  const of = (template: string) => made.find((each) => each.template === template)?.id ?? "";
  return { linked, document: of("attestation"), internal: of("bilan") };
}

const DAYS = [
  { const: "lundi", title: "Lundi" },
  { const: "mardi", title: "Mardi" },
];
const KEEPING = ["places", "jours", "horaires"];

/** A register whose fiches may belong to the person they are about. */
export const KEEPER = buildDefinition({
  id: "voirie/gardienne",
  required: ["nom", "places", "jours"],
  properties: {
    nom: { type: "string", title: "Nom", maxLength: 40 },
    naissance: { type: "string", format: "date", title: "Date de naissance" },
    numero: { type: "string", title: "Numéro d’agrément" },
    courriel: { type: "string", format: "email", title: "Courriel" },
    places: { type: "integer", title: "Places libres", minimum: 0 },
    jours: {
      type: "array",
      title: "Jours",
      "x-widget": "checkboxes",
      "x-when": "places > 0",
      minItems: 1,
      items: { type: "string", oneOf: DAYS },
    },
    horaires: { type: "string", title: "Horaires", maxLength: 30 },
    appreciation: { type: "string", title: "Appréciation du service", "x-internal": true },
    secteur: { type: "string", title: "Secteur" },
    fin: { type: "string", format: "date", title: "Fin de l’agrément" },
    confirmee: { type: "string", format: "date", title: "Confirmées le", "x-assigned": true },
  },
  definition: {
    kind: "register",
    unit: "voirie",
    privacy: TERRACE.privacy,
    steps: [
      {
        id: "fiche",
        title: "Fiche",
        fields: ["nom", "naissance", "numero", "courriel", ...KEEPING, "appreciation", "secteur", "fin"],
      },
    ],
    rules: [{ code: "places", check: "places <= 4", pointer: "/places", message: "Quatre places au plus." }],
    list: ["nom", "places"],
    search: ["nom"],
    relations: [
      {
        ...{ id: "stages", title: "Stages", definition: "voirie/stage", field: "gardienne" },
        ...{
          columns: ["intitule", "jour"],
          total: { title: "Heures cette année", field: "heures", day: "jour", goal: 58 },
        },
      },
      { id: "proches", title: "Proches", definition: "voirie/stage", field: "proche", columns: ["intitule"] },
      { id: "notes", title: "Notes", definition: "voirie/stage", field: "gardienne", columns: ["intitule"] },
    ],
    holder: {
      title: "Ma fiche de gardienne",
      relations: ["stages", "proches"],
      email: "courriel",
      fields: ["nom", "naissance", "numero", "courriel", ...KEEPING, "fin", "confirmee"],
    },
    confirm: {
      title: "Disponibilités",
      event: "confirmer",
      on: "confirmee",
      states: ["active"],
      before: ["06-01", "12-01"],
      opens: "P2M",
      remind: ["P30D", "P7D"],
      mail: "places",
    },
    reminders: [
      {
        id: "fin",
        title: "Fin d’agrément",
        date: "fin",
        before: "P4M",
        states: ["active"],
        to: ["holder", "unit"],
        mail: "fin",
      },
    ],
  },
  workflow: {
    initial: "active",
    opened: "Fiche créée",
    states: {
      active: {
        meta: { label: "Active", sentence: "Vous êtes en activité.", tone: "success" },
        on: {
          modifier: { meta: { label: "Modifier la fiche", edit: true } },
          confirmer: {
            actions: [{ type: "assign", params: { set: { confirmee: "today" } } }],
            meta: { label: "Confirmer mes places", who: ["holder", "agent"], edit: true, fields: KEEPING },
          },
          joindre: { meta: { label: "Changer d’adresse", who: ["holder"], edit: true, fields: ["courriel"] } },
          arreter: { target: "arretee", meta: { label: "Arrêter" } },
        },
      },
      arretee: { type: "final", meta: { label: "Arrêtée", sentence: "Votre activité est arrêtée." } },
    },
    templates: {
      places: { subject: "Confirmez avant le {{entry.due}}", body: "Bonjour {{nom}}, {{lien}}", reminder: true },
      fin: { subject: "Votre agrément finit le {{fin}}", body: "Bonjour {{nom}}, {{lien}}", reminder: true },
    },
  },
});

export const LUCIE: FormAnswers = {
  nom: "Lucie",
  naissance: "1980-05-04",
  numero: "50-118",
  courriel: "lucie@exemple.fr",
  places: 1,
  jours: ["lundi"],
  horaires: "de 8 h à 18 h",
  appreciation: "Très appréciée",
  secteur: "Nord",
};

/** The addresses of a fiche, for the service and for the person it is about. */
export const fichePlaces = (id: string, member = MEMBER) => ({
  back: `/${member}/agent/${KEEPER.id}/${id}`,
  front: `/${member}/fiches/${id}`,
  list: `/${member}/agent/${KEEPER.id}`,
});

/** An agent of the town writes a fiche; its id. */
export const fiche = (town: Town, changes: FormAnswers = {}): Promise<string> =>
  fileEntry(town, town.people.agent, KEEPER, { ...LUCIE, ...changes });

/** The mails of an address that leave by themselves, the latest last. */
export async function mailsTo(town: Town, address: string): Promise<readonly { subject: string; body: string }[]> {
  const rows = await readAs(
    town.ctx.db,
    { system: true },
    (tx) => tx<{ sealed: string }[]>`
      select params->>'sealed' as sealed from effect where type = ${SEALED_MAIL} order by created_at, entry_id`,
  );
  return rows
    .map(({ sealed }) => JSON.parse(town.ctx.secrets.unseal(SEALED_MAIL, Buffer.from(sealed, "base64")) ?? ""))
    .filter(({ to }) => to === address);
}

/** An agent invites the person of a fiche; the address of the last link she was sent. */
export async function invite(town: Town, id: string, address = String(LUCIE["courriel"])): Promise<string> {
  const { back } = fichePlaces(id);
  // Mails of one moment have no order.
  town.advance(1_000);
  const agent = await browserOf(town, town.people.agent);
  const answer = await send(agent, back, `${back}/titulaire/inviter`, {});
  if (answer.status !== 303) throw new Error(`${answer.status} ${await answer.text()}`);
  const mail = (await mailsTo(town, address)).at(-1);
  return /http:\/\/localhost(\/\S+\/fiches\/invitation\/\S+)/.exec(mail?.body ?? "")?.[1] ?? "";
}

/** The person who has an account makes the fiche hers by this link. */
export async function take(town: Town, link: string, person: "holder" | "citizen" = "holder"): Promise<Response> {
  const browser = await browserOf(town, town.people[person]);
  return send(browser, "/mon-espace", link, { rattacher: "1" });
}

/** A fiche that belongs to the holder of the town. */
export async function heldFiche(town: Town, changes: FormAnswers = {}): Promise<string> {
  const id = await fiche(town, changes);
  await take(town, await invite(town, id, String(changes["courriel"] ?? LUCIE["courriel"])));
  return id;
}

/** The page of an address as someone of the town reads it. */
export async function pageOf(
  town: Town,
  person: keyof Town["people"],
  path: string,
): Promise<{ readonly status: number; readonly html: string }> {
  const browser = await browserOf(town, town.people[person]);
  const response = await browser.get(path);
  return { status: response.status, html: await response.text() };
}
