import { type Context as ScopeContext, storedPrices } from "../../../engine/index.ts";
import type { TypedDecision } from "../../../renderer/back/payments.tsx";
import { localHolidays } from "../../local-holidays.ts";
import type { Writing } from "./correspondence.ts";
import type { EntryScope } from "./entry-scope.ts";
import type { AskedTab } from "./entry-tabs.ts";
import type { FormPlace, Typed } from "./filled.ts";

/** What to show of an entry beside itself. */
export interface EntryShow {
  readonly status: 200 | 403 | 409 | 422 | 429 | 503;
  /** Query string of the list she comes from. */
  readonly back: string;
  /** "{member}/{id}" of the entry to offer next; looked for in the list when absent. */
  readonly next?: string | null;
  /** The event whose form is open, with what was typed in it; without, as it opens. */
  readonly open?: { readonly type: string; readonly typed?: Typed };
  /** The revision the agent had seen when someone acted before her. */
  readonly staleSince?: number;
  readonly refused?: string;
  readonly done?: string;
  /** The tab to show; absent: the entry itself. */
  readonly tab?: AskedTab;
  /** A message or a note that comes back. */
  readonly writing?: Writing;
  /** A decision about a payment that comes back. */
  readonly deciding?: TypedDecision;
}

/** Where the form of an event stands. */
export const eventPlace = (
  { base, entry, definition }: Pick<EntryScope, "base" | "entry" | "definition">,
  type: string,
): FormPlace => ({
  slots: { definition, entry },
  entry: entry.id,
  action: `${base}/evenements/${type}`,
  fileBase: `${base}/fichiers`,
});

/** What the expressions of a form read while an agent fills it. */
export function scopeContext({ ctx, member, definition, entry, actor, now }: EntryScope): ScopeContext {
  const { reference, state, createdAt } = entry;
  const place = { holidays: localHolidays(ctx, member.id), tariffs: ctx.catalogue.tariffs(member.id, definition.id) };
  const about = { member: member.name, title: definition.title, ...place };
  const stored = storedPrices(definition.form, entry.answers);
  return {
    now,
    entry: { reference, state, createdAt },
    actor: { kind: actor.kind, roles: actor.roles },
    about,
    stored,
  };
}
