import { rootOf } from "./cel-ast.ts";
import { extendNames, type Names } from "./cel-names.ts";
import { type CheckedExpression, checkedExpression } from "./compile-expression.ts";
import type { CompiledFee } from "./compile-fees.ts";
import type { Draft } from "./compile-field.ts";
import { checkInnerOrder } from "./compile-order.ts";
import { type CompiledSeat, compileSeat } from "./compile-seat.ts";
import { type CompiledSector, compileSector } from "./compile-sector.ts";
import { type CompiledSlot, compileSlot } from "./compile-slot.ts";
import type { Expected } from "./expression.ts";
import type { Field } from "./form.ts";
import type { At, Report } from "./report.ts";
import { didYouMean } from "./suggest.ts";

/** Fields with their expressions, and what the expressions of each top-level field read of the others. */
export interface CompiledFields {
  readonly fieldOf: ReadonlyMap<Draft, Field>;
  readonly dependencies: ReadonlyMap<Draft, ReadonlySet<string>>;
}

/**
 * Compiles `x-when` and `x-computed` of every field, however deep.
 * @param options.edited true for the form of an entry, which several people answer one after the other
 * @param options.fees the prices that its fields may take
 */
export function compileFields(
  drafts: readonly Draft[],
  names: Names,
  { edited, fees }: { readonly edited: boolean; readonly fees: ReadonlyMap<string, CompiledFee> },
  report: Report,
): CompiledFields {
  const fieldOf = new Map<Draft, Field>();
  const own = new Map<Draft, ReadonlySet<string>>();

  const finish = (draft: Draft, inside: Names): Field => {
    const when = draft.when === undefined ? undefined : conditionOf(draft, draft.when, inside, report);
    const computed = draft.computed === undefined ? undefined : computedOf(draft, draft.computed, inside, report);
    const slot = draft.slot && compileSlot(draft.slot, names, draft.locate("x-agenda"), edited, report);
    const seat = draft.seat && compileSeat(draft.seat, names, draft.locate("x-sessions"), edited, report);
    const priced = pricedBy(draft, fees, report);
    const sector = compileSector(draft, drafts, names, edited, report);
    own.set(draft, new Set([when, computed, slot, seat, priced, sector].flatMap((part) => [...(part?.paths ?? [])])));
    if (edited) checkActors(draft, when, computed, report);
    const inner = isRepeat(draft) && draft.children.some(hasExpression);
    const within = inner ? extendNames(names, { item: draft.field.fields ?? [] }) : inside;
    const fields = draft.children.map((child) => finish(child, within));
    const field = finished(draft, { when, computed, slot, seat, priced, sector }, fields);
    fieldOf.set(draft, field);
    return field;
  };
  for (const draft of drafts) finish(draft, names);

  const readsOf = (draft: Draft): readonly string[] => [...(own.get(draft) ?? []), ...draft.children.flatMap(readsOf)];
  for (const draft of drafts) checkInside(draft, draft.field.key, readsOf, report);
  const dependencies = new Map(drafts.map((draft) => [draft, dependenciesOf(draft, own.get(draft) ?? [], readsOf)]));
  return { fieldOf, dependencies };
}

interface Expressions {
  readonly when: CheckedExpression | undefined;
  readonly computed: CheckedExpression | undefined;
  readonly slot: CompiledSlot | undefined;
  readonly seat: CompiledSeat | undefined;
  readonly priced: CompiledFee | undefined;
  readonly sector: CompiledSector | undefined;
}

const finished = (
  { field }: Draft,
  { when, computed, slot, seat, priced, sector }: Expressions,
  fields: readonly Field[],
): Field => ({
  ...field,
  ...(when && { when: when.expression }),
  ...(computed && { computed: computed.expression }),
  ...(slot && { slot: slot.source }),
  ...(seat && { seat: seat.source }),
  ...(priced && { computed: priced.computed, fee: priced.fee }),
  ...(sector && { computed: sector.computed, sector: sector.source }),
  ...(fields.length > 0 && { fields }),
});

const isRepeat = ({ field }: Draft): boolean => field.type === "array";
const hasExpression = ({ when, computed, children }: Draft): boolean =>
  when !== undefined || computed !== undefined || children.some(hasExpression);

/** What depends on who reads it would be erased when someone else edits the entry. */
export function checkActor({ expression }: CheckedExpression, at: At, report: Report): void {
  if (!expression.reads.includes("actor")) return;
  const message =
    "Une question ne peut pas dépendre de qui la lit (« actor ») : sa réponse serait effacée quand quelqu'un d'autre modifie.";
  report.add("expression-actor", at, message);
}

function checkActors(
  draft: Draft,
  when: CheckedExpression | undefined,
  computed: CheckedExpression | undefined,
  report: Report,
): void {
  if (when) checkActor(when, draft.locate("x-when"), report);
  if (computed) checkActor(computed, draft.locate("x-computed"), report);
}

/** The price that a field takes: one that the definition declares, in a field of its first level. */
function pricedBy(draft: Draft, fees: ReadonlyMap<string, CompiledFee>, report: Report): CompiledFee | undefined {
  const { fee: id } = draft;
  if (id === undefined) return undefined;
  const at = draft.locate("x-fee");
  const found = fees.get(id);
  if (!found) report.add("fee-field", at, `« ${id} » n'est pas un prix de « fees »${didYouMean(id, [...fees.keys()])}`);
  else if (draft.field.pointer !== `/${draft.field.key}` || draft.computed !== undefined) {
    report.add("fee-field", at, "Un prix se met dans un champ du premier niveau, sans « x-computed ».");
  }
  return found;
}

function conditionOf(draft: Draft, source: string, names: Names, report: Report): CheckedExpression | undefined {
  return checkedExpression(source, names, "bool", draft.locate("x-when"), report);
}

function computedOf(draft: Draft, source: string, names: Names, report: Report): CheckedExpression | undefined {
  const at = draft.locate("x-computed");
  const expected = computedType(draft.field);
  if (expected) return checkedExpression(source, names, expected, at, report);
  report.add("computed-type", at, "Un groupe, un groupe répété ou des fichiers ne peuvent pas être calculés.");
  return undefined;
}

/** What an expression gives for a field; undefined for what none can give. */
export function computedType(field: Pick<Field, "type" | "choices" | "widget">): Expected | undefined {
  if (field.type === "integer") return "int";
  if (field.type === "number") return "double";
  if (field.type === "boolean") return "bool";
  if (field.type === "array") return field.choices ? "list<string>" : undefined;
  if (field.type === "object") return undefined;
  return field.widget === "date" ? "date" : "string";
}

/** Inner fields may read the ones before them in the same group without waiting for the group itself. */
function dependenciesOf(
  draft: Draft,
  own: Iterable<string>,
  readsOf: (draft: Draft) => readonly string[],
): ReadonlySet<string> {
  const prefix = `${draft.field.key}.`;
  const inner = draft.children.flatMap(readsOf).filter((path) => !path.startsWith(prefix));
  return new Set([...own, ...inner].map(rootOf));
}

function checkInside(draft: Draft, prefix: string, readsOf: (draft: Draft) => readonly string[], report: Report): void {
  if (draft.children.length === 0) return;
  const path = isRepeat(draft) ? "item" : prefix;
  checkInnerOrder(draft.children, path, readsOf, report);
  for (const child of draft.children) checkInside(child, `${path}.${child.field.key}`, readsOf, report);
}
