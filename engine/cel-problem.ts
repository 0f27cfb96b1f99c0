import type { ASTNode, TypeError as CelTypeError, ParseError } from "@marcbachmann/cel-js";
import { FUNCTIONS } from "./cel.ts";
import type { Names } from "./cel-names.ts";
import type { CompileCode } from "./compile-codes.ts";
import type { Field } from "./form.ts";
import { didYouMean } from "./suggest.ts";

/** Why an expression is refused. */
export interface Problem {
  readonly code: Extract<CompileCode, `expression-${string}`>;
  readonly message: string;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "un texte",
  int: "un nombre entier",
  double: "un nombre à virgule",
  bool: "une réponse oui/non",
  "google.protobuf.Timestamp": "une date",
  "google.protobuf.Duration": "une durée",
  null: "la valeur null",
  list: "une liste",
  map: "un objet",
};

/** A type as an admin reads it: "une date", "une liste de textes". */
export function typeName(type: string): string {
  if (type.startsWith("list")) return "une liste";
  return TYPE_NAMES[type] ?? "un groupe de champs";
}

/** The French problem behind an error of the CEL library. */
export function problemOf(error: ParseError | CelTypeError, names: Names): Problem {
  if (error.code === "limit_exceeded")
    return { code: "expression-complex", message: "L'expression est trop longue ou trop imbriquée." };
  if (error.code === "unknown_variable") return unknownName(wordAfter(error.summary, "Unknown variable: "), names);
  if (error.code === "no_such_key") return unknownMember(error, names);
  if (error.code === "no_such_overload") return wrongOperands(error.summary);
  if (error.code === "no_matching_overload") return wrongCall(error.summary);
  if (error.code === "reserved_identifier") {
    return { code: "expression-name", message: `Un mot réservé du langage est employé comme nom${near(error)}.` };
  }
  if (error.name === "ParseError")
    return { code: "expression-syntax", message: `L'expression ne peut pas être lue${near(error)}${slip(error)}.` };
  return { code: "expression-type", message: typeMistake(error) };
}

/** An unknown top-level name. */
export function unknownName(name: string, names: Names): Problem {
  if (name === "item") return { code: "expression-name", message: "« item » n'existe que dans un groupe répété." };
  if (name === "event")
    return {
      code: "expression-name",
      message: "« event » n'existe pas ici : l'évènement ne demande pas de formulaire.",
    };
  if (name === "about")
    return { code: "expression-name", message: "« about » n'existe que dans le parcours et ses courriels." };
  return { code: "expression-name", message: `« ${name} » n'est pas un champ connu${meant(name, names)}` };
}

/** What an unknown name may stand for: a field of the item or of the event's form, a choice without quotes, a slip. */
function meant(name: string, { fields, readers }: Names): string {
  for (const [owner, inside] of fields) {
    if (isList(inside) && inside.some(({ key }) => key === name)) return ` ; écrivez « ${owner}.${name} ».`;
  }
  const all = [...fields.values()].flatMap((inside) => (isList(inside) ? inside : [inside]));
  if (all.some(({ choices }) => choices?.some(({ value }) => value === name))) {
    return ` : un choix s'écrit entre apostrophes, '${name}'.`;
  }
  return didYouMean(name, readers.keys());
}

const isList = (fields: Field | readonly Field[]): fields is readonly Field[] => Array.isArray(fields);

/** A call of a function that expressions do not have. */
export function unknownFunction(name: string): Problem {
  if (name === "matches") {
    return {
      code: "expression-function",
      message: "« matches » n'existe pas dans les expressions : employez « pattern » sur le champ.",
    };
  }
  return { code: "expression-function", message: `La fonction « ${name} » n'existe pas${didYouMean(name, FUNCTIONS)}` };
}

function unknownMember(error: ParseError | CelTypeError, names: Names): Problem {
  const key = wordAfter(error.summary, "No such key: ");
  const owner = ownerType(error.node);
  const known = names.members.get(owner ?? "") ?? [];
  return {
    code: "expression-name",
    message: `« ${key} » n'est pas un champ connu de ce groupe${didYouMean(key, known)}`,
  };
}

