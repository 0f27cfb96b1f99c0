import { display } from "./display.ts";
import type { Answers, Entry, Json } from "./entry.ts";
import type { Expression, Field } from "./form.ts";
import { isObject, own, put, toJson } from "./json.ts";
import { normalise } from "./normalise.ts";
import { isBlank } from "./required.ts";

/** How what is published is narrowed down, which follows from the field: see `filterKind`. */
export type PublicFilterKind = "text" | "choice" | "all" | "least" | "before" | "yes";

export interface PublicField {
  /** Dotted key in the answers. */
  readonly key: string;
  readonly field: Field;
  readonly title: string;
  /** Without a value that is true, the field is left out. */
  readonly when: Expression | null;
  /** Shown in the list too. */
  readonly listed: boolean;
}

export interface PublicFilter {
  readonly key: string;
  readonly field: Field;
  readonly title: string;
  readonly kind: PublicFilterKind;
}

/** What of the entries of a register anyone may read. */
export interface PublicView {
  readonly title: string;
  readonly summary: string | null;
  readonly states: readonly string[];
  /** Which entries, besides their state; null: all. */
  readonly when: Expression | null;
  /** Key of the last day on which an entry is published; null: as long as it fits. */
  readonly until: string | null;
  /** Keys that name an entry, one after the other: of several, the first that is answered. */
  readonly name: readonly (readonly string[])[];
  readonly fields: readonly PublicField[];
  readonly filters: readonly PublicFilter[];
  /** Set when entries are searched by the places that their occupation leaves. */
  readonly places: PublicPlaces | null;
}

/** How entries are searched by their places. */
export interface PublicPlaces {
  readonly title: string;
  /** Key of the published field that says in which commune an entry is; null where none does. */
  readonly commune: string | null;
}

/** The copy that anyone may read of an entry. */
export interface PublishedEntry {
  readonly name: string;
  /** The published answers and no other, by dotted key. */
  readonly answers: Answers;
  /** The published words, without accents nor capitals. */
  readonly search: string;
  /** "2029-06-30"; null: no last day. */
  readonly until: string | null;
}

/**
 * The copy to publish of an entry; null when nothing of it is. What a unit keeps to itself never is. Expressions that read
 * the day are refused when the definition is compiled: a copy stays right until the entry changes.
 */
export function publishedOf(
  view: PublicView,
  {
    state,
    answers,
    keptBy,
    createdAt,
    reference,
  }: Pick<Entry, "state" | "answers" | "keptBy" | "createdAt" | "reference">,
): PublishedEntry | null {
  const scope = { answers, now: createdAt, entry: { reference, state, createdAt } };
  if (keptBy !== undefined || !view.states.includes(state)) return null;
  if (view.when !== null && view.when.evaluate(scope) !== true) return null;
  const until = lastDay(view, answers);
  // Without the day it ends, nobody can tell whether it still holds.
  if (until === undefined) return null;
  const shown = view.fields.filter(({ when }) => when === null || when.evaluate(scope) === true);
  const copy: Record<string, Json> = {};
  for (const { key, field } of shown) {
    // What is computed may have been added to the definition after the entry was kept.
    const value = valueAt(answers, key) ?? toJson(field.computed?.evaluate(scope));
    if (value !== undefined && !isBlank(value)) put(copy, key, value);
  }
  const texts = shown.map(({ key, field }) => display(field, own(copy, key)));
  return { name: nameIn(view, copy), answers: copy, search: normalise(texts.join(" ")), until };
}

function lastDay({ until }: PublicView, answers: Answers): string | null | undefined {
  if (until === null) return null;
  const day = valueAt(answers, until);
  return typeof day === "string" ? day : undefined;
}

function nameIn({ name, fields }: PublicView, copy: Answers): string {
  const parts = name.map((keys) => {
    const key = keys.find((each) => !isBlank(own(copy, each)));
    const found = fields.find((each) => each.key === key);
    return found ? display(found.field, own(copy, found.key)) : "";
  });
  return parts.filter((part) => part !== "").join(" ");
}

/** One line of a published entry. */
export interface PublishedLine {
  readonly key: string;
  readonly title: string;
  readonly text: string;
}

/** What a copy tells besides its name, in the order of the definition; `listed`: only what the list shows. */
export function publishedLines(view: PublicView, copy: Answers, listed = false): readonly PublishedLine[] {
  const named = new Set(view.name.flat());
  return view.fields
    .filter((each) => (listed ? each.listed : !named.has(each.key)))
    .map(({ key, title, field }) => ({ key, title, text: display(field, own(copy, key)) }))
    .filter(({ text }) => text !== "");
}

/** How a field is searched; null when it cannot be. */
export function filterKind({ widget, type, choices, schema }: Field): PublicFilterKind | null {
  if (widget === "checkboxes") return "all";
  if (choices) return "choice";
  if (widget === "date") return "before";
  if (type === "integer" || type === "number") return "least";
  if (type === "boolean") return "yes";
  return type === "string" && widget === "text" && schema["format"] === undefined ? "text" : null;
}

function valueAt(answers: Answers, key: string): Json | undefined {
  let value: Json | undefined = answers;
  for (const part of key.split(".")) value = isObject(value) ? own(value, part) : undefined;
  return value;
}
