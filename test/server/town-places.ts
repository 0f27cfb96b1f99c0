import type { CompiledDefinition, Json } from "../../engine/index.ts";
import type { Member } from "../../server/store/members.ts";
import { buildDefinition, INSTRUCTION } from "../helpers/definitions.ts";
import { commune } from "../helpers/members.ts";

export const MEMBER = "mulhouse";
export const COORDINATOR = "m2a";
/** Shares what the member at hand lets it see. */
export const PARTNER = "illzach";

/** The usual states, with a mail and a document to whoever files, and a payment that only the platform would ask for. */
function acknowledged(): Json {
  const states = INSTRUCTION["states"] as Record<string, Record<string, Json>>;
  const mail = { type: "mail", params: { to: "courriel", template: "accuse" } };
  const document = { type: "document", params: { document: "accuse" } };
  const instruction = states["instruction"] ?? {};
  const asking = { type: "request-payment", params: { amount: "1200", subject: "Droits de voirie", paid: "payer" } };
  const taxed = {
    ...(instruction["on"] as Record<string, Json>),
    taxer: { meta: { label: "Demander les droits", who: ["system"] }, actions: [asking] },
    payer: { meta: { label: "Droits payés", who: ["system"] } },
  };
  return {
    ...states,
    instruction: { ...instruction, on: taxed },
    deposee: { ...states["deposee"], entry: [mail, document] },
  };
}

/** A téléservice of one unit, open to everybody: a file, an event for the agent, one for the holder. */
export const TERRACE: CompiledDefinition = buildDefinition({
  id: "voirie/terrasse",
  required: ["nom", "courriel"],
  properties: {
    nom: { type: "string", title: "Nom de l’établissement", maxLength: 200 },
    courriel: { type: "string", format: "email", title: "Courriel" },
    plan: { type: "array", title: "Plan", "x-widget": "attachments", items: { type: "string", format: "uuid" } },
  },
  definition: {
    unit: "voirie",
    search: ["nom"],
    privacy: { purpose: "Essai", legalBasis: "6-1-e", sector: "voirie", retention: "P1Y" },
    templates: { accuse: { subject: "Reçue", body: "Bonjour, {{nom}} : {{lien}}\n\n{{about.acknowledgement}}" } },
    tariffs: {
      place: {
        title: "Droit de place",
        columns: [{ id: "plan", title: "Plan joint", value: "present(plan)" }],
        rows: [{ amount: 5_000 }],
      },
    },
    mailing: { name: ["{{nom}}"], email: "courriel", what: "les nouvelles de la voirie" },
    layouts: { essai: { title: "Essai", columns: [{ title: "Nom", field: "nom" }], key: ["nom"] } },
    documents: { accuse: { title: "Récépissé", body: "Bonjour, {{nom}}.\n\n[réponses]\n[code de vérification]" } },
  },
  workflow: { states: acknowledged() },
});

/** Another, of another unit and another sector. */
export const NURSERY: CompiledDefinition = buildDefinition({
  id: "enfance/creche",
  required: ["nom"],
  properties: {
    nom: { type: "string", title: "Nom de l’enfant", maxLength: 200 },
    acte: { type: "array", title: "Acte", "x-widget": "attachments", items: { type: "string", format: "uuid" } },
  },
  definition: {
    unit: "enfance",
    search: ["nom"],
    privacy: { purpose: "Essai", legalBasis: "6-1-e", sector: "petite-enfance", retention: "P1Y" },
  },
});

const units = [
  { id: "voirie", name: "Voirie", contact: {} },
  { id: "enfance", name: "Petite enfance", contact: {} },
];
const member = (id: string, name: string, more: Partial<Member> = {}): Member =>
  commune(id, name, {
    theme: { primary: "#2f4b7c", logo: '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>' },
    units,
    ...more,
  });

export const MEMBERS = [
  member(MEMBER, "Ville de Mulhouse"),
  member("rixheim", "Ville de Rixheim"),
  member(PARTNER, "Ville d’Illzach"),
  member(COORDINATOR, "Mulhouse Alsace Agglomération", { kind: "epci", coordinator: true }),
];
