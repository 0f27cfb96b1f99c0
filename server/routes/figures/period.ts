import { type Period, parisDay, parseDate, periodOf, SPANS } from "../../../engine/index.ts";
import type { PeriodChoice } from "../../../renderer/figures/period-form.tsx";
import type { PageContext } from "../back/agent-scope.ts";

const DAY = /^(19|20|21)\d{2}-\d{2}-\d{2}$/;

/** The period an address asks, the usual one for anything else, and how the form shows it. */
export function askedPeriod(c: PageContext, now: string): { readonly period: Period; readonly choice: PeriodChoice } {
  const asked = c.req.query("periode") ?? "";
  const span = SPANS.find((each) => each === asked) ?? "12-mois";
  const day = (name: string) => {
    const text = c.req.query(name) ?? "";
    return DAY.test(text) && parseDate(text) !== null ? text : null;
  };
  const [first, last] = span === "dates" ? [day("du"), day("au")] : [null, null];
  const crossed = first !== null && last !== null && first > last;
  return {
    period: periodOf(span, parisDay(now), { first, last: crossed ? first : last }),
    choice: {
      span,
      first: first ?? "",
      last: last ?? "",
      issues: crossed ? [{ pointer: "/au", message: "Le dernier jour vient avant le premier." }] : [],
    },
  };
}

/** The parameters of the address that say the period, for the addresses of what it leads to. */
export function periodPairs({ span, first, last }: PeriodChoice): Record<string, string> {
  return { periode: span, ...(first !== "" && { du: first }), ...(last !== "" && { au: last }) };
}