/** The checker leaves the type it found on each node it has visited. */
function ownerType(node: unknown): string | undefined {
  const left = (node as ASTNode | undefined)?.args;
  const owner: unknown = Array.isArray(left) ? left[0] : undefined;
  const type = (owner as { checkedType?: { name?: unknown } } | undefined)?.checkedType?.name;
  return typeof type === "string" ? type : undefined;
}

function wrongOperands(summary: string): Problem {
  const match = /^no such overload: (\S+(?:, \S+)*) (\S+) (\S+.*)$/.exec(summary);
  if (!match)
    return { code: "expression-type", message: "Cette opération n'est pas possible avec cette sorte de valeur." };
  const [, left = "", operator = "", right = ""] = match;
  const verb = ["==", "!=", "<", "<=", ">", ">=", "in"].includes(operator) ? "comparer" : "combiner";
  return {
    code: "expression-type",
    message: `On ne peut pas ${verb} ${typeName(left)} et ${typeName(right)} avec « ${operator} »${advice(left, right)}.`,
  };
}

function advice(left: string, right: string): string {
  if (left === "null" || right === "null") return " ; pour savoir si une réponse est donnée, écrivez present(champ)";
  if (left === "double" && right === "int") return " ; écrivez le nombre avec une virgule : 5.0";
  if (left === "int" && right === "double") return " ; convertissez d'abord avec double(…)";
  if (left.endsWith("Timestamp") && right === "string") return ' ; écrivez date("2026-01-31")';
  if (left.endsWith("Timestamp") && right === "int") return " ; employez days(n), months(date, n) ou years(date, n)";
  return "";
}

function wrongCall(summary: string): Problem {
  const name = /'(?:[^'(]*\.)?(\w+)\(/.exec(summary)?.[1] ?? "";
  if (!FUNCTIONS.includes(name)) return unknownFunction(name);
  const usage = USAGES[name];
  const advice = usage === undefined ? "" : ` ; elle s'écrit ${usage}`;
  return { code: "expression-type", message: `La fonction « ${name} » ne s'applique pas à ces valeurs${advice}.` };
}

/** How functions that take more than one thing, or an uncommon one, are written. */
const USAGES: Readonly<Record<string, string>> = {
  age: "age(naissance, today)",
  date: 'date("2026-01-31")',
  days: "today + days(15)",
  months: "months(today, 6)",
  years: "years(today, 1)",
};

function typeMistake(error: ParseError | CelTypeError): string {
  switch (error.code) {
    case "invalid_condition_type":
    case "invalid_logical_operand":
      return `Une condition doit être une réponse oui/non${near(error)}.`;
    case "incompatible_ternary_branches":
      return "Les deux issues de « ? : » doivent être de la même sorte.";
    case "heterogeneous_list_element":
      return "Les valeurs d'une liste doivent être toutes de la même sorte.";
    case "invalid_macro_argument":
      return "has(…) attend un champ dans un groupe, par exemple has(adresse.voie) ; sinon écrivez present(champ).";
    default:
      return `Cette partie de l'expression n'est pas possible${near(error)}.`;
  }
}

function near(error: ParseError | CelTypeError): string {
  const input = (error.node as { input?: unknown } | undefined)?.input;
  const start = error.range?.start;
  if (typeof input !== "string" || start === undefined) return "";
  const excerpt = input.slice(start, Math.max(error.range?.end ?? start, start + 12)).trim();
  return excerpt === "" ? ", elle s'arrête trop tôt" : ` près de « ${excerpt} »`;
}

/** The usual slips behind an expression that cannot be read. */
function slip(error: ParseError | CelTypeError): string {
  const input = (error.node as { input?: unknown } | undefined)?.input;
  if (typeof input !== "string") return "";
  if (/[“”«»‘’]/.test(input)) return " : un texte s'écrit entre apostrophes droites, comme 'oui'";
  if (/[^=!<>]=(?!=)/.test(input)) return " : on compare avec « == »";
  if (/\b(?:et|ou|and|or|non|not)\b/i.test(input)) return " : écrivez « && » pour et, « || » pour ou, « ! » pour non";
  return "";
}

const wordAfter = (text: string, prefix: string): string =>
  text.startsWith(prefix) ? text.slice(prefix.length) : text;
