import type { Answers, Json } from "./entry.ts";
import type { Field, Form, ProfileKey } from "./form.ts";
import { isObject } from "./json.ts";

/**
 * What is known of a person, by kind. Texts, except the address: an object whose keys are HTML's autocomplete words
 * ("address-line1", "postal-code"…), which any form's own address finds its fields by.
 */
export type Profile = Readonly<Partial<Record<Exclude<ProfileKey, "identity">, Json>>>;

/**
 * Answers that a form may begin with. A value that the form would refuse is left out.
 * @param own whoever files
 * @param person whom the request is for, herself or another; null when nobody said
 */
export function prefill(form: Form, own: Profile, person: Profile | null): Answers {
  const answers: Record<string, Json> = {};
  for (const field of form.order) {
    const known = field.profileOf === "person" ? person : own;
    const value = field.profile && known ? knownFor(field, field.profile, known) : undefined;
    if (value === undefined || form.validate({ [field.key]: value }).length > 0) continue;
    answers[field.key] = value;
  }
  return answers;
}

/** What these answers say of whoever gave them, as the fields are marked; a group of names says nothing more. */
export function profileIn(form: Form, answers: Answers): Profile {
  const found: Record<string, Json> = {};
  for (const { key, profile, profileOf, fields = [] } of form.order) {
    const value = answers[key];
    if (!profile || profile === "identity" || profileOf || value === undefined || value === null) continue;
    found[profile] = profile === "address" && isObject(value) ? byWord(fields, value) : value;
  }
  return found;
}

/** How to reach whoever gave these answers: what her other requests will need again. */
export function contactIn(form: Form, answers: Answers): Profile {
  const { email, phone, address } = profileIn(form, answers);
  const contact = Object.entries({ email, phone, address }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(contact);
}

function knownFor(field: Field, key: ProfileKey, known: Profile): Json | undefined {
  if (key === "identity") return inGroup(field, namesOf(known));
  const value = known[key];
  if (key === "address") return isObject(value) ? inGroup(field, value) : undefined;
  return value ?? undefined;
}

/** A group asks how someone is called: her usual first name, and the name she uses. */
function namesOf(known: Profile): { readonly [word: string]: Json } {
  const given = known["given-names"];
  const name = known["used-name"] ?? known["family-name"];
  const first = typeof given === "string" ? given.trim().split(/[\s,]+/)[0] : undefined;
  return { ...(first && { "given-name": first }), ...(name !== undefined && { "family-name": name }) };
}

/** Values by autocomplete word, in the fields of a group that bear these words; undefined when none does. */
function inGroup({ fields = [] }: Field, values: { readonly [word: string]: Json }): Json | undefined {
  const placed = fields.flatMap(({ key, autocomplete = "" }) => {
    const value = values[autocomplete];
    return value === undefined || value === null ? [] : [[key, value] as const];
  });
  return placed.length === 0 ? undefined : Object.fromEntries(placed);
}

const byWord = (fields: readonly Field[], group: { readonly [key: string]: Json }): Json =>
  Object.fromEntries(
    fields.flatMap(({ key, autocomplete }) => {
      const value = group[key];
      return autocomplete === undefined || value === undefined ? [] : [[autocomplete, value] as const];
    }),
  );
