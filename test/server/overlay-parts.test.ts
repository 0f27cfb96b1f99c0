import { expect, test } from "vitest";
import { partSections } from "../../server/overlay-parts.ts";
import { REQUEST } from "../helpers/request.ts";

test("a mail is named by its subject, an ellipsis where an answer goes", () => {
  const mails = partSections("courriels", REQUEST, { of: REQUEST.id, base: 1 });
  expect(mails.map((mail) => mail.title)).toEqual(["Courriel « Votre demande … »", "Courriel « Il manque : … »"]);
});
