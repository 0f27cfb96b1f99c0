import type { Names } from "./cel-names.ts";
import { checkedExpression } from "./compile-expression.ts";
import type { Expected } from "./expression.ts";
import type { Expression } from "./form.ts";
import type { EventMeta } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";

/** What an event asks the citizen to add, as expressions. */
export interface AskedItems {
  /** A date: the last day to answer. */
  readonly until: Expression;
  /** Absent: the items are indispensable. */
  readonly indispensable?: Expression;
  /** A text or a list of texts. */
  readonly items?: Expression;
}

/** What an event means to the legal clock. */
export interface Legal {
  readonly missing?: AskedItems;
  /** A date: the day on which what was asked came. */
  readonly received?: Expression;
  readonly decision?: "favorable" | "unfavorable";
}

/** Compiles what an event says of the legal clock (CRPA L.114-5); wrong expressions are reported and left out. */
export function compileLegal(meta: EventMeta | undefined, names: Names, at: At, report: Report): Legal {
  const read = (source: string | undefined, expected: Expected, ...place: string[]) =>
    source === undefined
      ? undefined
      : checkedExpression(source, names, expected, under(at, ...place), report)?.expression;
  const { missing, received, decision } = meta ?? {};
  const until = read(missing?.until, "date", "missing", "until");
  const indispensable = read(missing?.indispensable, "bool", "missing", "indispensable");
  const items = read(missing?.items, "any", "missing", "items");
  const day = read(received, "date", "received");
  return {
    ...(until && { missing: { until, ...(indispensable && { indispensable }), ...(items && { items }) } }),
    ...(day && { received: day }),
    ...(decision && { decision }),
  };
}
