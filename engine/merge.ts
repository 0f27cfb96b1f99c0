import type { Actor } from "./actor.ts";
import { apply } from "./apply.ts";
import { available, entryScope } from "./available.ts";
import { changes } from "./changes.ts";
import type { CompiledDefinition } from "./definition.ts";
import type { Answers, Change, Entry, EventData, Json, Refusal, Transition } from "./entry.ts";
import { eventActor } from "./event.ts";
import { joined } from "./fill.ts";
import type { Form, Scope } from "./form.ts";
import { own } from "./json.ts";
import { linked } from "./linked.ts";
import { LINK_MOVED, MERGED, PARTED, TOOK_IN, WENT_TO } from "./merged.ts";
import { refuse } from "./refusal.ts";
import { resolve } from "./resolve.ts";
import { submit } from "./submit.ts";

/** Two fiches of one person to be made one. */
export interface Merging {
  /** That the kept one is pinned to. */
  readonly definition: CompiledDefinition;
  readonly kept: Entry;
  readonly other: Entry;
  /** Top-level keys whose answers come from the other, where the two differ. */
  readonly taken: ReadonlySet<string>;
  readonly actor: Actor;
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly about?: Scope["about"];
}

/** What becomes of the two. */
export interface Merged {
  readonly ok: true;
  readonly kept: Transition;
  readonly other: Transition;
}

/**
 * Makes one fiche of two: the one kept takes what it lacked, and what was chosen, of the other, which is then closed for good and
 * points to it. Whoever may edit the one kept may. Refused as `not-allowed` when nothing edits it, as `invalid` when the answers
 * together break the form in a way those kept did not already.
 */
export function mergeEntries(merging: Merging): Merged | Refusal {
  const { definition, kept, other, taken, actor, now, about } = merging;
  const edit = available(definition, kept, actor, now).find(({ form }) => form === "entry");
  if (!edit || kept.id === other.id || other.state === MERGED) return refuse("not-allowed");
  const answers = together(definition, kept.answers, other.answers, taken);
  const applied = apply(definition, kept, { type: edit.type, answers }, actor, now, about);
  if (!applied.ok && !brokenAlready(definition.form, kept, answers, { ...merging, about })) return applied;
  const written = applied.ok ? applied : plain(kept, resolved(definition.form, kept, answers, merging), merging);
  return {
    ok: true,
    kept: {
      ...written,
      event: { ...written.event, type: TOOK_IN, data: { ...written.event.data, merged: named(other) } },
    },
    other: fact(other, WENT_TO, { state: MERGED }, { merged: named(kept) }, merging),
  };
}

type By = Pick<Merging, "actor" | "now" | "about">;

function together({ form, duplicates }: CompiledDefinition, kept: Answers, other: Answers, taken: ReadonlySet<string>) {
  const filled = joined(form, duplicates, kept, other);
  // A list chosen of the other takes the items that it lacks all the same.
  const turned = joined(form, duplicates, other, kept).answers;
  const chosen = filled.differing
    .filter((key) => taken.has(key))
    .map((key) => [key, own(turned, key) ?? null] as const);
  const asked = new Set(form.order.flatMap(({ key, computed }) => (computed ? [] : [key])));
  return Object.fromEntries(
    Object.entries({ ...filled.answers, ...Object.fromEntries(chosen) }).filter(([key]) => asked.has(key)),
  );
}

const scopeOf = (entry: Entry, { actor, now, about }: By): Scope => ({
  ...entryScope(entry, actor, now),
  ...(about && { about }),
});

const resolved = (form: Form, entry: Entry, answers: Answers, by: By): Answers =>
  resolve(form, answers, { ...scopeOf(entry, by), stored: entry.answers }).answers;

/** Whether the one kept was already wrong where the two together are: a fiche from an old base lacks answers, and still is someone's. */
function brokenAlready(form: Form, kept: Entry, answers: Answers, by: By): boolean {
  const context = { ...scopeOf(kept, by), stored: kept.answers };
  const before = submit(form, kept.answers, context);
  const after = submit(form, answers, context);
  if (before.ok || after.ok) return after.ok;
  const known = new Set(before.issues.map(({ code, pointer }) => `${code} ${pointer}`));
  return after.issues.every(({ code, pointer }) => known.has(`${code} ${pointer}`));
}

