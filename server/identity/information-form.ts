import { ownForm } from "../../engine/index.ts";
import { spaceWords } from "../../renderer/strings-space.ts";
import address from "../../schemas/shared/adresse.json" with { type: "json" };
import email from "../../schemas/shared/courriel.json" with { type: "json" };
import phone from "../../schemas/shared/telephone.json" with { type: "json" };
import type { Context } from "../context.ts";
import type { Origin } from "./profile.ts";

const words = spaceWords.information;

type Fields = NonNullable<Parameters<typeof ownForm>[1]["properties"]>;

const text = (title: string, key: string, autocomplete: string, more: object = {}): Fields => ({
  [key]: { type: "string", title, maxLength: 120, "x-autocomplete": autocomplete, ...more },
});

/** What an account keeps of its owner, each field marked with what it is of her. Nothing is required. */
export const INFORMATION = ownForm("informations", {
  properties: {
    civilite: {
      type: "string",
      title: words.civility,
      "x-widget": "radio",
      "x-profile": "civility",
      oneOf: [
        { const: "madame", title: words.madame },
        { const: "monsieur", title: words.monsieur },
      ],
    },
    ...text(words.givenNames, "prenoms", "given-name", { "x-profile": "given-names" }),
    ...text(words.familyName, "nom", "family-name", { "x-profile": "family-name" }),
    ...text(words.usedName, "nomCourant", "family-name", { "x-profile": "used-name", description: words.usedNameHint }),
    ...text(words.birthDate, "naissance", "bday", { format: "date", maxLength: 10, "x-profile": "birth-date" }),
    ...text(words.birthPlace, "communeNaissance", "off", { "x-profile": "birth-place" }),
    courriel: { ...(email as Fields[string]), title: words.email, "x-profile": "email" },
    telephone: { ...(phone as Fields[string]), title: words.phone, "x-profile": "phone" },
    adresse: { ...(address as Fields[string]), title: words.address, "x-profile": "address" },
  },
});

/** Where a value comes from, in words. */
export const originWords = (ctx: Pick<Context, "catalogue">, origin: Origin): string =>
  origin.kind === "service"
    ? words.origin.service(origin.title, ctx.catalogue.member(origin.member)?.name ?? origin.member)
    : words.origin[origin.kind];
