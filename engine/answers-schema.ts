import type { ErrorObject } from "ajv/dist/2020.js";
import { validatorOf } from "./ajv.ts";
import type { Answers } from "./entry.ts";
import type { Field } from "./form.ts";
import { escapeSegment, segmentsOf } from "./json.ts";
import { messageOf } from "./messages.ts";
import type { Issue } from "./result.ts";

/** No form shows more issues than this at once. */
const MOST = 200;

const KEPT: readonly string[] = [
  ...["type", "format", "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum"],
  ...["exclusiveMaximum", "multipleOf", "const", "minItems", "maxItems", "uniqueItems"],
];

type Schema = Readonly<Record<string, unknown>>;

/**
 * Checks the shape, types, formats and bounds of answers, giving one French issue per field. Nothing is required here:
 * what is visible decides that, and visibility depends on the answers.
 */
export function answersValidator(fields: readonly Field[]): (answers: Answers) => readonly Issue[] {
  const validate = validatorOf(objectSchema(fields));
  const byPointer = index(fields);
  return (answers) => issuesOf(validate(answers), byPointer);
}

function objectSchema(fields: readonly Field[]): Schema {
  const properties = Object.fromEntries(fields.map((field) => [field.key, fieldSchema(field)]));
  return { type: "object", properties, additionalProperties: false };
}

function fieldSchema(field: Field): Schema {
  const kept = Object.fromEntries(Object.entries(field.schema).filter(([keyword]) => KEPT.includes(keyword)));
  const { fields, choices } = field;
  if (field.type === "object") return objectSchema(fields ?? []);
  if (field.type !== "array") return choices ? { ...kept, enum: choices.map((choice) => choice.value) } : kept;
  if (fields) return { ...kept, items: objectSchema(fields) };
  if (choices) return { ...kept, items: { enum: choices.map((choice) => choice.value) } };
  return { ...kept, items: { type: "string", format: "uuid" } };
}

/** Fields by pointer, "*" standing for an index. */
function index(fields: readonly Field[], found = new Map<string, Field>()): ReadonlyMap<string, Field> {
  for (const field of fields) {
    found.set(field.pointer, field);
    index(field.fields ?? [], found);
  }
  return found;
}

/** Of several breaches of one field, the first of these is said. */
const RANK = ["additionalProperties", "type", "enum", "const", "format", "maxLength", "minLength", "pattern"];
const rank = (code: string): number => (RANK.indexOf(code) + RANK.length + 1) % (RANK.length + 1);

function issuesOf(errors: readonly ErrorObject[], byPointer: ReadonlyMap<string, Field>): readonly Issue[] {
  const found = new Map<string, Issue>();
  for (const error of errors) {
    if (found.size >= MOST) break;
    const issue = issueOf(error, byPointer);
    const known = found.get(issue.pointer);
    if (!known || rank(issue.code) < rank(known.code)) found.set(issue.pointer, issue);
  }
  return [...found.values()];
}

function issueOf(error: ErrorObject, byPointer: ReadonlyMap<string, Field>): Issue {
  const { pointer, field } = fieldAt(error.instancePath, byPointer);
  const message = messageOf(error, field);
  if (error.keyword !== "additionalProperties") return { code: error.keyword, pointer, message };
  const name = escapeSegment(String(error.params["additionalProperty"]));
  return { code: error.keyword, pointer: `${error.instancePath}/${name}`, message };
}

/** The field a place in the answers belongs to; a choice or a file of a list belongs to the list. */
function fieldAt(path: string, byPointer: ReadonlyMap<string, Field>): { pointer: string; field: Field | undefined } {
  let field: Field | undefined;
  let pattern = "";
  let pointer = "";
  for (const segment of segmentsOf(path)) {
    if (field?.type === "array" && !field.fields) break;
    const inList: boolean = field?.type === "array" && !pattern.endsWith("/*");
    pattern += inList ? "/*" : `/${escapeSegment(segment)}`;
    pointer += `/${escapeSegment(segment)}`;
    field = byPointer.get(pattern) ?? field;
  }
  return { pointer, field };
}
