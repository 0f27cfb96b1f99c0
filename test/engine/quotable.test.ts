import { expect, test } from "vitest";
import { type Json, quotable } from "../../engine/index.ts";
import { buildDefinition, INSTRUCTION } from "../helpers/definitions.ts";

const STATES = INSTRUCTION["states"] as Record<string, Record<string, Json>>;
const produce = [{ type: "document", params: { document: "decision" } }];

function sources(refuse: Json, more: Record<string, Json> = {}) {
  const definition = buildDefinition({
    properties: {
      nom: { type: "string", title: "Nom" },
      adresse: { type: "object", title: "Adresse", properties: { commune: { type: "string", title: "Commune" } } },
      enfants: {
        type: "array",
        title: "Enfants",
        items: { type: "object", properties: { nom: { type: "string", title: "Nom" } } },
      },
      note: { type: "string", title: "Note", "x-internal": true },
    },
    workflow: {
      states: {
        ...STATES,
        instruction: {
          ...STATES["instruction"],
          on: {
            accepter: { target: "acceptee", actions: produce, meta: { label: "Accepter", form: "accepter" } },
            refuser: refuse,
          },
        },
      },
      forms: {
        accepter: {
          type: "object",
          properties: { motif: { type: "string", title: "Motif" }, prix: { type: "integer", title: "Prix" } },
        },
        ...(JSON.stringify(refuse).includes('"form"') && {
          refuser: { type: "object", properties: { motif: { type: "string", title: "Motif" } } },
        }),
      },
      documents: { decision: { title: "Décision", body: "Voici.", ...more } },
    },
  });
  const document = definition.documents.get("decision");
  return document ? quotable(definition, document).map(({ source }) => source) : [];
}

const refuser = (actions: Json, form?: string): Json => ({
  target: "retiree",
  actions,
  meta: { label: "Refuser", ...(form !== undefined && { form }) },
});

test("a document may quote the answers of the entry, nothing internal, and those of the form of its event", () => {
  expect(sources(refuser([], "refuser"))).toEqual(["nom", "adresse.commune", "event.motif", "event.prix"]);
  expect(sources(refuser([], "refuser"), { internal: true })).toContain("note");
});

test("a document of two events may quote what both forms ask; of one without a form, no answer of an event", () => {
  expect(sources(refuser(produce, "refuser"))).toEqual(["nom", "adresse.commune", "event.motif"]);
  expect(sources(refuser(produce))).toEqual(["nom", "adresse.commune"]);
});
