import {
  type Answers,
  type AvailableEvent,
  available,
  displayAnswers,
  type EntryEvent,
  type Form,
  type Linked,
  linked,
} from "../../../engine/index.ts";
import { entryPage } from "../../../renderer/back/entry-page.tsx";
import type { EntryPageView } from "../../../renderer/back/entry-page-view.ts";
import { eventForm } from "../../../renderer/back/event-sentences.ts";
import { listHref, readListState } from "../../../renderer/back/list-state.ts";
import { auditRead } from "../../audit.ts";
import { listAssignable } from "../../store/assignees.ts";
import { isUuid } from "../../store/entries.ts";
import { entryHistory } from "../../store/events.ts";
import { backFrame, type PageContext } from "./agent-scope.ts";
import { editPage } from "./edit-page.ts";
import type { EntryScope } from "./entry-scope.ts";
import { type EntryShow, eventPlace, scopeContext } from "./entry-show.ts";
import { filledForm, type Typed } from "./filled.ts";
import { type Shown, shown } from "./labels.ts";
import { following } from "./list-query.ts";
import { staleNotice } from "./stale.ts";

/** A form without any question: an event that only asks to be confirmed. */
const CONFIRMATION: Form = { id: "confirmation", title: "", steps: [], order: [], rules: [], validate: () => [] };

/** The page of an entry, or the page of its own form when the event opened edits it. */
export async function showEntry(c: PageContext, scope: EntryScope, show: EntryShow): Promise<Response> {
  const { ctx, definition, entry, actor, now, member, agent } = scope;
  auditRead(ctx, actor, { member: member.id, action: "entry-read", definition: definition.id, target: entry.id });
  const events = available(definition, entry, actor, now);
  const opened = events.find((event) => event.type === show.open?.type);
  const history = await entryHistory(ctx, member.id, entry.id);
  const names = await namesOf(scope, history);
  const stale = show.staleSince === undefined ? null : staleNotice(scope, show, history, names.labels, opened);
  const typed: Typed = show.open?.typed ?? { answers: {} };
  if (opened?.form === "entry") return editPage(c, scope, { ...show, event: opened, typed, history, stale });
  const [frame, colleagues, next] = await Promise.all([
    backFrame(c, scope, definition.id),
    listAssignable(ctx, member.id, definition),
    nextOf(scope, show),
  ]);
  const html = entryPage({
    frame,
    definition,
    latest: scope.offered.version,
    entry,
    sections: displayAnswers(definition.form, entry.answers, scopeContext(scope), names.labels),
    labels: names.labels,
    links: names.links,
    history,
    events,
    readOnly: !actor.roles.includes("agent"),
    opened: opened ? { event: opened, filled: await eventFilled(scope, opened, typed) } : null,
    stale,
    refused: show.refused ?? null,
    done: show.done ?? null,
    colleagues,
    agents: new Map(colleagues.map(({ id, name }) => [id, name])),
    me: agent.id,
    ...addresses(scope, show.back, next),
  });
  return c.html(html, show.status);
}

function eventFilled(scope: EntryScope, event: AvailableEvent, typed: Typed) {
  const form = event.form === undefined ? CONFIRMATION : (scope.definition.forms.get(event.form) ?? CONFIRMATION);
  return filledForm(scope, form, typed, scopeContext(scope), eventPlace(scope, event.type));
}

/** Names of everything the answers and the history refer to by id. */
function namesOf(scope: EntryScope, history: readonly EntryEvent[]): Promise<Shown> {
  const { ctx, session, member, definition, entry } = scope;
  const links: Linked[] = [...linked(definition.form, entry.answers)];
  for (const event of history) {
    const form = eventForm(definition, event);
    if (form && event.data.answers) links.push(...linked(form, event.data.answers));
    for (const { field, before, after } of event.data.changes ?? []) {
      for (const value of [before, after]) links.push(...linked(definition.form, { [field]: value } as Answers));
    }
  }
  return shown(ctx, session, member.id, links, { entry: entry.id, fileBase: `${scope.base}/fichiers` });
}

async function nextOf(scope: EntryScope, show: EntryShow): Promise<string | null> {
  if (show.next !== undefined) return show.next !== null && isUuid(show.next) ? show.next : null;
  const me = { member: scope.member.id, me: scope.agent.id };
  return following(scope.ctx, scope.offered, show.back, scope.entry.id, me);
}

type Addresses = Pick<EntryPageView, "base" | "here" | "back" | "listHref" | "next" | "nextHref">;

function addresses(scope: EntryScope, back: string, next: string | null): Addresses {
  const { base, offered } = scope;
  const list = base.slice(0, base.lastIndexOf("/"));
  const suffix = back === "" ? "" : `?liste=${encodeURIComponent(back)}`;
  return {
    base,
    here: `${base}${suffix}`,
    back,
    listHref: listHref(list, offered, readListState(new URLSearchParams(back), offered)),
    next,
    nextHref: next === null ? null : `${list}/${next}${suffix}`,
  };
}
