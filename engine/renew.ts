import type { CompiledDefinition } from "./definition.ts";
import type { Answers, Entry, Json } from "./entry.ts";
import type { Field } from "./form.ts";
import { own } from "./json.ts";
import { isAttestation, isBlank } from "./required.ts";
import { isSourced } from "./sourced.ts";
import { validUntil } from "./validity.ts";

/** The answers a renewal begins with, and what had to be left. */
export interface Renewed {
  readonly answers: Answers;
  /** Titles of answers that the form of today no longer takes, as they were called then. */
  readonly dropped: readonly string[];
  /** Titles of what is asked anew, of what she had given. */
  readonly again: readonly string[];
}

/**
 * What of the last answers the form of today takes. Attestations, slots and what sources gave are asked again, as is what the
 * definition says; notes of the service stay with the old entry.
 * @param was the version of the definition that the entry is pinned to
 */
export function renew(
  was: Pick<CompiledDefinition, "form">,
  { form, validity }: Pick<CompiledDefinition, "form" | "validity">,
  { answers: last }: Pick<Entry, "answers">,
): Renewed {
  const asked = new Map(form.order.filter(isAsked).map((field) => [field.key, field]));
  const anew = new Set(validity?.renewal?.again ?? []);
  const answers: Record<string, Json> = {};
  const dropped: string[] = [];
  const again: string[] = [];
  for (const before of was.form.order) {
    const value = own(last, before.key);
    if (!isAsked(before) || isBlank(value) || value === undefined) continue;
    const field = asked.get(before.key);
    if (isSaidAgain(before)) continue;
    if (field && (anew.has(field.key) || isSaidAgain(field))) again.push(field.title);
    else if (!field || form.validate({ [field.key]: value }).length > 0) dropped.push(before.title);
    else answers[field.key] = value;
  }
  return { answers, dropped, again };
}

const isAsked = (field: Field): boolean =>
  field.computed === undefined && !field.assigned && !field.internal && !isSourced(field);

/** Nobody swears once for all, and a slot is of one day. */
const isSaidAgain = (field: Field): boolean => isAttestation(field) || field.widget === "slot";

/** What the platform writes in the new entry: which one it renews, and when that one ends. */
export function renewalMarks({ validity }: CompiledDefinition, was: CompiledDefinition, entry: Entry): Answers {
  const renewal = validity?.renewal;
  const until = validUntil(was, entry);
  if (!renewal) return {};
  return { [renewal.of]: entry.id, ...(renewal.end !== undefined && until !== null && { [renewal.end]: until }) };
}