function plain(entry: Entry, answers: Answers, by: By): Transition {
  const changed = changes(entry.answers, answers);
  const kept = changed.length === 0 ? entry.answers : answers;
  return fact(entry, TOOK_IN, { answers: kept }, changed.length > 0 ? { changes: changed } : {}, by);
}

const named = ({ member, id, reference }: Entry): NonNullable<EventData["merged"]> => ({
  member,
  entry: id,
  reference,
});

/** A fact that no workflow declares. */
function fact(
  entry: Entry,
  type: string,
  becomes: Partial<Pick<Entry, "state" | "answers">>,
  data: EventData,
  { actor, now }: By,
): Transition {
  const after: Entry = { ...entry, ...becomes, revision: entry.revision + 1, updatedAt: now };
  return {
    ok: true,
    entry: after,
    event: {
      ...{ seq: after.revision, type, from: entry.state, to: after.state },
      ...{ actor: eventActor(actor), at: now, data },
    },
    effects: [],
    bookings: [],
    seats: [],
  };
}

/** Two fiches that were made one by mistake. */
export interface Parting extends By {
  readonly kept: Entry;
  readonly other: Entry;
  /** State of the other before. */
  readonly state: string;
  /** What the one kept took in. */
  readonly changes: readonly Change[];
}

/**
 * Parts two fiches: the one kept has its answers back, save those changed since, whose keys are in `left`; the other opens again in
 * the state it had.
 */
export function partEntries(parting: Parting): Merged & { readonly left: readonly string[] } {
  const { kept, other, state } = parting;
  const back = parting.changes.filter(({ field, after }) => isSame(own(kept.answers, field) ?? null, after));
  const answers: { [key: string]: Json } = { ...kept.answers };
  for (const { field, before } of back) {
    if (before === null) delete answers[field];
    else answers[field] = before;
  }
  const undone = changes(kept.answers, answers);
  return {
    ok: true,
    kept: fact(
      kept,
      PARTED,
      { answers: undone.length > 0 ? answers : kept.answers },
      { merged: named(other), ...(undone.length > 0 && { changes: undone }) },
      parting,
    ),
    other: fact(other, PARTED, { state }, { merged: named(kept) }, parting),
    left: parting.changes.filter((change) => !back.includes(change)).map(({ field }) => field),
  };
}

const isSame = (a: Json, b: Json): boolean => changes({ a }, { a: b }).length === 0;

/** Which references are moved: those to one fiche, at these pointers only where they are given. */
export interface Move {
  readonly from: string;
  readonly to: string;
  readonly only?: ReadonlySet<string>;
}

/** An entry whose answers refer to one fiche, referring to another in its place, and where; null when they do not. */
export function withLinkMoved(
  form: Form,
  entry: Entry,
  by: By,
  { from, to, only }: Move,
): { readonly transition: Transition; readonly pointers: readonly string[] } | null {
  const pointers = linked(form, entry.answers).flatMap(({ id, definition, pointer }) =>
    definition !== undefined && id === from && only?.has(pointer) !== false ? [pointer] : [],
  );
  if (pointers.length === 0) return null;
  let answers: Json = entry.answers;
  for (const pointer of pointers) answers = replaced(answers, pointer.slice(1).split("/"), to);
  const changed = changes(entry.answers, answers as Answers);
  return { transition: fact(entry, LINK_MOVED, { answers: answers as Answers }, { changes: changed }, by), pointers };
}

function replaced(value: Json, [key = "", ...rest]: readonly string[], to: string): Json {
  const inner = (held: Json | undefined): Json => (rest.length === 0 ? to : replaced(held ?? null, rest, to));
  if (Array.isArray(value)) return value.map((item: Json, index) => (String(index) === key ? inner(item) : item));
  if (typeof value !== "object" || value === null) return value;
  return { ...value, [key]: inner((value as Answers)[key]) };
}
