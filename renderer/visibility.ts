import { type Answers, type Context, type Field, type Form, type Json, resolve, resolveItem } from "../engine/index.ts";
import { segments } from "./field-id.ts";

/**
 * Whether each field of a form is asked, for `renderFields`: the pointer tells items of a repeat apart.
 * @param answers as typed so far, right or wrong
 */
export function visibilityOf(
  form: Form,
  answers: Answers,
  context: Context,
): (field: Field, pointer: string) => boolean {
  const resolved = resolve(form, answers, context);
  const repeats = new Map(form.order.filter((field) => field.widget === "repeat").map((field) => [field.key, field]));
  const items = new Map<string, (field: Field) => boolean>();
  return (field, pointer) => {
    const [key = "", index] = segments(pointer);
    const repeat = repeats.get(key);
    if (repeat === undefined || index === undefined) return resolved.visible(field);
    const place = `${key}/${index}`;
    let visible = items.get(place);
    if (visible === undefined) {
      visible = resolveItem(repeat, itemAt(answers[key], index), resolved.answers, context).visible;
      items.set(place, visible);
    }
    return visible(field);
  };
}

function itemAt(items: Json | undefined, index: string): Json {
  const list: readonly Json[] = Array.isArray(items) ? items : [];
  return list[Number(index)] ?? {};
}

/** The answers with the prices they make, which the form shows as it is filled; the prices sent are nobody's to say. */
export function withPrices(form: Form, answers: Answers, context: Context): Answers {
  const keys = new Set(form.order.flatMap(({ key, fee }) => (fee ? [key] : [])));
  if (keys.size === 0) return answers;
  const resolved = Object.entries(resolve(form, answers, context).answers);
  const typed = Object.entries(answers).filter(([key]) => !keys.has(key));
  return Object.fromEntries([...typed, ...resolved.filter(([key]) => keys.has(key))]);
}

const known = new WeakMap<Form, ReadonlySet<string>>();

/** Pointers (without indexes) of the fields that decide whether others are asked, or what is computed. */
export function liveFields(form: Form): ReadonlySet<string> {
  const cached = known.get(form);
  if (cached !== undefined) return cached;
  const reads = new Set<string>();
  for (const step of form.steps) note(step.when?.reads, reads);
  for (const field of form.order) noteField(field, reads);
  const live = new Set<string>();
  for (const field of form.order) mark(field, reads.has(field.key), reads.has("item"), live);
  known.set(form, live);
  return live;
}

function note(names: readonly string[] | undefined, reads: Set<string>): void {
  for (const name of names ?? []) reads.add(name);
}

function noteField(field: Field, reads: Set<string>): void {
  const shown = (field.fee ?? field.sector) && field.computed;
  const deciding = [field.when, shown, field.slot?.reason, field.slot?.units, field.slot?.place];
  for (const each of deciding) note(each?.reads, reads);
  for (const each of seatReads(field)) note(each?.reads, reads);
  for (const child of field.fields ?? []) noteField(child, reads);
}

/** What decides which sessions are offered, and what is left of each. */
const seatReads = ({ seat }: Field) => [
  seat?.birth,
  seat?.early,
  ...(seat?.counts.values() ?? []),
  ...(seat?.accepts.values() ?? []),
];

/** An expression names a whole group or `item`, not its parts: all the choices inside may decide. */
function mark(field: Field, read: boolean, itemRead: boolean, live: Set<string>): void {
  if (field.fields === undefined) {
    if (read) live.add(field.pointer);
    return;
  }
  for (const child of field.fields) mark(child, read || (itemRead && field.widget === "repeat"), itemRead, live);
}
