import { linearPattern } from "./ajv.ts";
import { checkProfile } from "./compile-profile.ts";
import { defaultWidget, hasChoices } from "./field-widget.ts";
import type { FieldSchema } from "./meta.generated.ts";
import type { At, Report } from "./report.ts";

/** Says where a keyword is written: in the definition, or in a shared piece it takes. */
export type Locate = (keyword?: string) => At;

type Type = NonNullable<FieldSchema["type"]>;

const ANY: readonly string[] = [
  "type",
  "title",
  "description",
  "x-when",
  "x-computed",
  "x-internal",
  "x-assigned",
  "x-hidden",
  "x-short-title",
  "x-widget",
  "x-width",
  // Whether the field takes files is checked with its widget.
  "x-max-size",
  "x-messages",
];

/** Keywords that say something about a field of this type; any other is a mistake. */
const KEYWORDS: Readonly<Record<Type, readonly string[]>> = {
  string: [
    "format",
    "minLength",
    "maxLength",
    "pattern",
    "enum",
    "oneOf",
    "x-autocomplete",
    "x-complete",
    "x-ref",
    "x-ref-where",
    "x-sector",
    "x-suffix",
    "x-profile",
    "x-profile-of",
  ],
  integer: [
    ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "x-autocomplete", "x-suffix"],
    ...["x-suffix-one", "x-fee"],
  ],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "x-suffix", "x-suffix-one"],
  boolean: ["const"],
  array: ["items", "minItems", "maxItems", "uniqueItems", "x-ordered"],
  object: [
    "properties",
    "required",
    "additionalProperties",
    "x-autocomplete",
    "x-profile",
    "x-profile-of",
    "x-agenda",
    "x-sessions",
    "x-source",
  ],
};

const TYPE_NAMES: Readonly<Record<Type, string>> = {
  string: "un texte",
  integer: "un nombre entier",
  number: "un nombre",
  boolean: "un oui/non",
  array: "une liste",
  object: "un groupe",
};

/** Checks the keywords of one field against its type, its bounds, its pattern and its own messages. */
export function checkKeywords(schema: FieldSchema, type: Type, locate: Locate, report: Report): void {
  for (const keyword of Object.keys(schema)) {
    if (ANY.includes(keyword) || KEYWORDS[type].includes(keyword)) continue;
    report.add("keyword-type", locate(keyword), `« ${keyword} » ne s'applique pas à ${TYPE_NAMES[type]}.`);
  }
  if (schema["x-hidden"] && schema["x-computed"] === undefined && schema["x-sector"] === undefined) {
    report.add(
      "keyword-type",
      locate("x-hidden"),
      "« x-hidden » ne s'applique qu'à un champ calculé (« x-computed »).",
    );
  }
  checkAssigned(schema, type, locate, report);
  checkBounds(schema, locate, report);
  checkPattern(schema, locate, report);
  checkMessages(schema, locate, report);
  checkAutocomplete(schema, locate, report);
  checkReference(schema, locate, report);
  checkComplete(schema, locate, report);
  checkProfile(schema, locate, report);
}

/** What the workflow writes is one value, which nothing else works out nor asks. */
function checkAssigned(schema: FieldSchema, type: Type, locate: Locate, report: Report): void {
  if (!schema["x-assigned"]) return;
  const other = (["x-computed", "x-fee", "x-source", "x-when", "x-profile", "x-agenda"] as const).find(
    (keyword) => schema[keyword] !== undefined,
  );
  if (other !== undefined || type === "object" || type === "array") {
    const what = other === undefined ? TYPE_NAMES[type] : `« ${other} »`;
    report.add("assigned-place", locate("x-assigned"), `« x-assigned » ne va pas avec ${what}.`);
  }
}

const PAIRS = [
  ["minLength", "maxLength"],
  ["minimum", "maximum"],
  ["minItems", "maxItems"],
] as const;

