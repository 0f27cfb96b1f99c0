import type { ASTNode, TypeError as CelTypeError, ParseError } from "@marcbachmann/cel-js";
import { FUNCTIONS, LIMITS, LOCAL_HOLIDAYS, PRICES, running, TIMESTAMP } from "./cel.ts";
import { type Survey, survey, tooNested } from "./cel-ast.ts";
import type { Names } from "./cel-names.ts";
import { type Problem, problemOf, typeName, unknownFunction } from "./cel-problem.ts";
import { plain } from "./cel-value.ts";
import type { Expression, Scope } from "./form.ts";
import { didYouMean } from "./suggest.ts";
import { NATIONAL } from "./workdays.ts";

/** What an expression must give: `any` for a text to display. */
export type Expected = "bool" | "string" | "int" | "double" | "date" | "list<string>" | "any";

export type Compiled =
  | {
      readonly ok: true;
      readonly expression: Expression;
      /** CEL name of the type of its value. */
      readonly type: string;
      /** What it reads, as far as members are named: "adresse.commune". */
      readonly paths: ReadonlySet<string>;
      /** Tables it reads. */
      readonly tariffs: ReadonlySet<string>;
      /** It may give a value though an answer it reads is absent. */
      readonly absorbs: boolean;
      readonly ast: ASTNode;
    }
  | { readonly ok: false; readonly problem: Problem };

const refuse = (code: Problem["code"], message: string): Compiled => ({ ok: false, problem: { code, message } });

/** Checks a CEL expression against the names it may read and the type it must give, and prepares it to run. Never throws. */
export function compileExpression(source: string, names: Names, expected: Expected): Compiled {
  if (source.length > LIMITS.length)
    return refuse("expression-complex", `L'expression dépasse ${LIMITS.length} caractères.`);
  if (source.trim() === "") return refuse("expression-syntax", "L'expression est vide.");
  try {
    const parsed = names.environment.parse(source);
    const found = survey(parsed.ast, names);
    const problem = forbidden(found) ?? wrongTariff(found, names);
    if (problem) return { ok: false, problem };
    const { type, error } = parsed.check();
    if (error) return { ok: false, problem: problemOf(error, names) };
    if (type === undefined || !suits(type, expected)) {
      return refuse(
        "expression-type",
        `L'expression doit donner ${expectedName(expected)}, pas ${typeName(type ?? "")}.`,
      );
    }
    const wrong = wrongLiteral(found);
    if (wrong) return { ok: false, problem: wrong };
    const expression = executable(source, names, found);
    const tariffs = new Set(found.tariffs.filter((id) => id !== null));
    const { paths, absorbs } = found;
    return { ok: true, expression, type, paths, tariffs, absorbs, ast: parsed.ast };
  } catch (error) {
    if (isCelError(error)) return { ok: false, problem: problemOf(error, names) };
    return refuse("expression-syntax", "L'expression ne peut pas être lue.");
  }
}

function forbidden(found: Survey): Problem | undefined {
  for (const name of found.calls) if (!FUNCTIONS.includes(name)) return unknownFunction(name);
  if (!tooNested(found)) return undefined;
  return {
    code: "expression-complex",
    message: `Pas plus de ${LIMITS.comprehensions} parcours de liste l'un dans l'autre.`,
  };
}

function wrongTariff({ tariffs }: Survey, { tariffs: known }: Names): Problem | undefined {
  for (const id of tariffs) {
    if (known === undefined) {
      return {
        code: "expression-function",
        message:
          "« tariff » ne sert que dans les étapes d'un prix (« fees ») et les critères d'un classement (« scoring »).",
      };
    }
    if (id !== null && known.has(id)) continue;
    const message =
      id === null
        ? "« tariff » demande le nom d'une grille entre apostrophes : tariff('natation')."
        : `« ${id} » n'est pas une grille de « tariffs »${didYouMean(id, [...known])}`;
    return { code: "expression-name", message };
  }
  return undefined;
}

function wrongLiteral({ wrongChoices: [first], wrongDates: [text] }: Survey): Problem | undefined {
  if (text !== undefined) return { code: "expression-type", message: `« ${text} » n'est pas une date qui existe.` };
  if (!first) return undefined;
  const values = (first.field.choices ?? []).map((choice) => choice.value);
  const message = `« ${first.text} » n'est pas un choix de « ${first.field.title} »${didYouMean(first.text, values)}`;
  return { code: "expression-choice", message };
}

function executable(source: string, names: Names, found: Survey): Expression {
  const run = running.parse(source);
  const reads = [...found.reads].sort();
  const readers = readersOf(reads, names);
  const placed = [
    ...readers,
    ...(found.calls.has("workdays") ? [LOCAL] : []),
    ...(found.calls.has("tariff") ? [PRICED] : []),
  ];
  return { source, reads, evaluate: evaluator(run, placed, found.absorbs) };
}

type NamedReader = readonly [name: string, read: (scope: Scope) => unknown];

const LOCAL: NamedReader = [LOCAL_HOLIDAYS, ({ about }) => about?.holidays ?? NATIONAL];

const PRICED: NamedReader = [PRICES, ({ fee }) => fee?.prices ?? new Map()];

const readersOf = (reads: readonly string[], names: Names): readonly NamedReader[] =>
  reads.flatMap((name) => {
    const read = names.readers.get(name);
    return read ? [[name, read] as const] : [];
  });

/** Apart from what compiled it, so that a compiled definition does not keep the type checker in memory. */
function evaluator(run: (values: object) => unknown, readers: readonly NamedReader[], absorbs: boolean) {
  return (scope: Scope): unknown => {
    const values: Record<string, unknown> = {};
    for (const [name, read] of readers) {
      const value = read(scope);
      if (value !== undefined && value !== null) values[name] = value;
      else if (!absorbs) return undefined;
    }
    const { stackTraceLimit } = Error;
    // What reads an absent answer ends by an error that nobody sees: to write where it came from takes longer than all the rest.
    Error.stackTraceLimit = 0;
    try {
      return plain(run(values));
    } catch {
      return undefined;
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}

function suits(type: string, expected: Expected): boolean {
  if (type === "dyn") return true;
  if (expected === "any") return ["string", "int", "double", "bool", TIMESTAMP, "list<string>"].includes(type);
  if (expected === "date") return type === TIMESTAMP;
  return type === expected;
}

function expectedName(expected: Expected): string {
  if (expected === "any") return "un texte, un nombre, une date ou une réponse oui/non";
  return typeName(expected === "date" ? TIMESTAMP : expected);
}

const isCelError = (error: unknown): error is ParseError | CelTypeError =>
  error instanceof Error && "code" in error && "summary" in error && typeof error.code === "string";
