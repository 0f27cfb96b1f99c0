import {
  type Clock,
  clockOf,
  decidedBy,
  type EntryEvent,
  effectOfMissing,
  formatDate,
  isSuspended,
  parisDay,
  USUAL_APPEAL,
} from "../../../engine/index.ts";
import type { DocumentLine } from "../../../renderer/document-list.tsx";
import type { LegalView } from "../../../renderer/front/legal-block.tsx";
import { clockWords } from "../../../renderer/strings-clock.ts";
import { about } from "../../commands/write-entry.ts";
import type { CitizenScope } from "./entry-scope.ts";

/** What the law makes a tracking page say: by when she is answered, who decided, how to contest it. */
export function legalLines(
  scope: CitizenScope,
  history: readonly EntryEvent[],
  documents: readonly DocumentLine[],
): LegalView {
  const { ctx, member, definition, entry, context } = scope;
  const clock = clockOf(definition, entry);
  const decided = decisionOf(scope, history);
  const contested = decided?.unfavorable || (clock?.silentOn !== undefined && clock.regime === "SVR");
  return {
    delay: clock ? delayLines(clock, context.now) : [],
    decision: decided && clockWords.citizen.decidedBy(decidedBy(decided.actor, about(ctx, member.id, definition))),
    appeal: contested ? (definition.appeal ?? USUAL_APPEAL) : null,
    forwarded: forwardedLine(scope, history),
    certificate: (clock?.silentOn !== undefined && documents.find(({ certificate }) => certificate)) || null,
  };
}

/** Forwarded here by another member, or to another (CRPA L.114-2). Only an account holds the entry there too. */
function forwardedLine({ ctx, actor }: CitizenScope, history: readonly EntryEvent[]): LegalView["forwarded"] {
  const from = history[0]?.data.forwarded;
  const to = history.findLast(({ data }) => data.forwardedTo)?.data.forwardedTo;
  if (to) {
    const name = ctx.catalogue.member(to.member)?.name ?? to.member;
    const href = actor.kind === "citizen" ? `/${to.member}/demandes/${to.entry}` : null;
    return { sentence: clockWords.citizen.transferred(name), href };
  }
  if (!from) return null;
  return { sentence: clockWords.citizen.from(from.member, formatDate(from.receivedOn)), href: null };
}

function delayLines(clock: Clock, now: string): readonly string[] {
  const { citizen } = clockWords;
  const { regime, status, due, missing, silentOn } = clock;
  if (silentOn !== undefined) return [citizen.silent[regime](formatDate(silentOn))];
  if (status === "stopped") return [];
  const asked = missing ? [citizen.missing(formatDate(missing.since))] : [];
  const until = missing?.until && missing.until >= parisDay(now) ? [citizen.until(formatDate(missing.until))] : [];
  const effect = missing ? [effectOfMissing(clock, now)] : [];
  const answer = due === null || isSuspended(clock, parisDay(now)) ? [] : [citizen[regime](formatDate(due))];
  return [...answer, ...asked, ...until, ...effect];
}

/** The decision that brought the request to its present state, if an agent took one. */
function decisionOf({ definition, entry }: CitizenScope, history: readonly EntryEvent[]) {
  const last = history.findLast(({ from, to }) => from !== to);
  if (last?.to !== entry.state || last.actor.kind !== "agent") return null;
  const event = definition.workflow.states.get(last.from ?? "")?.events.find(({ type }) => type === last.type);
  return event?.decision ? { actor: last.actor, unfavorable: event.decision === "unfavorable" } : null;
}
