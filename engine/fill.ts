import type { Duplicates } from "./duplicates.ts";
import type { Answers, Json } from "./entry.ts";
import type { Field, Form } from "./form.ts";
import { isObject, own, put } from "./json.ts";
import { normalise } from "./normalise.ts";
import { isBlank } from "./required.ts";

/** A value that a file gives and an entry has otherwise. */
export interface Disagreement {
  /** Dotted path. */
  readonly path: string;
  readonly kept: Json;
  readonly offered: Json;
}

/** An entry's answers once what they lacked is taken from others. */
export interface Completed {
  readonly answers: Answers;
  /** Dotted paths of what was taken. */
  readonly taken: readonly string[];
  readonly conflicts: readonly Disagreement[];
}

/**
 * Takes from `given` what `stored` lacks, and nothing else: what both say and say otherwise is a disagreement, kept as it was. A
 * group is taken part by part unless one of its parts conflicts: half of two addresses is none. An item of a list completes the
 * one it resembles, or is added.
 */
export function completed(form: Pick<Form, "order">, stored: Answers, given: Answers): Completed {
  const taken: string[] = [];
  const conflicts: Disagreement[] = [];
  const answers = fillAll(form.order, stored, given, "", { taken, conflicts });
  return { answers: taken.length === 0 ? stored : answers, taken, conflicts };
}

interface Told {
  readonly taken: string[];
  readonly conflicts: Disagreement[];
}

function fillAll(fields: readonly Field[], stored: Answers, given: Answers, prefix: string, told: Told): Answers {
  const filled: Record<string, Json> = { ...stored };
  for (const field of fields) {
    const offered = own(given, field.key);
    if (offered === undefined || field.computed !== undefined) continue;
    const path = `${prefix}${field.key}`;
    const kept = own(stored, field.key);
    const value = fillOne(field, kept, offered, path, told);
    if (value !== undefined) put(filled, field.key, value);
  }
  return filled;
}

function fillOne(field: Field, kept: Json | undefined, offered: Json, path: string, told: Told): Json | undefined {
  if (kept === undefined || isBlank(kept)) {
    told.taken.push(path);
    return offered;
  }
  if (field.widget === "repeat" && Array.isArray(kept) && Array.isArray(offered)) {
    return fillItems(field, kept as readonly Json[], offered as readonly Json[], path, told);
  }
  if (field.fields !== undefined && isObject(kept) && isObject(offered)) {
    const inner: Told = { taken: [], conflicts: [] };
    const value = fillAll(field.fields, kept, offered, `${path}.`, inner);
    told.conflicts.push(...inner.conflicts);
    if (inner.conflicts.length > 0) return kept;
    told.taken.push(...inner.taken);
    return value;
  }
  if (!alike(kept, offered)) told.conflicts.push({ path, kept, offered });
  return kept;
}

function fillItems(field: Field, kept: readonly Json[], offered: readonly Json[], path: string, told: Told): Json {
  const items = [...kept];
  for (const item of offered) {
    if (!isObject(item)) continue;
    const near = nearest(items, item);
    if (near === null) {
      items.push(item);
      told.taken.push(path);
      continue;
    }
    const before = items[near.index];
    if (!isObject(before)) continue;
    const inner: Told = { taken: [], conflicts: [] };
    items[near.index] = fillAll(field.fields ?? [], before, item, `${path}.`, inner);
    told.conflicts.push(...inner.conflicts);
    if (inner.taken.length > 0) told.taken.push(path);
  }
  return items;
}

/** The item that says the same of most things, and of more than it says otherwise. */
function nearest(items: readonly Json[], offered: Answers): { readonly index: number } | null {
  let best: { readonly index: number; readonly score: number } | null = null;
  for (const [index, item] of items.entries()) {
    if (!isObject(item)) continue;
    const shared = Object.keys(offered).filter((key) => !isBlank(own(item, key)) && typeof item[key] !== "boolean");
    const same = shared.filter((key) => alike(own(item, key), own(offered, key))).length;
    const score = same - (shared.length - same);
    if (same > 0 && score >= 0 && score > (best?.score ?? -1)) best = { index, score };
  }
  return best;
}

/** Two sets of answers of one person made one. */
export interface Joined {
  readonly answers: Answers;
  /** Top-level keys that changed in those kept. */
  readonly filled: readonly string[];
  /** Top-level keys whose answers differ, or of which a part would be lost: what is kept stays. */
  readonly differing: readonly string[];
}

/**
 * Answers with what the others say besides: a question that the first leave blank takes the answer of the others, a repeat takes their
 * items that it lacks. A group or an address is one answer: parts of two would make a third. What belongs to its entry alone stays there.
 */
