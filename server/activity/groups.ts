import {
  BY_MONTH,
  BY_STATE,
  type CompiledDefinition,
  type CountedFigure,
  knownFields,
  type StatisticField,
  type ToldGroup,
  type ToldGroups,
} from "../../engine/index.ts";
import { activityWords as words } from "../../renderer/strings-activity.ts";
import type { Context } from "../context.ts";
import { aroundOf } from "../routes/figures/follow-references.ts";
import type { Answered } from "./ask.ts";
import { followedFrom } from "./places.ts";
import type { Report } from "./read.ts";

interface Known {
  readonly report: Report;
  readonly figure: CountedFigure;
  readonly answered: readonly Answered[];
}

/** What tells a figure apart, the groups of every member put together, in words. */
export function groupsTold(ctx: Context, { figure, answered }: Known): readonly ToldGroups[] {
  const [first] = answered;
  const definition = first && ctx.catalogue.definition(first.member, figure.definition);
  if (!first || !definition) return [];
  const around = aroundOf(followedFrom(ctx, first.member, definition));
  const fields = knownFields({ definition, actor: { kind: "agent" }, around });
  return figure.by.map((by) => {
    const field = fields.find(({ key }) => key === by);
    const sums = new Map<string, { value: number; before: number | null }>();
    for (const { g, n, b } of answered.flatMap(({ groups }) => groups.get(figure.id)?.get(by) ?? [])) {
      const sum = sums.get(g) ?? { value: 0, before: null };
      sum.value += n;
      sum.before = b === null ? sum.before : (sum.before ?? 0) + b;
      sums.set(g, sum);
    }
    const rows = [...sums].map(
      ([key, sum]): ToldGroup => ({ key, label: labelOf(definition, by, field, key), ...sum }),
    );
    return { by, title: titleOf(by, field), rows: inOrder(rows, orderOf(definition, by, field)) };
  });
}

function titleOf(by: string, field: StatisticField | undefined): string {
  if (by === BY_STATE) return words.state;
  if (by === BY_MONTH) return words.month;
  if (!field) return by;
  const own = field.field.shortTitle ?? field.field.title;
  const [reference = ""] = field.title.split(" : ");
  return field.through ? `${reference} : ${own}` : own;
}

function labelOf({ workflow }: CompiledDefinition, by: string, field: StatisticField | undefined, key: string): string {
  if (key === "") return words.absent;
  if (by === BY_STATE) return workflow.states.get(key)?.label ?? key;
  if (by === BY_MONTH) return words.months[Number(key) - 1] ?? key;
  if (field?.field.type === "boolean") return key === "true" ? words.yes : words.no;
  return field?.field.choices?.find(({ value }) => value === key)?.label ?? key;
}

/** The order that a definition gives, or none: the most numerous come first. */
function orderOf({ workflow }: CompiledDefinition, by: string, field: StatisticField | undefined): readonly string[] {
  if (by === BY_STATE) return [...workflow.states.keys()];
  if (by === BY_MONTH) return MONTHS;
  return field?.field.choices?.map(({ value }) => value) ?? [];
}

const MONTHS = Array.from({ length: 12 }, (_, month) => String(month + 1).padStart(2, "0"));

function inOrder(rows: readonly ToldGroup[], order: readonly string[]): readonly ToldGroup[] {
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return [...rows].sort(
    (a, b) =>
      Number(a.key === "") - Number(b.key === "") ||
      rank(a.key) - rank(b.key) ||
      b.value - a.value ||
      a.label.localeCompare(b.label, "fr"),
  );
}
