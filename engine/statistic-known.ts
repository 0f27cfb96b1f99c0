import type { CompiledDefinition } from "./definition.ts";
import { knowsInternal } from "./internal.ts";
import type { StatisticField } from "./statistic.ts";
import { type Around, fieldsThrough, isCountable, isDate, listedFields, statisticFields } from "./statistic-fields.ts";

/** Whoever makes figures of a definition. */
export interface KnownTo {
  readonly definition: CompiledDefinition;
  readonly actor: { readonly kind: string };
  /** What its fields refer to, where this actor reads it; nothing is followed without. */
  readonly around?: Around;
}

/** The fields of a definition that this actor may make figures of, then those of what they refer to. */
export function knownFields(known: KnownTo): readonly StatisticField[] {
  const own = statisticFields(ownFields(known));
  return known.around ? [...own, ...fieldsThrough(own, known.around)] : own;
}

/** Those whose different values may be counted. */
export function countableFields(known: KnownTo): readonly StatisticField[] {
  const own = ownFields(known);
  return [...statisticFields(own).filter(isCountable), ...listedFields(own, ({ ref }) => ref !== undefined)];
}

/** Days that say when an entry counts: in a list of days, when any of them does. */
export function momentFields(known: KnownTo): readonly StatisticField[] {
  const own = ownFields(known);
  return [...statisticFields(own).filter(isDate), ...listedFields(own, ({ widget }) => widget === "date")];
}

const ownFields = ({ definition, actor }: KnownTo) =>
  definition.form.order.filter((field) => !field.internal || knowsInternal(actor));
