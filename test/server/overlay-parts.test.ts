import { expect, test } from "vitest";
import { partSections, typedSections, withPart } from "../../server/overlay-parts.ts";
import { buildDefinition } from "../helpers/definitions.ts";
import { REQUEST } from "../helpers/request.ts";

test("a mail is named by its subject, an ellipsis where an answer goes", () => {
  const mails = partSections("courriels", REQUEST, { of: REQUEST.id, base: 1 });
  expect(mails.map((mail) => mail.title)).toEqual(["Courriel « Votre demande … »", "Courriel « Il manque : … »"]);
});

test("the largest size of files is typed in megabytes, and nothing else", () => {
  const base = buildDefinition({
    properties: {
      nom: { type: "string", title: "Nom" },
      piece: { type: "string", format: "uuid", title: "Pièce", "x-max-size": 5 },
    },
    definition: { list: ["nom"] },
  });
  const overlay = { of: base.id, base: 1 };
  const sections = partSections("questions", base, overlay);
  const typing = (text: string) => (name: string) => (name === "fields.piece.maxSize" ? text : "");
  expect(withPart(sections, overlay, typing("2,5"))).toEqual({ ...overlay, fields: { piece: { maxSize: 2.5 } } });
  expect(withPart(sections, overlay, typing("5"))).toEqual(overlay);
  expect(typedSections(sections, typing("2,5")).issues).toEqual([]);
  for (const text of ["petit", "0", "0,05", "99999", "-1", "1e3"]) {
    expect(typedSections(sections, typing(text)).issues, text).toMatchObject([{ pointer: "/fields.piece.maxSize" }]);
  }
});
