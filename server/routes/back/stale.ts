import {
  type Answers,
  type AvailableEvent,
  type Change,
  displayAnswers,
  type EntryEvent,
  type Json,
  type Labels,
} from "../../../engine/index.ts";
import type { StaleNoticeProps } from "../../../renderer/back/stale-notice.tsx";
import { words } from "../../../renderer/strings-back.ts";
import type { EntryScope } from "./entry-scope.ts";
import type { EntryShow } from "./entry-show.ts";

/**
 * What to tell an agent whose action came second: who did what since the revision she had seen, what becomes of her
 * action, and what she had typed when its form can no longer be opened.
 * @param opened the event she sent, when it is still possible
 */
export function staleNotice(
  { definition, now }: Pick<EntryScope, "definition" | "now">,
  show: EntryShow,
  history: readonly EntryEvent[],
  labels: Labels,
  opened: AvailableEvent | undefined,
): StaleNoticeProps {
  const events = history.filter((event) => event.seq > (show.staleSince ?? 0));
  const type = show.open?.type;
  if (type === undefined) return { definition, events, labels, sentence: words.stale.idle, typed: [] };
  if (opened) return { definition, events, labels, sentence: words.stale.kept, typed: [] };
  const known = [...definition.workflow.states.values()]
    .flatMap((state) => state.events)
    .find((event) => event.type === type);
  const form = known?.form === "entry" ? definition.form : definition.forms.get(known?.form ?? "");
  const answers = show.open?.typed?.answers ?? {};
  return {
    definition,
    events,
    labels,
    sentence: words.stale.gone(known?.label ?? type),
    typed: form
      ? displayAnswers(form, answers, { now, actor: { kind: "agent", roles: [] } }, labels).flatMap(
          (section) => section.rows,
        )
      : [],
  };
}

/**
 * Answers typed over an older revision, with the fields the agent left alone brought up to date: what she changed stays
 * hers, what someone else changed in between is not undone.
 * @param changes of the facts since the revision she had seen, oldest first
 */
export function rebased(typed: Answers, current: Answers, changes: readonly Change[]): Answers {
  const seen = new Map<string, Json>();
  for (const { field, before } of changes) {
    if (!seen.has(field)) seen.set(field, before);
  }
  const kept: Record<string, Json> = { ...typed };
  for (const [field, before] of seen) {
    if (JSON.stringify(typed[field] ?? null) !== JSON.stringify(before)) continue;
    const now = current[field];
    if (now === undefined) delete kept[field];
    else kept[field] = now;
  }
  return kept;
}
