import {
  type CompiledDefinition,
  countedBy,
  countKey,
  type Field,
  fieldAt,
  filterKind,
  heading,
} from "../../engine/index.ts";
import { ficheWords } from "../strings-fiches.ts";
import { queueWords } from "../strings-queues.ts";
import { relationWords } from "../strings-relations.ts";
import { CONFIRMED } from "./confirmed-filter.ts";
import { type ListState, OWN_COLUMNS } from "./list-state.ts";

/** A column of a list, beside the reference of the entry. */
export interface ShownColumn {
  /** As the address of the list writes it. */
  readonly key: string;
  readonly title: string;
  /** What the list is sorted by when its header is pressed; null for a column that cannot sort. */
  readonly sort: string | null;
  /** The field whose answers it shows; null for a column of our own. */
  readonly field: Field | null;
  /** For a field of what a field refers to: the key of that field, then the key there. */
  readonly through: { readonly key: string; readonly definition: string; readonly there: string } | null;
}

/** Definitions that fields may refer to, by id. */
export type Referable = ReadonlyMap<string, CompiledDefinition>;

/** What a list shows unless someone chose: when it came goes without saying where a date of its own orders it. */
export function usualColumns(definition: CompiledDefinition): readonly string[] {
  const fields = definition.list.map(({ key }) => key);
  const due = definition.clock.regime === "none" ? [] : ["_echeance"];
  const dated = definition.list.some(({ key, field }) => field.widget === "date" && definition.order?.endsWith(key));
  return [
    ...fields,
    ...(definition.confirmation === null ? [] : [CONFIRMED]),
    "_etat",
    ...(dated ? [] : ["_recue"]),
    ...due,
    ...(definition.kind === "service" ? ["_attribuee"] : []),
  ];
}

/** The columns of a list, those that exist no more left out. */
export function shownColumns(
  definition: CompiledDefinition,
  state: Pick<ListState, "columns">,
  referable: Referable,
): readonly ShownColumn[] {
  const keys = state.columns.length > 0 ? state.columns : usualColumns(definition);
  return keys.flatMap((key) => columnAt(definition, key, referable) ?? []);
}

/** The column of this key, or null when the definition, or the one it refers to, has none. */
export function columnAt(definition: CompiledDefinition, key: string, referable: Referable): ShownColumn | null {
  const own = ownTitle(definition, key);
  if (own !== null) return { key, title: own, sort: MOMENT_SORTS[key] ?? null, field: null, through: null };
  const field = fieldAt(definition.form.order, key);
  if (field) {
    const listed = definition.list.some((column) => column.key === key);
    return { key, title: heading(field), sort: listed ? key : null, field, through: null };
  }
  return throughReference(definition, key, referable);
}

const MOMENT_SORTS: Readonly<Record<string, string>> = {
  _recue: "createdAt",
  _modifiee: "updatedAt",
  _echeance: "due",
};

/** The heading of a column of our own; null for a field. */
export function ownTitle(
  definition: Pick<CompiledDefinition, "confirmation" | "kind" | "relations">,
  key: string,
): string | null {
  const { kind, confirmation } = definition;
  if (key === CONFIRMED) return confirmation && ficheWords.list.column;
  const counted = countedBy(definition, key);
  if (counted) return relationWords.column(counted.title);
  switch (key) {
    case "_etat":
    case "_modifiee":
    case "_attribuee":
    case "_collectivite":
    case "_echeance":
      return queueWords.columns[key];
    case "_recue":
      return queueWords.columns._recue[kind];
    default:
      return null;
  }
}

function throughReference(definition: CompiledDefinition, key: string, referable: Referable): ShownColumn | null {
  const parts = key.split(".");
  for (let at = 1; at < parts.length; at += 1) {
    const start = parts.slice(0, at).join(".");
    const reference = fieldAt(definition.form.order, start);
    const target = reference?.ref === undefined ? undefined : referable.get(reference.ref);
    if (!reference || !target) continue;
    const there = parts.slice(at).join(".");
    const field = fieldAt(target.form.order, there);
    if (!field || !isShowable(field)) return null;
    const title = queueWords.columns.through(heading(reference), heading(field));
    return { key, title, sort: null, field, through: { key: start, definition: target.id, there } };
  }
  return null;
}

const isShowable = (field: Field): boolean =>
  filterKind(field) !== null || field.widget === "reference" || field.type === "array";

/** A column that may be added, as a list of them says it. */
export interface ColumnChoice {
  readonly key: string;
  readonly title: string;
}

/** Every column a list may show: the form's fields, nested ones and those of what they refer to, then our own. */
export function columnChoices(
  definition: CompiledDefinition,
  referable: Referable,
): { readonly fields: readonly ColumnChoice[]; readonly own: readonly ColumnChoice[] } {
  const confirmed = definition.confirmation === null ? [] : [CONFIRMED];
  const keys = [...OWN_COLUMNS, ...confirmed, ...definition.relations.map(countKey)];
  const own = keys.map((key) => ({ key, title: ownTitle(definition, key) ?? key }));
  return { own, fields: fieldChoices(definition.form.order, "", "", referable) };
}

function fieldChoices(
  fields: readonly Field[],
  base: string,
  within: string,
  referable: Referable,
): readonly ColumnChoice[] {
  return fields.flatMap((field) => {
    const key = `${base}${field.key}`;
    const title = within === "" ? field.title : `${within} – ${field.title}`;
    const target = field.ref === undefined ? undefined : referable.get(field.ref);
    const there = target?.form.order.filter((each) => each.fields === undefined && isShowable(each)) ?? [];
    return [
      ...(field.fields === undefined ? [{ key, title }] : fieldChoices(field.fields, `${key}.`, title, referable)),
      ...there.map((each) => ({ key: `${key}.${each.key}`, title: `${title} – ${each.title}` })),
    ];
  });
}

/** Every field a list may be filtered on beside its columns, nested ones included. */
export function filterChoices(
  fields: readonly Field[],
  base = "",
  within = "",
  referable: Referable = new Map(),
): readonly ColumnChoice[] {
  return fields.flatMap((field) => {
    const key = `${base}${field.key}`;
    const title = within === "" ? field.title : `${within} – ${field.title}`;
    if (field.fields) return filterChoices(field.fields, `${key}.`, title, referable);
    // What a reference leads to, one step further: nobody asks for more in one filter.
    const target = field.ref === undefined ? undefined : referable.get(field.ref);
    const there = target ? filterChoices(target.form.order, `${key}.`, title) : [];
    return [...(filterKind(field) === null && field.widget !== "checkboxes" ? [] : [{ key, title }]), ...there];
  });
}
