import { expect, test } from "vitest";
import { mailedTo } from "../../engine/index.ts";
import { buildDefinition, INSTRUCTION } from "../helpers/definitions.ts";

const PROPERTIES = {
  nom: { type: "string", title: "Nom" },
  garant: { type: "string", format: "email", title: "Courriel du garant" },
  courriel: { type: "string", format: "email", title: "Votre courriel" },
} as const;

/** A service whose first state and whose acceptance write to these expressions. */
function writingTo(first: string | null, later: string) {
  const states = INSTRUCTION["states"] as Record<string, Record<string, unknown>>;
  const mail = (to: string) => [{ type: "mail", params: { to, template: "mot" } }];
  return buildDefinition({
    properties: PROPERTIES,
    workflow: {
      states: {
        ...states,
        deposee: { ...states["deposee"], ...(first !== null && { entry: mail(first) }) },
        acceptee: { ...states["acceptee"], entry: mail(later) },
      } as never,
      templates: { mot: { subject: "Reçue", body: "Bonjour" } },
    },
  });
}

const ANSWERS = { nom: "Schmitt", garant: "garant@exemple.fr", courriel: "camille@exemple.fr" };

test("whoever filed reads the address the acknowledgement goes to, not the first of the form", () => {
  expect(mailedTo(writingTo("courriel", "garant"), ANSWERS)).toBe("camille@exemple.fr");
});

test("where nothing is acknowledged, it is the address of a later mail", () => {
  expect(mailedTo(writingTo(null, "courriel"), ANSWERS)).toBe("camille@exemple.fr");
});

test("the address must be one, and be an answer to an e-mail question", () => {
  expect(mailedTo(writingTo("courriel", "courriel"), { nom: "Schmitt" })).toBeNull();
  expect(mailedTo(writingTo("courriel", "courriel"), { courriel: "camille" })).toBeNull();
  expect(mailedTo(writingTo("'etat-civil@exemple.fr'", "nom"), { ...ANSWERS, nom: "a@exemple.fr" })).toBeNull();
});

test("a service that writes to nobody gives none", () => {
  expect(mailedTo(buildDefinition(), ANSWERS)).toBeNull();
});
