import type { Answers, Json } from "./entry.ts";
import type { Expression, Field } from "./form.ts";
import { toJson } from "./json.ts";
import type { Context } from "./resolve.ts";

/** One screen that opens an entry with a few questions. */
export interface Quick {
  /** What it does, as its links and its heading say it. */
  readonly title: string;
  readonly find: QuickFind | null;
  /** Top-level fields asked, in order: those the definition names, then the required ones that it does not. */
  readonly fields: readonly Field[];
  /** What a question holds before anything is typed; of one that is not asked, what the entry will hold. By key. */
  readonly defaults: ReadonlyMap<string, Expression>;
}

/** One question that finds an entry among those of several registers, and fills the reference that suits it. */
export interface QuickFind {
  readonly title: string;
  readonly hint?: string;
  readonly among: readonly QuickTarget[];
}

export interface QuickTarget {
  /** A top-level reference. */
  readonly field: Field;
  /** Definition its entries are of. */
  readonly ref: string;
  /** Answers that go with it. */
  readonly set: Answers;
}

/** An entry found, and the reference it fills. */
export interface QuickFound {
  readonly target: QuickTarget;
  readonly id: string;
}

/** The default answers, of all questions or of those that the screen does not ask. What gives no value has no default. */
export function quickDefaults(
  { defaults, fields }: Quick,
  context: Context,
  which: "all" | "unasked",
): Record<string, Json> {
  const asked = new Set(fields.map(({ key }) => key));
  const given = [...defaults].flatMap(([key, expression]): (readonly [string, Json])[] => {
    const value =
      which === "unasked" && asked.has(key) ? undefined : toJson(expression.evaluate({ ...context, answers: {} }));
    return value === undefined || value === "" ? [] : [[key, value]];
  });
  return Object.fromEntries(given);
}

/** The answers of the entry: what was typed, what goes without saying, and whom it is about, who has the last word. */
export function quickAnswers(quick: Quick, typed: Answers, found: QuickFound | null, context: Context): Answers {
  return {
    ...quickDefaults(quick, context, "unasked"),
    ...typed,
    ...(found && { ...found.target.set, [found.target.field.key]: found.id }),
  };
}

/** Keys of the questions that need no asking once an entry was found. */
export const impliedByFinding = ({ find }: Quick): ReadonlySet<string> =>
  new Set(find?.among.flatMap(({ set }) => Object.keys(set)) ?? []);
