import type { FactsView } from "../../../renderer/figures/fact-text.ts";
import { delayAt, type Facts, satisfaction } from "./facts.ts";

/** Facts as pages and files say them. */
export function factsView(facts: Facts): FactsView {
  const { inTime, forms } = facts;
  return {
    received: facts.received,
    before: facts.before,
    open: facts.open,
    late: facts.late,
    settled: facts.settled,
    median: delayAt(facts, 0.5),
    nine: delayAt(facts, 0.9),
    inTime: inTime.of === 0 ? null : inTime.kept / inTime.of,
    abandoned: forms.begun === 0 ? null : 1 - forms.sent / forms.begun,
    satisfaction: satisfaction(facts).average,
  };
}
