import type { Draft } from "./compile-field.ts";
import type { Report } from "./report.ts";

/**
 * Top-level drafts in the order of evaluation: each after those its expressions read, otherwise as written. Fields that
 * wait for one another are reported, and keep their written order.
 */
export function evaluationOrder(
  drafts: readonly Draft[],
  dependencies: ReadonlyMap<Draft, ReadonlySet<string>>,
  report: Report,
): readonly Draft[] {
  const byKey = new Map(drafts.map((draft) => [draft.field.key, draft]));
  const done = new Set<Draft>();
  const path: Draft[] = [];
  const ordered: Draft[] = [];

  const visit = (draft: Draft): void => {
    if (done.has(draft)) return;
    const start = path.indexOf(draft);
    if (start >= 0) {
      reportCycle(path.slice(start), report);
      return;
    }
    path.push(draft);
    for (const key of dependencies.get(draft) ?? []) {
      const other = byKey.get(key);
      if (other) visit(other);
    }
    path.pop();
    done.add(draft);
    ordered.push(draft);
  };
  for (const draft of drafts) visit(draft);
  return ordered;
}

function reportCycle(cycle: readonly Draft[], report: Report): void {
  const [first] = cycle;
  if (!first) return;
  const keys = cycle.map(({ field }) => `« ${field.key} »`);
  const message =
    keys.length === 1
      ? `${keys[0]} dépend de lui-même : on ne peut pas savoir s'il faut le demander.`
      : `${keys.join(", ")} dépendent l'un de l'autre : on ne peut pas savoir lequel demander d'abord.`;
  report.add("cycle", first.locate(), message);
}

/**
 * Inside a group or an item, fields are settled as written: an expression may read only fields that come before. A group
 * is read by its path ("adresse.pays"), an item as `item.pays`.
 */
export function checkInnerOrder(
  siblings: readonly Draft[],
  prefix: string,
  readsOf: (draft: Draft) => Iterable<string>,
  report: Report,
): void {
  for (const [index, draft] of siblings.entries()) {
    const later = siblings.slice(index).map(({ field }) => `${prefix}.${field.key}`);
    for (const path of readsOf(draft)) {
      if (!later.some((name) => path === name || path.startsWith(`${name}.`))) continue;
      const name = path.slice(prefix.length + 1);
      const message = `« ${draft.field.key} » dépend de « ${name} », qui doit venir avant lui dans le groupe.`;
      report.add("inner-order", draft.locate(), message);
    }
  }
}
