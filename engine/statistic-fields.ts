import type { Field } from "./form.ts";
import type { StatisticField } from "./statistic.ts";

/** Every field that has one value per entry, those of groups included; what repeats is left out. */
export function statisticFields(fields: readonly Field[], around?: StatisticField): readonly StatisticField[] {
  return fields.flatMap((field) => {
    const key = around ? `${around.key}.${field.key}` : field.key;
    const path = [...(around?.path ?? []), field.key];
    const one = { key, path, title: around ? `${around.title} : ${field.title}` : field.title, field };
    if (field.widget === "slot") return [];
    if (field.widget === "seat") return seatStatistics(field, one);
    if (field.type === "object") return statisticFields(field.fields ?? [], one);
    return field.widget === "repeat" ? [] : [one];
  });
}

/** Entries are told apart by the session they are for, its place, whether there was room. */
const seatStatistics = (field: Field, around: StatisticField): readonly StatisticField[] =>
  statisticFields(
    (field.fields ?? []).filter(({ key }) => ["intitule", "lieu", "jour", "attente"].includes(key)),
    around,
  );

/** Numbers that can be summed up. */
export const isMeasurable = ({ field }: StatisticField): boolean =>
  field.widget === "money" || field.widget === "number";

export const isDate = ({ field }: StatisticField): boolean => field.widget === "date";

/** Several values at once: an entry counts under each. */
export const isMultiple = ({ field }: StatisticField): boolean => field.type === "array" && field.choices !== undefined;

/** What entries may be told apart by: choices, yes or no, short texts, whole numbers, the fiche referred to. */
export const isGroupable = (one: StatisticField): boolean => {
  const { widget, type } = one.field;
  if (isMultiple(one) || type === "boolean" || one.field.choices !== undefined) return true;
  return widget === "text" || widget === "reference" || (widget === "number" && type === "integer");
};

/** Values to tick. */
export const isFilterable = (one: StatisticField): boolean =>
  one.field.choices !== undefined || one.field.type === "boolean";

/** Typed by people: a cell may then speak of one person. */
export const isTyped = (one: StatisticField): boolean => isGroupable(one) && !isFilterable(one);
