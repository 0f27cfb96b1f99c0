import type { CompiledDefinition } from "./definition.ts";
import { itemTitle } from "./display.ts";
import { filterKind } from "./filter.ts";
import type { Field } from "./form.ts";
import type { StatisticField } from "./statistic.ts";

/** Ranks of a list put in order that figures tell: the first wish, the second, the third. */
const TOLD_RANKS = 3;

/**
 * Every field that has one value per entry, those of groups included; what repeats is left out. Of a list whose order counts,
 * the first items are read each by its rank: "voeux.0.etablissement".
 */
export function statisticFields(fields: readonly Field[], around?: StatisticField): readonly StatisticField[] {
  return fields.flatMap((field) => {
    const key = around ? `${around.key}.${field.key}` : field.key;
    const path = [...(around?.path ?? []), field.key];
    const one = { key, path, title: around ? `${around.title} : ${field.title}` : field.title, field };
    if (field.widget === "slot") return [];
    if (field.widget === "seat") return seatStatistics(field, one);
    if (field.type === "object") return statisticFields(field.fields ?? [], one);
    return field.widget === "repeat" ? rankedStatistics(field, one) : [one];
  });
}

function rankedStatistics(field: Field, { key, path }: StatisticField): readonly StatisticField[] {
  if (field.schema["x-ordered"] !== true) return [];
  const most = field.schema["maxItems"];
  const ranks = Math.min(TOLD_RANKS, typeof most === "number" ? most : TOLD_RANKS);
  return Array.from({ length: ranks }, (_, rank) => rank).flatMap((rank) =>
    // Without short titles, which would not say the rank.
    statisticFields(
      (field.fields ?? []).map(({ shortTitle: _, ...item }) => item),
      {
        key: `${key}.${rank}`,
        path: [...path, String(rank)],
        title: `${itemTitle(field)} ${rank + 1}`,
        field,
      },
    ),
  );
}

/** Definitions that fields refer to and whose entries the reader may read, by id. */
export type Around = ReadonlyMap<string, Pick<CompiledDefinition, "form">>;

/** The fields of what these refer to, each through the field that names it: "famille.adresse.commune". Notes of the service stay there. */
export const fieldsThrough = (fields: readonly StatisticField[], around: Around): readonly StatisticField[] =>
  fields.flatMap((reference) => {
    const { ref } = reference.field;
    const target = ref === undefined ? undefined : around.get(ref);
    if (ref === undefined || target === undefined) return [];
    const through = { key: reference.key, path: reference.path, definition: ref };
    const theirs = statisticFields(target.form.order.filter(({ internal, hidden }) => !internal && !hidden));
    return theirs.flatMap((one) =>
      one.field.type === "array"
        ? []
        : [{ ...one, key: `${reference.key}.${one.key}`, title: `${reference.title} : ${one.title}`, through }],
    );
  });

/** Fields inside lists, which have several values in one entry: references, or days. */
export function listedFields(
  fields: readonly Field[],
  suits: (field: Field) => boolean,
  around?: StatisticField,
): readonly StatisticField[] {
  return fields.flatMap((field): readonly StatisticField[] => {
    const key = around ? `${around.key}.${field.key}` : field.key;
    const path = [...(around?.path ?? []), field.key];
    const one = {
      key,
      path,
      title: around ? `${around.title} : ${field.title}` : field.title,
      field,
      many: true as const,
    };
    if (around && suits(field)) return [one];
    return field.widget === "repeat" ? listedFields(field.fields ?? [], suits, one) : [];
  });
}

/** What comes first in each list whose order counts, when entries may be told apart by it: the structure of a first wish. */
export const firstOnes = (fields: readonly StatisticField[]): readonly StatisticField[] => {
  const first = fields.filter((one) => isGroupable(one) && one.path[1] === "0" && one.path.length === 3);
  return first.filter((one, index) => first.findIndex(({ path }) => path[0] === one.path[0]) === index);
};

/** Entries are told apart by the session they are for, its place, whether there was room. */
const seatStatistics = (field: Field, around: StatisticField): readonly StatisticField[] =>
  statisticFields(
    (field.fields ?? []).filter(({ key }) => ["intitule", "lieu", "jour", "attente"].includes(key)),
    around,
  );

/** Numbers that can be summed up. */
export const isMeasurable = ({ field, through }: StatisticField): boolean =>
  through === undefined && (field.widget === "money" || field.widget === "number");

/** Dates that say when an entry counts. */
export const isDate = ({ field, through }: StatisticField): boolean => through === undefined && field.widget === "date";

/** What different values may be counted of. */
export const isCountable = (one: StatisticField): boolean =>
  one.many === true || (one.through === undefined && isGroupable(one) && !isMultiple(one));

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

/** What a filter may be put on: values to tick, days, numbers, a fiche referred to. A text is written in too many ways. */
export const isNarrowing = (one: StatisticField): boolean => {
  const kind = filterKind(one.field);
  return kind !== null && (kind !== "words" || one.field.ref !== undefined);
};

/** Typed by people: a cell may then speak of one person. */
export const isTyped = (one: StatisticField): boolean => isGroupable(one) && !isFilterable(one);
