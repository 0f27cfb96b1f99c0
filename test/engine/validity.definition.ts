import type { CompiledDefinition, Json } from "../../engine/index.ts";
import { buildDefinition } from "../helpers/definitions.ts";

type JsonObject = Readonly<Record<string, Json>>;

const told = (label: string, who: readonly string[], target?: string): JsonObject => ({
  ...(target && { target }),
  meta: { label, who },
});

const CARD: JsonObject = {
  nom: { type: "string", title: "Nom", maxLength: 80 },
  courriel: { type: "string", format: "email", title: "Courriel" },
  zone: {
    type: "string",
    title: "Zone",
    oneOf: [
      { const: "nord", title: "Nord" },
      { const: "sud", title: "Sud" },
    ],
  },
  preuves: {
    type: "array",
    title: "Justificatifs",
    "x-widget": "attachments",
    maxItems: 3,
    items: { type: "string", format: "uuid" },
  },
  photo: { type: "string", format: "uuid", title: "Photo", "x-widget": "attachment" },
  note: { type: "string", title: "Note du service", "x-internal": true },
  attestation: { type: "boolean", const: true, title: "Je certifie." },
  fin: { type: "string", format: "date", title: "Valable jusqu’au", "x-assigned": true },
  avant: { type: "string", title: "Carte renouvelée", "x-ref": "essai/carte", "x-assigned": true },
  finAvant: { type: "string", format: "date", title: "Fin de la carte renouvelée", "x-assigned": true },
};

/** A card that lasts a year from the decision, or from the end of the one it renews. */
export const cardDefinition = (
  change: {
    readonly version?: number;
    readonly unit?: string;
    readonly properties?: JsonObject;
    readonly validity?: JsonObject;
  } = {},
): CompiledDefinition =>
  buildDefinition({
    id: "essai/carte",
    required: ["nom", "courriel", "zone", "attestation"],
    properties: { ...CARD, ...change.properties },
    definition: {
      version: change.version ?? 1,
      ...(change.unit && { unit: change.unit }),
      steps: [
        { id: "vous", title: "Vous", fields: ["nom", "courriel", "zone"] },
        { id: "pieces", title: "Vos pièces", fields: ["preuves", "photo", "note", "attestation"] },
      ],
      list: ["nom", "zone", "fin"],
      privacy: { purpose: "Essai", legalBasis: "6-1-e", sector: "essai", retention: "P1Y" },
      validity: {
        states: ["valable"],
        ended: ["expiree"],
        until: "fin",
        value: "months(present(finAvant) && finAvant > today ? finAvant : today, 12)",
        renewal: {
          ...{ of: "avant", end: "finAvant", opens: "P30D", late: "P60D", again: ["photo"], replaced: "remplacer" },
          change: "Changer de zone",
        },
        ...change.validity,
      },
      templates: {
        accuse: { subject: "Reçue", body: "{{lien}}\n\n{{about.acknowledgement}}" },
        prete: { subject: "Prête jusqu’au {{fin}}", body: "Voici. {{lien}}" },
        prevenir: { subject: "À renouveler avant le {{fin}}", body: "Renouveler : {{lien}}" },
      },
      documents: {
        carte: {
          title: "Carte d’essai",
          body: "Voici votre carte.\n\n[carte]",
          card: { lines: ["**{{nom}}**", "Zone {{zone}}"], shown: ["zone"] },
        },
      },
    },
    workflow: {
      initial: "recue",
      states: {
        recue: {
          meta: { label: "Reçue", sentence: "Votre demande est arrivée.", tone: "active", task: true },
          entry: [{ type: "mail", params: { to: "courriel", template: "accuse" } }],
          on: {
            accorder: told("Accorder", ["agent"], "valable"),
            refuser: told("Refuser", ["agent"], "refusee"),
          },
        },
        valable: {
          meta: { label: "Valable", sentence: "Votre carte est valable.", tone: "success" },
          entry: [
            { type: "document", params: { document: "carte" } },
            { type: "mail", params: { to: "courriel", template: "prete" } },
            { type: "schedule", params: { event: "prevenir", at: "fin - days(30)" } },
            { type: "schedule", params: { event: "expirer", at: "fin + days(1)" } },
          ],
          on: {
            prevenir: {
              ...told("Prévenir", ["system"]),
              actions: [{ type: "mail", params: { to: "courriel", template: "prevenir" } }],
            },
            expirer: told("Expirer", ["system"], "expiree"),
            remplacer: told("Remplacer", ["system"], "remplacee"),
            retirer: told("Retirer", ["agent"], "retiree"),
            reediter: {
              ...told("Rééditer", ["agent"]),
              actions: [{ type: "document", params: { document: "carte" } }],
            },
          },
        },
        ...Object.fromEntries(
          ["expiree", "remplacee", "retiree", "refusee"].map((id) => [
            id,
            { type: "final", meta: { label: id, sentence: "C’est terminé.", tone: "neutral" } },
          ]),
        ),
      },
    },
  });
