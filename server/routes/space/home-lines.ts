import {
  type Actor,
  asksPayments,
  type CompiledDefinition,
  canRead,
  type Entry,
  formatMoney,
  takesPayment,
} from "../../../engine/index.ts";
import type {
  SpaceEntryView,
  SpaceFileView,
  SpaceMessageView,
  SpaceUnreadView,
} from "../../../renderer/space/space-home.tsx";
import { paymentWords } from "../../../renderer/strings-payment.ts";
import type { Context } from "../../context.ts";
import { actorBefore } from "../../identity/by-mandate.ts";
import type { Session } from "../../identity/subject.ts";
import { keptFiles } from "../../internal-files.ts";
import { entryHistory, type StoredEvent } from "../../store/events.ts";
import { dueOf } from "../../store/payments.ts";
import type { SpaceFile } from "../../store/space.ts";
import { citizenState } from "../front/citizen-state.ts";
import { dayOf } from "../front/day.ts";
import { historyLine } from "../front/entry-show.ts";
import { contextOf } from "../front/front-scope.ts";
import { mayPay } from "../front/payment-view.ts";

/** An entry this citizen may read, with what it takes to show it. */
export interface Known {
  readonly entry: Entry;
  readonly definition: CompiledDefinition;
  readonly actor: Actor;
}

/** Those of these entries that she may read, by id. */
export async function knownEntries(
  ctx: Context,
  session: Session,
  entries: readonly Entry[],
): Promise<ReadonlyMap<string, Known>> {
  const known = new Map<string, Known>();
  for (const entry of entries) {
    if (known.has(entry.id) || ctx.catalogue.member(entry.member) === null) continue;
    const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
    const actor = actorBefore(ctx, session, entry.member, definition, entry);
    if (canRead(definition, entry, actor)) known.set(entry.id, { entry, definition, actor });
  }
  return known;
}

type KnownEntries = ReadonlyMap<string, Known>;

/** A line of the list of requests; none for what she may not read. */
export function entryView(ctx: Context, known: KnownEntries, id: string): readonly SpaceEntryView[] {
  const found = known.get(id);
  if (!found) return [];
  const { entry, definition } = found;
  const state = citizenState(definition.workflow.states.get(entry.state), entry.state);
  return [{ ...lineOf(ctx, found), reference: entry.reference, sentAt: dayOf(entry.createdAt), state }];
}

/** Lines of what waits for her, with what she may pay at once. */
export async function payable(
  ctx: Context,
  known: KnownEntries,
  entries: readonly Pick<Entry, "id">[],
): Promise<readonly SpaceEntryView[]> {
  const asking = entries.flatMap(({ id }) => {
    const found = known.get(id);
    return found && asksPayments(found.definition) && mayPay(found) ? [found.entry] : [];
  });
  const due = await dueOf(ctx, asking);
  return entries.flatMap(({ id }) => {
    const payment = due.get(id);
    const found = known.get(id);
    const takes = payment && found && takesPayment(found.definition, found.entry.state, payment.events);
    return entryView(ctx, known, id).map((line) =>
      takes
        ? {
            ...line,
            pay: { href: `${line.href}/paiements/${payment.id}`, label: paymentWords.pay(formatMoney(payment.amount)) },
          }
        : line,
    );
  });
}

/** A line of the messages. */
export function messageView(
  ctx: Context,
  known: KnownEntries,
  id: string,
  event: StoredEvent,
): readonly SpaceMessageView[] {
  const found = known.get(id);
  const member = found && ctx.catalogue.member(found.entry.member);
  if (!found || !member) return [];
  const { definition, actor } = found;
  const line = historyLine({ definition, actor, context: contextOf(ctx, member, definition, actor) }, event);
  return [{ ...lineOf(ctx, found), ...line }];
}

/** A line of the conversations with news; its address is that of the messages. */
export function unreadView(ctx: Context, known: KnownEntries, id: string, count: number): readonly SpaceUnreadView[] {
  const found = known.get(id);
  if (!found) return [];
  const line = lineOf(ctx, found);
  return [{ ...line, href: `${line.href}/messages`, reference: found.entry.reference, count }];
}

/** The files she may read: those in questions kept among agents are left out. */
export async function fileViews(
  ctx: Context,
  known: KnownEntries,
  files: readonly SpaceFile[],
): Promise<readonly SpaceFileView[]> {
  const kept = new Map<string, readonly string[]>();
  for (const { member, entryId } of files) {
    const found = known.get(entryId);
    if (!found || kept.has(entryId)) continue;
    kept.set(entryId, keptFiles(found.definition, found.entry, await entryHistory(ctx, member, entryId)));
  }
  return files.flatMap(({ entryId, id, name, size, createdAt }) => {
    const found = known.get(entryId);
    if (!found || kept.get(entryId)?.includes(id)) return [];
    const line = lineOf(ctx, found);
    return [{ ...line, href: `${line.href}/fichiers/${id}`, name, size, sentAt: dayOf(createdAt) }];
  });
}

function lineOf(ctx: Context, { entry, definition }: Known) {
  return {
    href: `/${entry.member}/demandes/${entry.id}`,
    title: definition.title,
    member: ctx.catalogue.member(entry.member)?.name ?? entry.member,
  };
}
