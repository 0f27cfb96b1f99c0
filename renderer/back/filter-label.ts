import {
  type CompiledDefinition,
  dayRange,
  display,
  EMPTY,
  type Field,
  type FilterKind,
  fieldAt,
  filterKind,
  heading,
  RELATIVE_DAYS,
  type RelativeDays,
} from "../../engine/index.ts";
import { words } from "../strings-back.ts";
import { ficheWords } from "../strings-fiches.ts";
import { queueWords } from "../strings-queues.ts";
import { relationWords } from "../strings-relations.ts";
import { CONFIRMED } from "./confirmed-filter.ts";
import { columnAt, ownTitle, type Referable } from "./list-columns.ts";
import { OWN_TERRITORY, TERRITORY } from "./list-state.ts";

/** What a list is filtered on: a field, or a moment of the entry. */
export interface Filtered {
  readonly key: string;
  readonly title: string;
  readonly kind: FilterKind | null;
  readonly field: Field | null;
}

/** The field or moment of this key; null when the definition has none. */
export function filteredAt(
  definition: CompiledDefinition,
  key: string,
  referable: Referable = new Map(),
): Filtered | null {
  if (key === CONFIRMED) return { key, title: ownTitle(definition, key) ?? key, kind: null, field: null };
  if (key === TERRITORY) return { key, title: relationWords.territory, kind: null, field: null };
  const own = ownTitle(definition, key);
  if (own !== null) return { key, title: own, kind: "days", field: null };
  const field = fieldAt(definition.form.order, key);
  if (field) return { key, title: heading(field), kind: filterKind(field), field };
  const through = columnAt(definition, key, referable);
  return through?.field ? { key, title: through.title, kind: filterKind(through.field), field: through.field } : null;
}

/** A value of a filter as the agent reads it. */
export function filterLabel({ kind, field }: Pick<Filtered, "kind" | "field">, value: string): string {
  if (value === OWN_TERRITORY && kind === null) return relationWords.ownTerritory;
  if (value === "a-confirmer" && field === null) return ficheWords.list.wanted;
  if (value === "confirme" && field === null) return ficheWords.list.confirmed;
  if (value === EMPTY) return queueWords.filter.empty;
  if (kind === "days") return daysLabel(value);
  if (field === null) return value;
  if (kind === "yes-no") return value === "true" ? words.yes : words.no;
  if (kind === "numbers") return numbersLabel(field, value);
  return field.choices?.find((choice) => choice.value === value)?.label ?? (display(field, value) || value);
}

const isRelative = (text: string): text is RelativeDays => (RELATIVE_DAYS as readonly string[]).includes(text);

function daysLabel(value: string): string {
  const { filter } = queueWords;
  if (isRelative(value)) return filter.relative[value];
  const [, sign, days] = /^([+-])(\d{1,4})j$/.exec(value) ?? [];
  if (days !== undefined) return sign === "-" ? filter.lastDays(Number(days)) : filter.nextDays(Number(days));
  // Only its ends are read: what day it is does not matter.
  const range = dayRange(value, "2000-01-01T00:00:00Z");
  if (range === null) return value;
  const [from, to] = [range.from && figures(range.from), range.to && figures(range.to)];
  if (from && to) return from === to ? from : filter.betweenDays(from, to);
  return from ? filter.since(from) : filter.until(to ?? "");
}

/** "10/01/1950". */
const figures = (day: string): string => day.split("-").reverse().join("/");

function numbersLabel(field: Field, value: string): string {
  const { filter } = queueWords;
  const shown = (text: string) => (Number.isFinite(Number(text)) ? display(field, Number(text)) : text);
  const [from, to, ...rest] = value.split("..");
  if (to === undefined || rest.length > 0) return shown(value);
  if (from && to) return filter.between(shown(from), shown(to));
  return from ? filter.moreThan(shown(from)) : filter.lessThan(shown(to));
}