function checkBounds(schema: FieldSchema, locate: Locate, report: Report): void {
  for (const [low, high] of PAIRS) {
    const least = schema[low];
    const most = schema[high];
    if (least === undefined || most === undefined || least <= most) continue;
    report.add(
      "bounds",
      locate(low),
      `« ${low} » (${least}) dépasse « ${high} » (${most}) : aucune réponse ne conviendrait.`,
    );
  }
}

function checkPattern({ pattern }: FieldSchema, locate: Locate, report: Report): void {
  if (pattern === undefined) return;
  try {
    linearPattern(pattern);
  } catch {
    const message =
      "Cette expression régulière n'est pas acceptée : elle se lit mal, ou demande une référence arrière ou une anticipation.";
    report.add("pattern", locate("pattern"), message);
  }
}

const MESSAGE_KEYWORDS: readonly string[] = [
  ...[
    "required",
    "type",
    "format",
    "enum",
    "oneOf",
    "const",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
  ],
  ...["exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems"],
  ...["x-max-size", "x-ref-where"],
  // Not checks: the words of the buttons of a repeat.
  ...["add", "another", "remove"],
];

function checkMessages(schema: FieldSchema, locate: Locate, report: Report): void {
  for (const keyword of Object.keys(schema["x-messages"] ?? {})) {
    if (MESSAGE_KEYWORDS.includes(keyword)) continue;
    report.add(
      "message-keyword",
      locate("x-messages"),
      `« ${keyword} » n'est pas un contrôle dont on puisse changer le message.`,
    );
  }
}

/** WCAG 2.2, 1.3.5 "Identify input purpose": only the tokens of the HTML standard mean something to a browser. */
const AUTOCOMPLETE = new Set([
  ...["off", "on", "name", "honorific-prefix", "given-name", "additional-name", "family-name", "nickname"],
  ...["organization", "organization-title", "street-address", "address-line1", "address-line2", "address-line3"],
  ...["address-level1", "address-level2", "address-level3", "address-level4", "country", "country-name", "postal-code"],
  ...["bday", "bday-day", "bday-month", "bday-year", "sex", "language", "url", "photo", "email", "tel", "tel-national"],
  ...["username", "iban"],
]);

function checkAutocomplete(schema: FieldSchema, locate: Locate, report: Report): void {
  const token = schema["x-autocomplete"]?.split(" ").at(-1);
  if (token === undefined || AUTOCOMPLETE.has(token)) return;
  report.add(
    "autocomplete",
    locate("x-autocomplete"),
    `« ${token} » n'est pas un mot de l'attribut autocomplete de HTML.`,
  );
}

/** Only what is typed in one line, free, can be completed. */
function checkComplete(schema: FieldSchema, locate: Locate, report: Report): void {
  if (schema["x-complete"] === undefined || (defaultWidget(schema) === "text" && schema["x-widget"] !== "textarea"))
    return;
  report.add(
    "keyword-type",
    locate("x-complete"),
    "« x-complete » ne va qu'avec un texte court, sans choix ni format.",
  );
}

/** "domain/name": the id of a definition. */
export const DEFINITION_ID = /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/;

function checkReference(schema: FieldSchema, locate: Locate, report: Report): void {
  const ref = schema["x-ref"];
  if (ref === undefined) {
    const message = "« x-ref-where » dit quelles fiches conviennent : il va avec « x-ref ».";
    if (schema["x-ref-where"] !== undefined) report.add("keyword-type", locate("x-ref-where"), message);
    return;
  }
  if (!DEFINITION_ID.test(ref)) {
    report.add(
      "reference-syntax",
      locate("x-ref"),
      `« ${ref} » n'est pas l'identifiant d'une démarche ou d'un registre : écrivez « domaine/nom ».`,
    );
  }
  if (hasChoices(schema))
    report.add(
      "keyword-type",
      locate("x-ref"),
      "Un champ ne peut pas à la fois citer une fiche et proposer des choix.",
    );
}
