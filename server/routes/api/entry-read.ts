import {
  type Actor,
  asksPayments,
  type CompiledDefinition,
  type Entry,
  type EventActor,
} from "../../../engine/index.ts";
import { auditRead } from "../../audit.ts";
import { findVisible } from "../../commands/send-event.ts";
import type { Context } from "../../context.ts";
import { entryMoney } from "../../entry-money.ts";
import { entryView } from "../../entry-view.ts";
import { notFound, problemResponse } from "../../problem.ts";
import { entryHistory } from "../../store/events.ts";
import { type ApiContext, target } from "./subject.ts";

/** GET /{member}/{definition}/entries/{id}: the entry, what it costs and what was paid, its revision as ETag. */
export async function readEntry(c: ApiContext): Promise<Response> {
  const found = await visibleEntry(c);
  if (found instanceof Response) return found;
  logEntryRead(found);
  const { definition, entry, actor, ctx } = found;
  const etag = `"${entry.revision}"`;
  // A refund changes no revision: what is paid is told anew each time.
  if (c.req.header("if-none-match") === etag && !asksPayments(definition)) return c.body(null, 304, { ETag: etag });
  const view = entryView(definition, entry, actor, ctx.clock().toISOString());
  return c.json({ ...view, ...(await entryMoney(ctx, definition, entry, actor)) }, 200, { ETag: etag });
}

/** GET /{member}/{definition}/entries/{id}/history: the chained facts, oldest first. */
export async function readHistory(c: ApiContext): Promise<Response> {
  const found = await visibleEntry(c);
  if (found instanceof Response) return found;
  logEntryRead(found);
  const events = await entryHistory(found.ctx, found.entry.member, found.entry.id);
  return c.json(
    events.map(({ seq, type, from, to, actor, at, hash }) => ({
      seq,
      type,
      from,
      to,
      actor: publicActor(actor),
      at,
      hash,
    })),
  );
}

/** Who acted and for whom, without the keys the base knows them by. */
function publicActor({ kind, name, onBehalfOf }: EventActor) {
  return {
    kind,
    ...(name !== undefined && { name }),
    ...(onBehalfOf && {
      onBehalfOf: { kind: onBehalfOf.kind, ...(onBehalfOf.name !== undefined && { name: onBehalfOf.name }) },
    }),
  };
}

/** An entry that a path names, before someone who may read it. */
export interface VisibleEntry {
  readonly ctx: Context;
  readonly entry: Entry;
  readonly definition: CompiledDefinition;
  readonly actor: Actor;
}

/** The entry that the path names, or the problem to answer instead. */
export async function visibleEntry(c: ApiContext): Promise<VisibleEntry | Response> {
  const asked = target(c);
  if (!asked.ok) return problemResponse(c, asked.problem);
  const { ctx, member, definition, actor } = asked.value;
  const id = c.req.param("id") ?? "";
  const found = await findVisible(ctx, { member: member.id, definitionId: definition.id, id, actor });
  return found ? { ...found, ctx, actor } : problemResponse(c, notFound());
}

/** Keeps that an agent read an entry. */
export function logEntryRead({ ctx, entry, actor }: VisibleEntry): void {
  const read = { member: entry.member, definition: entry.definition, target: entry.id };
  auditRead(ctx, actor, { ...read, action: "entry-read" });
}
