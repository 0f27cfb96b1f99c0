import {
  type Answers,
  type AvailableEvent,
  available,
  displayAnswers,
  type EntryEvent,
  editsEntry,
  type Form,
  importedFields,
  keptFindings,
  keptPrices,
  type Linked,
  lackingOf,
  linked,
  valuesAt,
} from "../../../engine/index.ts";
import { entryPage } from "../../../renderer/back/entry-page.tsx";
import type { EntryPageView } from "../../../renderer/back/entry-page-view.ts";
import { eventForm } from "../../../renderer/back/event-sentences.ts";
import { listHref } from "../../../renderer/back/list-state.ts";
import { servingUnits } from "../../around.ts";
import { auditRead } from "../../audit.ts";
import { ASSIGNED } from "../../commands/assign-entry.ts";
import { documentLines } from "../../document-lines.ts";
import { rankedFor } from "../../ranked-for.ts";
import { asksForMember, recipients, withRecipients } from "../../recipients.ts";
import { type Assignee, listAssignable } from "../../store/assignees.ts";
import { isUuid } from "../../store/entries.ts";
import { entryHistory } from "../../store/events.ts";
import { look } from "../../store/presence.ts";
import { backFrame, type PageContext } from "./agent-scope.ts";
import { correspondenceView } from "./correspondence.ts";
import { deskRenewalView } from "./desk-renewal.ts";
import { editPage } from "./edit-page.ts";
import type { EntryScope } from "./entry-scope.ts";
import { type EntryShow, eventPlace, scopeContext } from "./entry-show.ts";
import { entryTabs } from "./entry-tabs.ts";
import { ficheHolderView } from "./fiche-holder-view.ts";
import { filledForm, type Typed } from "./filled.ts";
import { type Shown, shown } from "./labels.ts";
import { listedBy, listStateOf, type Neighbours, neighbours } from "./list-query.ts";
import { lookingAt } from "./looking.ts";
import { mergedView } from "./merged-views.ts";
import { deskPayments } from "./payments-view.ts";
import { reach, reachedOf } from "./reach.ts";
import { relatedTo } from "./related.ts";
import { seekHref } from "./seeking.ts";
import { staleNotice } from "./stale.ts";

const ENTRY_TAB = { tab: "", after: "", query: new URLSearchParams() };

/** A form without any question: an event that only asks to be confirmed. */
const CONFIRMATION: Form = { id: "confirmation", title: "", steps: [], order: [], rules: [], validate: () => [] };

/** The page of an entry, or the page of its own form when the event opened edits it. */
export async function showEntry(c: PageContext, scope: EntryScope, show: EntryShow): Promise<Response> {
  const { ctx, definition, entry, actor, now, member, home, agent } = scope;
  auditRead(ctx, actor, { member: member.id, action: "entry-read", definition: definition.id, target: entry.id });
  const events = available(definition, entry, actor, now).filter((event) => canBeFilled(scope, event));
  const opened = events.find((event) => event.type === show.open?.type);
  const history = await entryHistory(ctx, member.id, entry.id);
  const names = await namesOf(scope, history);
  const stale = show.staleSince === undefined ? null : staleNotice(scope, show, history, names.labels, opened);
  const typed: Typed = show.open?.typed ?? { answers: {} };
  if (opened && editsEntry(opened.form)) return editPage(c, scope, { ...show, event: opened, typed, history, stale });
  const [documents, frame, correspondence, colleagues, { previous, next }, others, related, payments, tabs] =
    await Promise.all([
      documentLines(ctx, definition, { member: member.id, id: entry.id, base: scope.base, agent: true }),
      backFrame(c, scope, definition.id),
      correspondenceView(c, scope, show.writing, history),
      listAssignable(ctx, [{ member, definition }]),
      around(scope, show),
      look(ctx, lookingAt(scope, opened !== undefined)),
      relatedTo(scope),
      deskPayments(c, scope, show.deciding ?? null),
      entryTabs(scope, show.tab ?? ENTRY_TAB, show.back),
    ]);
  const html = entryPage({
    frame,
    definition,
    latest: scope.offered.version,
    entry,
    of: member === home ? null : member.name,
    ...servedBy(scope),
    sections: displayAnswers(definition.form, entry.answers, scopeContext(scope), names.labels),
    ...{ labels: names.labels, links: names.links, files: names.files },
    history,
    ...{ prices: keptPrices(history), findings: keptFindings(history) },
    imported: { ...importedFields(history), lacking: lackingOf(definition.form, entry, lackingContext(scope)) },
    ranked: rankedFor(ctx, definition, entry, history, scopeContext(scope), true),
    ...{ documents, payments, related, tabs, events },
    holder: ficheHolderView(scope, history),
    ...{ merged: await mergedView(scope), renewal: await deskRenewalView(scope), seekHref: seekHref(scope) },
    readOnly: !actor.roles.includes("agent"),
    opened: opened ? { event: opened, filled: await eventFilled(scope, opened, typed) } : null,
    stale,
    refused: show.refused ?? null,
    done: show.done ?? null,
    ...{ correspondence, colleagues, agents: namesOfAgents(entry, history, colleagues) },
    ...{ me: agent.id, others },
    ...addresses(scope, show.back, previous, next),
  });
  return c.html(html, show.status);
}

