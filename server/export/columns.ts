import {
  type Actor,
  type Answers,
  type CompiledDefinition,
  display,
  type Entry,
  type Field,
  isGroup,
  type Json,
  knowsInternal,
  type Labels,
  valuesAt,
} from "../../engine/index.ts";
import { exportWords } from "../../renderer/strings-exports.ts";
import type { Cell } from "./cell.ts";

/** What stands for ids in an export. */
export interface Names {
  /** Of files and of the entries referred to. */
  readonly labels: Labels;
  /** Of agents. */
  readonly agents: ReadonlyMap<string, string>;
  /** Of members. */
  readonly members: ReadonlyMap<string, string>;
  /** What the exporter may read of the entries referred to, by id. */
  readonly referred: ReadonlyMap<string, Answers>;
  /** How many entries refer to each, by relation then by id. */
  readonly related: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Choices as people read them, or as they are stored. */
export type Values = "labels" | "codes";

/** A column that an export of a definition may have. */
export interface ExportColumn {
  readonly key: string;
  readonly title: string;
  /** Of the group of fields it belongs to, or null. */
  readonly group: string | null;
  /** In the export unless somebody says otherwise. */
  readonly usual: boolean;
  readonly read: (entry: Entry, names: Names, values: Values) => Cell;
}

/** The columns that this actor may export: what every entry has, then the fields she may know of, in the order of the form. */
export function exportColumns(
  definition: CompiledDefinition,
  actor: Pick<Actor, "kind">,
  severalMembers: boolean,
): readonly ExportColumn[] {
  const knows = knowsInternal(actor);
  const listed = new Set(definition.list.map(({ key }) => key));
  const ordered = inFormOrder(definition).filter((field) => knows || !field.internal);
  const shown = ordered.filter((field) => !field.hidden || listed.has(field.key));
  return [...common(definition, severalMembers), ...shown.flatMap((field) => fieldColumns(field, field.key, null))];
}

/** Fields as the form asks them, then those it computes. */
function inFormOrder({ form }: CompiledDefinition): readonly Field[] {
  const asked = form.steps.flatMap((step) => step.fields);
  return [...asked, ...form.order.filter((field) => !asked.includes(field))];
}

function common(definition: CompiledDefinition, severalMembers: boolean): readonly ExportColumn[] {
  const { columns } = exportWords;
  const column = (key: string, title: string, usual: boolean, read: ExportColumn["read"]): ExportColumn => ({
    ...{ key, title, usual, read },
    group: null,
  });
  return [
    column("_reference", columns.reference, true, ({ reference }) => reference),
    ...(severalMembers
      ? [column("_collectivite", columns.member, true, ({ member }, { members }) => members.get(member) ?? member)]
      : []),
    column("_etat", columns.state, true, ({ state }, _, values) =>
      values === "codes" ? state : (definition.workflow.states.get(state)?.label ?? state),
    ),
    column("_recue", columns.received(definition.kind), true, ({ createdAt }) => ({ instant: createdAt })),
    column("_modifiee", columns.changed, false, ({ updatedAt }) => ({ instant: updatedAt })),
    column("_attribuee", columns.assignee, false, ({ assignee }, { agents }, values) =>
      assignee === null || values === "codes" ? assignee : (agents.get(assignee) ?? exportWords.formerAgent),
    ),
  ];
}

/** A group gives a column for each of its fields; anything else is one. */
function fieldColumns(field: Field, key: string, group: string | null): readonly ExportColumn[] {
  if (isGroup(field) && field.fields) {
    const title = group === null ? field.title : `${group}, ${field.title}`;
    return field.fields.flatMap((child) => fieldColumns(child, `${key}.${child.key}`, title));
  }
  const read: ExportColumn["read"] = ({ answers }, { labels }, values) => {
    const [value] = valuesAt(answers, key);
    const found = field.type === "array" ? wholeAt(answers, key) : value;
    return values === "codes" ? stored(field, found) : said(field, found, labels);
  };
  return [{ key, title: field.title, group, usual: true, read }];
}

/** The list under a key, which `valuesAt` would open. */
function wholeAt(answers: Answers, key: string): Json | undefined {
  let value: Json | undefined = answers;
  for (const part of key.split(".")) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    value = Object.hasOwn(value, part) ? (value as Answers)[part] : undefined;
  }
  return value;
}

/** A value as people read it, or as a spreadsheet counts it. */
export function said(field: Field, value: Json | undefined, labels: Labels): Cell {
  return measure(field, value) ?? (display(field, value, labels) || null);
}

function stored(field: Field, value: Json | undefined): Cell {
  const measured = measure(field, value);
  if (measured !== null) return measured;
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "string") return value;
  const flat = Array.isArray(value) && value.every((item) => typeof item === "string");
  return flat ? value.join(",") : JSON.stringify(value);
}

/** What a spreadsheet sorts and sums: numbers, amounts and days; null for anything else. */
function measure(field: Field, value: Json | undefined): Cell {
  if (typeof value === "number" && field.choices === undefined) {
    return field.widget === "money" ? { cents: value } : value;
  }
  return field.widget === "date" && typeof value === "string" ? { day: value } : null;
}
