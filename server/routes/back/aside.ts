import type { ReadForm } from "../../middleware/posted-form.ts";

/** A quick form that waits while an entry that it lacked is opened. */
export interface Aside {
  /** As the other form carries it. */
  readonly text: string;
  readonly member: string;
  /** Definition of the quick form. */
  readonly definition: string;
  /** Key of the reference that waits for the entry. */
  readonly field: string;
  /** What was typed. */
  readonly fields: ReadForm["fields"];
}

/** Name of the hidden field that carries it. */
export const ASIDE = "attente";
/** Characters: what is typed on one screen is far shorter. */
const LONGEST = 30_000;

/** What was typed in a quick form, to be carried by another. Null when it is too long to be. */
export function asideOf(
  { member, definition, field }: Pick<Aside, "member" | "definition" | "field">,
  { fields }: Pick<ReadForm, "fields">,
): Aside | null {
  const kept = [...fields].filter(([name]) => name !== "_action");
  const text = JSON.stringify({ member, definition, field, fields: kept });
  return text.length > LONGEST ? null : { text, member, definition, field, fields: new Map(kept) };
}

/** The same, read again; null for anything else. */
export function readAside(text: string | undefined): Aside | null {
  if (text === undefined || text.length > LONGEST) return null;
  const value = parsed(text);
  if (typeof value !== "object" || value === null) return null;
  const part = (name: string): string => {
    const found: unknown = Reflect.get(value, name);
    return typeof found === "string" ? found : "";
  };
  const fields: unknown = Reflect.get(value, "fields");
  const [member, definition, field] = [part("member"), part("definition"), part("field")];
  if (!Array.isArray(fields) || !fields.every(isPosted) || !/^[a-z0-9-]+\/[a-z0-9-]+$/.test(definition)) return null;
  return { text, member, definition, field, fields: new Map(fields) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const isPosted = (each: unknown): each is readonly [string, readonly string[]] =>
  Array.isArray(each) &&
  each.length === 2 &&
  typeof each[0] === "string" &&
  Array.isArray(each[1]) &&
  each[1].every((value) => typeof value === "string");
