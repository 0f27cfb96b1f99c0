import type { Json } from "./entry.ts";
import type { Field, Form } from "./form.ts";
import { escapeSegment, isObject, own } from "./json.ts";
import { requiredMessage } from "./messages.ts";
import { type Context, type Resolved, type ResolvedItem, resolveItem } from "./resolve.ts";
import type { Issue } from "./result.ts";
import { isSeatChosen } from "./seat-value.ts";
import { isGroup, reservationOf } from "./slot-value.ts";

/** Nothing said: absent, null, only blanks, no item, no key. */
export function isBlank(value: Json | undefined): boolean {
  if (value === undefined || value === null) {
    return true;
  }
  if (typeof value === "string") {
    return value.trim() === "";
  }
  if (Array.isArray(value)) {
    return value.length === 0;
  }
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** A slot that was looked for and not kept is no answer yet, nor is a session that was not chosen, nor a source not asked. */
function isUnanswered({ widget }: Field, value: Json | undefined): boolean {
  if (widget === "source") return !isObject(value) || isBlank(own(value, "etat"));
  if (widget === "slot") return reservationOf(value) === "";
  return widget === "seat" ? !isSeatChosen(value) : isBlank(value);
}

/** A box that must be ticked: "J'atteste sur l'honneur…". */
export const isAttestation = (field: Field): boolean => field.type === "boolean" && field.schema["const"] === true;

/** One issue per visible required field that is blank, at any depth; an attestation must be true. */
export function requiredIssues(form: Form, resolved: Resolved, context: Context): readonly Issue[] {
  const issues: Issue[] = [];
  const walk: Walk = { resolved, context, issues };
  for (const field of form.order) {
    if (resolved.visible(field)) {
      check(field, own(resolved.answers, field.key), field.pointer, resolved.visible, walk);
    }
  }
  return issues;
}

interface Walk {
  readonly resolved: Resolved;
  readonly context: Context;
  readonly issues: Issue[];
}

function check(
  field: Field,
  value: Json | undefined,
  pointer: string,
  visible: (field: Field) => boolean,
  walk: Walk,
): void {
  if (field.computed !== undefined) {
    return;
  }
  const blank = isUnanswered(field, value) || (value === false && isAttestation(field));
  if (isGroup(field) && field.fields !== undefined) {
    checkGroup(field, field.fields, blank ? {} : value, pointer, visible, walk);
  } else if (blank) {
    if (field.required && !(walk.context.forCitizen === true && field.schema["format"] === "email")) {
      walk.issues.push({ code: "required", pointer, message: requiredMessage(field) });
    }
  } else if (field.widget === "repeat" && Array.isArray(value)) {
    checkItems(field, value, pointer, walk);
  }
}

/** An optional group left blank asks nothing; a required one asks its required fields, or itself when it has none. */
function checkGroup(
  field: Field,
  fields: readonly Field[],
  value: Json | undefined,
  pointer: string,
  visible: (field: Field) => boolean,
  walk: Walk,
): void {
  if (!isObject(value)) {
    return;
  }
  const blank = Object.keys(value).length === 0;
  if (blank && !field.required) {
    return;
  }
  const before = walk.issues.length;
  for (const child of fields) {
    if (visible(child)) {
      check(child, own(value, child.key), `${pointer}/${escapeSegment(child.key)}`, visible, walk);
    }
  }
  if (blank && walk.issues.length === before) {
    walk.issues.push({ code: "required", pointer, message: requiredMessage(field) });
  }
}

function checkItems(field: Field, items: readonly Json[], pointer: string, walk: Walk): void {
  const fields = field.fields ?? [];
  for (const [index, item] of items.entries()) {
    if (isObject(item)) {
      const visible = whenAsked(field, item, walk);
      for (const child of fields) {
        const value = own(item, child.key);
        if (value !== undefined || visible(child)) {
          check(child, value, `${pointer}/${index}/${escapeSegment(child.key)}`, visible, walk);
        }
      }
    }
  }
}

/** Settles the item only when a conditional field of it is blank: the others are visible, since they were kept. */
function whenAsked(repeat: Field, item: Json, walk: Walk): (field: Field) => boolean {
  let settled: ResolvedItem | undefined;
  return (field) => {
    if (field.when === undefined) {
      return true;
    }
    settled ??= resolveItem(repeat, item, walk.resolved.answers, walk.context);
    return settled.visible(field);
  };
}
