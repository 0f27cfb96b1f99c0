import { expect, test } from "vitest";
import { specimen } from "../../engine/index.ts";
import { buildDefinition, INSTRUCTION, NOW } from "../helpers/definitions.ts";

const STATES = INSTRUCTION["states"] as Record<string, Record<string, never>>;

test("a trial of a document answers every question it quotes, by made-up answers of each kind", () => {
  const definition = buildDefinition({
    properties: {
      nom: { type: "string", title: "Nom" },
      recit: { type: "string", title: "Récit", "x-widget": "textarea" },
      choix: { type: "string", title: "Choix", oneOf: [{ const: "a", title: "Le premier" }] },
      jour: { type: "string", format: "date", title: "Jour" },
      somme: { type: "integer", "x-widget": "money", title: "Somme" },
      oui: { type: "boolean", title: "D’accord" },
      pieces: { type: "array", title: "Pièces", "x-widget": "attachments", items: { type: "string", format: "uuid" } },
      enfants: {
        type: "array",
        title: "Enfants",
        items: { type: "object", title: "Enfant", properties: { prenom: { type: "string", title: "Prénom" } } },
      },
    },
    definition: { clock: { regime: "SVR", delay: "P2M" } },
    workflow: {
      states: {
        ...STATES,
        deposee: { ...STATES["deposee"], entry: [{ type: "document", params: { document: "recu" } }] } as never,
      },
      documents: {
        recu: {
          title: "Reçu",
          body: "{{nom}} {{choix}} {{jour}} {{somme}}\n{{about.silence}}\n[réponses]\n[signature]",
        },
      },
    },
  });
  const template = definition.documents.get("recu");
  if (!template) throw new Error("no document");
  const { blocks } = specimen(definition, template, NOW, { member: "Mulhouse", title: "Essai" });
  const text = JSON.stringify(blocks);
  for (const said of [
    "(Nom)",
    "Le premier",
    "3 mars 2026",
    "1\u202f234,50",
    "3 mai 2026",
    "(Prénom)",
    "Prénom Nom",
    "Qualité",
  ]) {
    expect(text).toContain(said);
  }
});
