import {
  type AccessibilityDeclaration,
  type Conformity,
  type DeclarationFault,
  declarationFaults,
  type Issue,
  parisDay,
} from "../../../engine/index.ts";
import { faultSentence, accessibilityWords as words } from "../../../renderer/strings-accessibility.ts";
import type { Context } from "../../context.ts";
import type { FieldName, Section, Typed } from "./member-sections.ts";
import { typedDay } from "./typed-day.ts";

const LONG = 10_000;

/** The texts of the declaration that are only kept, by the field that asks them. */
const TEXTS = {
  nonConformites: "failures",
  derogations: "burdens",
  exemptions: "exempt",
  environnement: "environment",
  outils: "tools",
  pages: "pages",
  plan: "plan",
} as const;

/** The field where each fault is mended. */
const MENDED: Readonly<Record<DeclarationFault["at"], FieldName>> = {
  auditedOn: "controle",
  auditor: "auteur",
  rate: "taux",
  failures: "nonConformites",
};

/** The declaration of accessibility of a member: refused when it claims what no audit says. */
export const accessibilite: Section = {
  id: "accessibilite",
  fields: [
    { name: "conformite", most: 10, required: true, options: words.form.states },
    { name: "controle", most: 10, type: "date" },
    { name: "auteur", most: 200 },
    { name: "taux", most: 10 },
    { name: "nonConformites", most: LONG, lines: 5 },
    { name: "derogations", most: LONG, lines: 3 },
    { name: "exemptions", most: LONG, lines: 3 },
    { name: "environnement", most: 2_000, lines: 3 },
    { name: "outils", most: 2_000, lines: 3 },
    { name: "pages", most: LONG, lines: 4 },
    { name: "plan", most: LONG, lines: 4 },
    { name: "accessibilite", most: 1_000, lines: 3 },
  ],
  read({ texts: { declaration, accessibility } }) {
    const texts = Object.entries(TEXTS).map(([field, key]) => [field, declaration?.[key]]);
    return {
      ...Object.fromEntries(texts),
      conformite: declaration?.state ?? "none",
      controle: declaration?.auditedOn,
      auteur: declaration?.auditor,
      taux: declaration?.rate?.toString().replace(".", ","),
      accessibilite: accessibility,
    };
  },
  look: (typed, ctx) => ({
    texts: {
      declaration: { ...declarationOf(typed), declaredOn: today(ctx) },
      accessibility: typed["accessibilite"] || null,
    },
  }),
  issues(typed, ctx): readonly Issue[] {
    if (typed["controle"] && typedDay(typed["controle"]) === "") return [issue("controle", words.day)];
    return declarationFaults(declarationOf(typed), today(ctx)).map((fault) =>
      issue(MENDED[fault.at], faultSentence(fault)),
    );
  },
};

const issue = (name: FieldName, message: string): Issue => ({ code: "declaration", pointer: `/${name}`, message });
const today = (ctx: Context): string => parisDay(ctx.clock().toISOString());

/** What was typed; a rate that is no number stays one, out of range. */
function declarationOf(typed: Typed): AccessibilityDeclaration {
  const day = typedDay(typed["controle"] ?? "");
  const rate = (typed["taux"] ?? "").replace(/[\s\u00a0\u202f]*%?$/, "").replace(",", ".");
  const texts = Object.entries(TEXTS).flatMap(([field, key]) => (typed[field] ? [[key, typed[field]]] : []));
  return {
    ...Object.fromEntries(texts),
    state: stateOf(typed["conformite"]),
    ...(day !== "" && { auditedOn: day }),
    ...(typed["auteur"] && { auditor: typed["auteur"] }),
    ...(rate !== "" && { rate: /^\d+(\.\d+)?$/.test(rate) ? Number(rate) : -1 }),
  };
}

const stateOf = (text: string | undefined): Conformity => (text === "full" || text === "partial" ? text : "none");