/**
 * The units whose territory holds the commune of an entry, with their members; none where its definition has no territory. Whether
 * they are others than hers, when units keep something of it to themselves.
 */
function servedBy({ ctx, offered, entry, actor }: EntryScope): Pick<EntryPageView, "servedBy" | "servedElsewhere"> {
  const { territory, ownNotes } = offered;
  const [commune] = territory === null ? [] : valuesAt(entry.answers, territory);
  if (typeof commune !== "string") return { servedBy: [], servedElsewhere: false };
  const serving = servingUnits(ctx, commune);
  const hers = serving.some(({ member, unit }) => actor.offices?.includes(`${member.id}/${unit.id}`));
  return {
    servedBy: serving.map(({ member, unit }) => `${unit.name} (${member.name})`),
    servedElsewhere: ownNotes && serving.length > 0 && !hers,
  };
}

/** What decides which questions are asked, the answers stored apart: see `lackingOf`. */
function lackingContext(scope: EntryScope) {
  const { stored: _, ...context } = scopeContext(scope);
  return context;
}

/** An event that asks for a member to forward to is not offered when no other offers the definition. */
function canBeFilled({ ctx, definition, member }: EntryScope, event: AvailableEvent): boolean {
  const form = definition.forms.get(event.form ?? "");
  return !form || !asksForMember(form) || recipients(ctx, member.id, definition.id).length > 0;
}

function eventFilled(scope: EntryScope, event: AvailableEvent, typed: Typed) {
  const own = event.form === undefined ? CONFIRMATION : (scope.definition.forms.get(event.form) ?? CONFIRMATION);
  const form = withRecipients(scope.ctx, scope.member.id, scope.definition, own);
  return filledForm(scope, form, typed, scopeContext(scope), eventPlace(scope, event.type));
}

/** Names of everything the answers and the history refer to by id. */
function namesOf(scope: EntryScope, history: readonly EntryEvent[]): Promise<Shown> {
  const { ctx, session, member, definition, entry } = scope;
  const links: Linked[] = [...linked(definition.form, entry.answers)];
  for (const event of history) {
    for (const id of event.data.forwarded?.files ?? []) links.push({ id, pointer: "" });
    const form = eventForm(definition, event);
    if (form && event.data.answers) links.push(...linked(form, event.data.answers));
    for (const { field, before, after } of event.data.changes ?? []) {
      for (const value of [before, after]) links.push(...linked(definition.form, { [field]: value } as Answers));
    }
  }
  return shown(ctx, session, member.id, links, { entry: entry.id, fileBase: `${scope.base}/fichiers` });
}

/** Names by id, with the assignee's as it was written when she took the entry, should she work it no longer. */
function namesOfAgents(
  { assignee }: EntryScope["entry"],
  history: readonly EntryEvent[],
  colleagues: readonly Assignee[],
): ReadonlyMap<string, string> {
  const names = new Map(colleagues.map(({ id, name }) => [id, name]));
  const written = history.findLast(({ type }) => type === ASSIGNED)?.data.answers?.["agent"];
  return assignee !== null && typeof written === "string" ? new Map([[assignee, written], ...names]) : names;
}

/** The entries before and after this one in the list she comes from, as a page carries them: "{member}/{id}". */
async function around(scope: EntryScope, show: EntryShow): Promise<Record<keyof Neighbours, string | null>> {
  const { ctx, session, home, entry } = scope;
  const [reached] = reachedOf(reach(ctx, session, home.id, entry.definition));
  if (show.next !== undefined || !reached) return { previous: null, next: show.next ?? null };
  const state = listStateOf(show.back, reached.definition, reached.places);
  const found = await neighbours(ctx, await listedBy(ctx, scope, reached, state), show.back, entry.id);
  const placeOf = (other: Neighbours["next"]) => (other ? `${other.member}/${other.id}` : null);
  return { previous: placeOf(found.previous), next: placeOf(found.next) };
}

type Addresses = Pick<EntryPageView, "base" | "here" | "back" | "listHref" | "previousHref" | "next" | "nextHref">;

function addresses(scope: EntryScope, back: string, previous: string | null, next: string | null): Addresses {
  const { ctx, session, base, home, entry } = scope;
  const list = `/${home.id}/agent/${entry.definition}`;
  const places = reach(ctx, session, home.id, entry.definition);
  const [reached] = reachedOf(places);
  const suffix = back === "" ? "" : `?liste=${encodeURIComponent(back)}`;
  const hrefOf = (other: string | null): string | null => {
    const [, member, id] = /^([a-z0-9-]+)\/([0-9a-f-]{36})$/.exec(other ?? "") ?? [];
    const exists = places.some((place) => place.member.id === member) && isUuid(id ?? "");
    return exists ? `/${member}/agent/${entry.definition}/${id}${suffix}` : null;
  };
  const nextHref = hrefOf(next);
  return {
    base,
    here: `${base}${suffix}`,
    back,
    listHref: reached ? listHref(list, reached.definition, listStateOf(back, reached.definition, places)) : list,
    previousHref: hrefOf(previous),
    next: nextHref === null ? null : next,
    nextHref,
  };
}
