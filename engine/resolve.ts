import type { Answers, Json } from "./entry.ts";
import type { Expression, Field, Form, Scope } from "./form.ts";
import { knowsInternal } from "./internal.ts";
import { isObject, type JsonObject, own, put, toJson } from "./json.ts";

/** All an expression may read besides the answers. */
export type Context = Omit<Scope, "answers">;

export interface Resolved {
  /** Hidden fields dropped, computed fields filled, in the order of the form; unknown keys last, for `submit` to refuse. */
  readonly answers: Answers;
  /** For top-level fields and the fields of groups; inside a repeat, ask `resolveItem`. */
  readonly visible: (field: Field) => boolean;
}

export interface ResolvedItem {
  readonly item: Json;
  /** For the fields of this item, those of its groups included. */
  readonly visible: (field: Field) => boolean;
}

/**
 * Decides what is asked: a field is visible when its step and its own `when` hold, seen from visible answers only. What
 * is hidden is dropped and what is computed replaces anything sent. An internal field is visible to agents only: for
 * others it keeps the value that `context.stored` has. Values of a wrong shape pass through untouched, for
 * `Form.validate` to name; a list too long keeps one item too many. Never throws.
 */
export function resolve(form: Form, answers: Answers, context: Context): Resolved {
  const plan = planOf(form);
  const settled: Record<string, Json> = {};
  const scope: Scope = { ...context, answers: settled };
  const shown = new Set<string>();
  const steps = new Map<Expression, boolean>();
  const knows = knowsInternal(context.actor);
  for (const field of form.order) {
    const step = plan.stepWhen.get(field.key);
    if ((step === undefined || once(steps, step, scope)) && holds(field.when, scope)) {
      if (field.internal && !knows) {
        settle(field, own(context.stored ?? {}, field.key), settled, scope, undefined);
      } else {
        shown.add(field.pointer);
        settle(field, own(answers, field.key), settled, scope, shown);
      }
    }
  }
  const ordered: Record<string, Json> = {};
  for (const key of plan.keys) {
    const value = own(settled, key);
    if (value !== undefined) {
      put(ordered, key, value);
    }
  }
  keepUnknown(form.order, answers, ordered);
  return { answers: ordered, visible: (field) => shown.has(field.pointer) };
}

/**
 * The same for one item of a repeat, whose fields see the item as `item`.
 * @param answers the resolved answers the item belongs to
 */
export function resolveItem(repeat: Field, item: Json, answers: Answers, context: Context): ResolvedItem {
  const shown = new Set<string>();
  const resolved = itemOf(repeat.fields ?? [], item, { ...context, answers }, shown);
  return { item: resolved, visible: (field) => shown.has(field.pointer) };
}

function holds(when: Expression | undefined, scope: Scope): boolean {
  return when === undefined || when.evaluate(scope) === true;
}

function once(known: Map<Expression, boolean>, when: Expression, scope: Scope): boolean {
  let value = known.get(when);
  if (value === undefined) {
    value = holds(when, scope);
    known.set(when, value);
  }
  return value;
}

/** Settles fields into `out` one after the other: the `when` of each sees the ones before it. */
function settleAll(
  fields: readonly Field[],
  sent: JsonObject,
  out: Record<string, Json>,
  scope: Scope,
  shown: Set<string> | undefined,
): void {
  for (const field of fields) {
    if (holds(field.when, scope)) {
      shown?.add(field.pointer);
      settle(field, own(sent, field.key), out, scope, shown);
    }
  }
  keepUnknown(fields, sent, out);
}

function settle(
  field: Field,
  sent: Json | undefined,
  out: Record<string, Json>,
  scope: Scope,
  shown: Set<string> | undefined,
): void {
  if (field.computed !== undefined) {
    const value = toJson(isKept(field, scope) ? keptValue(field, sent, scope) : field.computed.evaluate(scope));
    if (value !== undefined) {
      put(out, field.key, value);
    }
  } else if (field.type === "object" && field.fields !== undefined) {
    settleGroup(field, field.fields, sent, out, scope, shown);
  } else if (field.type === "array" && Array.isArray(sent)) {
    const { fields } = field;
    const items = withinReason(field, sent);
    put(out, field.key, fields === undefined ? items : items.map((item) => itemOf(fields, item, scope, undefined)));
  } else if (sent !== undefined) {
    put(out, field.key, sent);
  }
}

/**
 * A price stays what it was on the day it was made, whatever the tariffs and the answers have become; a sector stays what it
 * was, found or decided by an agent, until it is looked for again.
 */
const isKept = ({ key, fee, sector }: Field, { pricedOn, about }: Scope): boolean =>
  (fee !== undefined && pricedOn === undefined) || (sector !== undefined && about?.sectors?.has(key) !== true);

const keptValue = ({ key }: Field, sent: Json | undefined, { stored }: Scope): Json | undefined =>
  stored === undefined ? sent : own(stored, key);

/** A list beyond its bound is cut just past it: validation refuses it all the same, without reading a megabyte. */
function withinReason(field: Field, items: readonly Json[]): readonly Json[] {
  const { maxItems } = field.schema;
  const most = typeof maxItems === "number" ? maxItems : (field.choices?.length ?? items.length);
  return items.length > most + 1 ? items.slice(0, most + 1) : items;
}

function settleGroup(
  field: Field,
  fields: readonly Field[],
  sent: Json | undefined,
  out: Record<string, Json>,
  scope: Scope,
  shown: Set<string> | undefined,
): void {
  const inner: Record<string, Json> = {};
  // Attached before it is filled: the fields of a group may depend on the ones above them.
  put(out, field.key, inner);
  settleAll(fields, isObject(sent) ? sent : {}, inner, scope, shown);
  if (sent !== undefined && !isObject(sent)) {
    put(out, field.key, sent);
  } else if (sent === undefined || Object.keys(inner).length === 0) {
    delete out[field.key];
  }
}

function itemOf(fields: readonly Field[], sent: Json, scope: Scope, shown: Set<string> | undefined): Json {
  if (!isObject(sent)) {
    return sent;
  }
  const item: Record<string, Json> = {};
  settleAll(fields, sent, item, { ...scope, item }, shown);
  return item;
}

/** One is enough to refuse; a megabyte of them would take a second to name. */
const MOST_UNKNOWN = 200;

function keepUnknown(fields: readonly Field[], sent: JsonObject, out: Record<string, Json>): void {
  const keys = Object.keys(sent);
  let known = 0;
  for (const field of fields) {
    if (Object.hasOwn(sent, field.key)) {
      known += 1;
    }
  }
  if (known === keys.length) {
    return;
  }
  const names = new Set(fields.map((field) => field.key));
  for (const key of keys.filter((name) => !names.has(name)).slice(0, MOST_UNKNOWN)) {
    put(out, key, sent[key] ?? null);
  }
}

interface Plan {
  /** Top-level keys, in the order in which they are asked. */
  readonly keys: readonly string[];
  /** The condition of the step of a field. */
  readonly stepWhen: ReadonlyMap<string, Expression>;
}

const plans = new WeakMap<Form, Plan>();

function planOf(form: Form): Plan {
  const known = plans.get(form);
  if (known !== undefined) {
    return known;
  }
  const keys = new Set<string>();
  const stepWhen = new Map<string, Expression>();
  for (const step of form.steps) {
    for (const field of step.fields) {
      keys.add(field.key);
      if (step.when !== undefined) {
        stepWhen.set(field.key, step.when);
      }
    }
  }
  for (const field of form.order) {
    keys.add(field.key);
  }
  const plan = { keys: [...keys], stepWhen };
  plans.set(form, plan);
  return plan;
}