export function joined(form: Form, duplicates: Duplicates | null, kept: Answers, given: Answers): Joined {
  const answers: { [key: string]: Json } = { ...kept };
  const filled: string[] = [];
  const apart: string[] = [];
  for (const field of form.order) {
    const [mine, theirs] = [own(kept, field.key), own(given, field.key)];
    if (theirs === undefined || isBlank(theirs) || isBound(field)) continue;
    const { value, lost } =
      mine === undefined || isBlank(mine)
        ? { value: theirs, lost: false }
        : joinedAnswer(field, duplicates, mine, theirs);
    if (lost) apart.push(field.key);
    if (value === mine) continue;
    answers[field.key] = value;
    filled.push(field.key);
  }
  return { answers, filled, differing: apart };
}

/** Whether an answer belongs to its entry alone: computed, written by the workflow, a file, an appointment or a place kept for it. */
const isBound = (field: Field): boolean =>
  field.computed !== undefined ||
  field.assigned === true ||
  ["attachment", "attachments", "slot", "seat"].includes(field.widget) ||
  (field.fields ?? []).some(isBound);

/** Two answers to one question as one, and whether something that the second says is not in it. */
interface JoinedAnswer {
  readonly value: Json;
  readonly lost: boolean;
}

function joinedAnswer(field: Field, duplicates: Duplicates | null, mine: Json, theirs: Json): JoinedAnswer {
  if (field.widget !== "repeat" || !Array.isArray(mine) || !Array.isArray(theirs))
    return { value: mine, lost: !alike(mine, theirs) };
  return joinedItems(field, duplicates, mine, theirs);
}

/** Fields that both answer, and otherwise: someone chooses which to keep. */
export const differing = (form: Form, duplicates: Duplicates | null, a: Answers, b: Answers): readonly Field[] => {
  const keys = new Set(joined(form, duplicates, a, b).differing);
  return form.order.filter(({ key }) => keys.has(key));
};

/** Two lists as one: an item that both have takes what it lacks, the others follow; the first list itself when nothing is added. */
function joinedItems(
  { key, schema }: Field,
  duplicates: Duplicates | null,
  mine: Json[],
  theirs: readonly Json[],
): JoinedAnswer {
  const inside = (duplicates?.numbers ?? []).flatMap((number) =>
    number.key.startsWith(`${key}.`) ? [number.key.slice(key.length + 1)] : [],
  );
  const most = schema["maxItems"];
  const items = [...mine];
  let lost = false;
  for (const item of theirs) {
    const numbered = items.findIndex((other) => sameNumber(inside, item, other) === true);
    const at = numbered < 0 ? items.findIndex((other) => isSameItem(inside, item, other)) : numbered;
    const found = items[at];
    if (found !== undefined) {
      items[at] = completedItem(found, item);
      lost ||= !says(items[at], item);
    } else if (typeof most !== "number" || items.length < most) items.push(item);
    else lost = true;
  }
  const same = items.length === mine.length && items.every((item, index) => item === mine[index]);
  return { value: same ? mine : items, lost };
}

/** Whether an item says all that another does. */
const says = (item: Json | undefined, other: Json): boolean =>
  item !== undefined && isObject(item) && isObject(other)
    ? Object.entries(other).every(([key, value]) => isBlank(value) || alike(own(item, key), value))
    : alike(item, other);

/** An item with what another says besides; itself when that is nothing. */
function completedItem(item: Json, other: Json): Json {
  if (!isObject(item) || !isObject(other)) return item;
  const added = Object.entries(other).filter(([key, value]) => !isBlank(value) && isBlank(own(item, key)));
  return added.length === 0 ? item : { ...item, ...Object.fromEntries(added) };
}

/** The same number, or nothing that both say otherwise. */
function isSameItem(numbers: readonly string[], a: Json, b: Json): boolean {
  if (!isObject(a) || !isObject(b)) return alike(a, b);
  const told = sameNumber(numbers, a, b);
  if (told !== null) return told;
  const both = Object.keys(a).filter((key) => !isBlank(own(a, key)) && !isBlank(own(b, key)));
  return both.length > 0 && both.every((key) => alike(own(a, key), own(b, key)));
}

/** Whether the first number that both have is the same; null when they have none in common. */
function sameNumber(numbers: readonly string[], a: Json, b: Json): boolean | null {
  if (!isObject(a) || !isObject(b)) return null;
  const key = numbers.find((each) => !isBlank(own(a, each)) && !isBlank(own(b, each)));
  return key === undefined ? null : alike(own(a, key), own(b, key));
}

/** Whether two answers say the same, whatever the case, the accents and the signs between. */
export function alike(a: Json | undefined, b: Json | undefined): boolean {
  if (typeof a === "string" && typeof b === "string") {
    return a === b || (squeezed(a) !== "" && squeezed(a) === squeezed(b));
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item) => b.some((other) => alike(item, other)));
  }
  if (a !== undefined && b !== undefined && isObject(a) && isObject(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => {
      const [left, right] = [own(a, key), own(b, key)];
      return (isBlank(left) && isBlank(right)) || alike(left, right);
    });
  }
  return a === b;
}

const squeezed = (text: string): string => normalise(text).replaceAll(" ", "");
