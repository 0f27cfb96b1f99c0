import {
  type Actor,
  type Answers,
  type AvailableEvent,
  actsByMandate,
  available,
  type ByMandate,
  type CompiledDefinition,
  displayAnswers,
  type EntryEvent,
  editsEntry,
  type Form,
  formatInstant,
  type Issue,
  internalKeys,
  keptFindings,
  knownAnswers,
  knowsInternal,
  type Labels,
  noConversation,
  type SectorFinding,
  sideOf,
  storedPrices,
} from "../../../engine/index.ts";
import type { AppointmentView } from "../../../renderer/front/appointments.tsx";
import type { HistoryLineView } from "../../../renderer/front/history.tsx";
import type { MessagesSummaryView } from "../../../renderer/front/messages-page.tsx";
import { type EventFormView, renderTracking } from "../../../renderer/front/tracking-page.tsx";
import { strings } from "../../../renderer/strings.ts";
import { conversationWords } from "../../../renderer/strings-conversation.ts";
import { CLAIMED } from "../../commands/claim-entry.ts";
import { asksOpinion, opinionGiven } from "../../commands/give-opinion.ts";
import { countFresh } from "../../conversation-view.ts";
import { documentLines } from "../../document-lines.ts";
import { knownPrices } from "../../entry-money.ts";
import { rankedFor } from "../../ranked-for.ts";
import { seatsKept, seatViews } from "../../seat-views.ts";
import { slotsKept, slotViews } from "../../slot-views.ts";
import { readOpen } from "../../store/correspondence.ts";
import { entryHistory } from "../../store/events.ts";
import { UNSAID_FACTS } from "../../unsaid-facts.ts";
import { citizenAnswers } from "./citizen-answers.ts";
import { citizenState } from "./citizen-state.ts";
import { dayOf } from "./day.ts";
import type { CitizenScope } from "./entry-scope.ts";
import type { PageContext } from "./front-scope.ts";
import { legalLines } from "./legal-lines.ts";
import { paymentLines } from "./payment-view.ts";
import { returnedSentence } from "./payments.ts";
import { renewalView } from "./renewal.ts";
import { actorsFor, offeredTo, shown } from "./shown.ts";
import { titleFor } from "./title-for.ts";

/** What was typed in the form of an event. */
export interface TypedEvent {
  readonly type: string;
  readonly answers: Answers;
  readonly issues: readonly Issue[];
  readonly stale: boolean;
}

export interface TrackingShow {
  readonly status: 200 | 409 | 422 | 429;
  readonly typed?: TypedEvent;
  /** Type of the event just sent. */
  readonly done?: string;
}

/** The tracking page of a demande. */
export async function showTracking(c: PageContext, scope: CitizenScope, show: TrackingShow): Promise<Response> {
  const { ctx, member, definition, entry, actor, href, context } = scope;
  const reader = { ctx, session: c.var.session, member: member.id, actor, entry: entry.id };
  const files = `${href}/fichiers`;
  const names = await shown(reader, definition.form, entry.answers, files);
  const state = definition.workflow.states.get(entry.state);
  const history = await entryHistory(ctx, member.id, entry.id);
  const told = await toldNames(scope, reader, history);
  const events = available(definition, entry, actor, context.now);
  const of = { member: member.id, id: entry.id, base: href, agent: knowsInternal(actor) };
  const documents = await documentLines(ctx, definition, of);
  const html = renderTracking(c.var.site(member.id), {
    title: titleFor(definition.title, actor),
    href,
    reference: entry.reference,
    revision: entry.revision,
    sentAt: dayOf(entry.createdAt),
    updatedAt: formatInstant(entry.updatedAt),
    state: citizenState(state, entry.state),
    word: wordOf(scope, history, told),
    appointments: await appointmentViews(scope),
    legal: legalLines(scope, history, documents),
    payments: await paymentLines(scope),
    renewal: await renewalView(scope),
    returned: returnedSentence(c.req.query("paiement")),
    events: await Promise.all(events.map((event) => eventView(c, scope, event, show.typed))),
    documents,
    prices: knownPrices(definition, history, actor),
    ranked: rankedFor(ctx, definition, entry, history, context, definition.scoring?.told === "always"),
    findings: findingsFor(scope, history),
    history: history
      .filter(({ type }) => !UNSAID_FACTS.includes(type))
      .reverse()
      .map((event) => historyLine(scope, event, told)),
    sections: citizenAnswers(definition.form, entry.answers, context, names.labels),
    files: names.files,
    done: show.done === undefined ? null : (state?.sentence ?? null),
    messages: await messagesSummary(scope),
    opinion: await opinionHref(scope),
  });
  return c.html(html, show.status);
}

/** A sector that is a note of the service is not explained to whoever may not know of it. */
function findingsFor({ definition, actor }: CitizenScope, history: readonly EntryEvent[]): readonly SectorFinding[] {
  const secret = knowsInternal(actor) ? new Set() : internalKeys(definition.form);
  return keptFindings(history).filter(({ field }) => !secret.has(field));
}

/** The appointments that a demande still has. */
export async function appointmentViews(scope: CitizenScope): Promise<readonly AppointmentView[]> {
  const kept = await slotsKept(scope.ctx, scope.definition, scope.entry);
  const seats = await seatsKept(scope.ctx, scope.definition, scope.entry);
  const slots = kept.map(({ key, label, text }) => ({
    ...{ label, text },
    href: `${scope.href}/rendez-vous.ics?champ=${key}`,
  }));
  return [...slots, ...seats.map((seat) => ({ ...seat, href: null }))];
}

/** Asked of who holds a settled demande, until she answers. */
async function opinionHref({ ctx, definition, entry, actor, href }: CitizenScope): Promise<string | null> {
  const holds = entry.holder !== null && actor.holders.includes(entry.holder);
  if (!holds || !asksOpinion(definition, entry)) return null;
  return (await opinionGiven(ctx, entry)) ? null : `${href}/avis`;
}

async function messagesSummary({ ctx, member, definition, entry, actor }: CitizenScope): Promise<MessagesSummaryView> {
  const { conversation, tasks } = await readOpen(ctx, member.id, entry.id);
  const returned = tasks.find(({ kind }) => kind === "bounce");
  const none = noConversation(definition, entry);
  const reads = sideOf(definition, entry, actor) !== "citizen";
  return {
    count: conversation.messages.length,
    unread: countFresh(conversation, "citizen"),
    returned: returned ? dayOf(returned.since) : null,
    closed: none !== null ? conversationWords.closed[none] : reads ? conversationWords.notAllowed : null,
  };
}

/** An event and its form, with what was typed in it. */
export async function eventView(
  c: PageContext,
  scope: CitizenScope,
  event: AvailableEvent,
  typed: TypedEvent | undefined,
): Promise<EventFormView> {
  const { ctx, member, definition, entry, actor, context } = scope;
  const form = formOf(scope, event);
  const mine = typed?.type === event.type ? typed : undefined;
  const edits = editsEntry(event.form);
  const answers = mine?.answers ?? (edits ? knownAnswers(definition.form, entry.answers, actor) : {});
  const reader = { ctx, session: c.var.session, member: member.id, actor, entry: entry.id };
  const of = { member: member.id, definition, entry, owners: [actor.id, ...actor.holders] };
  const names = form === null ? null : await shown(reader, form, answers, null);
  return {
    event,
    form,
    context: edits ? { ...context, stored: storedPrices(definition.form, entry.answers) } : context,
    answers,
    begun: mine !== undefined,
    issues: mine?.issues ?? [],
    stale: mine?.stale ?? false,
    files: names?.files ?? new Map(),
    references: names?.references ?? new Map(),
    offered: await offeredTo({ ctx, member: member.id }, actorsFor(ctx, c.var.session, scope), form?.order ?? []),
    slots: form === null ? new Map() : await slotViews(ctx, { ...of, form, answers, context }),
    seats: form === null ? new Map() : await seatViews(ctx, { ...of, form, answers, context }),
    maxFile: ctx.config.maxFile,
  };
}

/** The form an event asks for; null when it only asks to be confirmed. */
export function formOf({ definition }: CitizenScope, event: Pick<AvailableEvent, "form">): Form | null {
  if (event.form === undefined) return null;
  return event.form === "entry" ? definition.form : (definition.forms.get(event.form) ?? null);
}

/** What came with the fact that led here, when an agent wrote it. */
function wordOf(scope: CitizenScope, history: readonly EntryEvent[], told: Labels): HistoryLineView["data"] {
  const last = history.findLast(({ from, to }) => from !== to);
  return last?.actor.kind === "agent" ? historyLine(scope, last, told).data : [];
}

/** Names of the entries that what came with the facts refers to: those she may know of. */
async function toldNames(
  { definition }: CitizenScope,
  reader: Parameters<typeof shown>[0],
  history: readonly EntryEvent[],
): Promise<Labels> {
  const names = new Map<string, string>();
  for (const event of history) {
    const form = formOfFact(definition, event);
    if (!form || !event.data.answers || !form.order.some(({ ref }) => ref !== undefined)) continue;
    for (const [id, label] of (await shown(reader, form, event.data.answers, null)).labels) names.set(id, label);
  }
  return names;
}

/** The form of the event that a fact records; undefined for the entry's own. */
function formOfFact({ workflow, forms }: CompiledDefinition, { from, type }: EntryEvent): Form | undefined {
  return forms.get(workflow.states.get(from ?? "")?.events.find((event) => event.type === type)?.form ?? "");
}

/** A fact of the history in the words of a citizen. */
export function historyLine(
  scope: Pick<CitizenScope, "definition" | "actor" | "context">,
  event: EntryEvent,
  told: Labels = new Map(),
): HistoryLineView {
  const { definition } = scope;
  const known = definition.workflow.states.get(event.from ?? "")?.events.find(({ type }) => type === event.type);
  const what =
    event.from === null
      ? [definition.workflow.opened, ...channelOf(event)].join(" ")
      : event.type === CLAIMED
        ? strings.tracking.claimed
        : (known?.past ?? known?.label ?? definition.workflow.states.get(event.to)?.label ?? event.type);
  return {
    at: event.at,
    when: formatInstant(event.at),
    what,
    by: byWhom(scope, event),
    data: dataLines(scope, event, told),
  };
}

const channelOf = ({ data }: EntryEvent): readonly string[] =>
  data.channel === undefined ? [] : [strings.tracking.channels[data.channel]];

/** Agents are named (CRPA L.111-2); what the machine does by itself needs no author. */
function byWhom({ actor }: Pick<CitizenScope, "actor">, { actor: by }: EntryEvent): string | null {
  if (by.kind === "agent" && by.name !== undefined) {
    const forCitizen = by.onBehalfOf?.kind === "citizen";
    return forCitizen ? strings.tracking.byForCitizen(by.name) : strings.tracking.by(by.name);
  }
  if (by.kind === "agent") return null;
  if (actsByMandate(by)) return byMandate(actor, by);
  if (!actor.holders.includes(by.id)) return null;
  if (actsByMandate(actor)) return strings.tracking.by(actor.onBehalfOf.name ?? "");
  const name = by.onBehalfOf?.name;
  return name === undefined ? strings.tracking.byYou : strings.tracking.byYouFor(name);
}

/** The giver reads "par Odile Meyer, pour vous", her mandatary "par vous, pour Camille Schmitt". */
function byMandate(actor: Actor, { id, name = "", onBehalfOf }: ByMandate): string {
  const giver = onBehalfOf.name ?? "";
  if (id === actor.id) return strings.tracking.byYouFor(giver);
  const hers = !actsByMandate(actor) && actor.holders.includes(onBehalfOf.id ?? "");
  return strings.tracking.byFor(name, hers ? strings.tracking.you : giver);
}

/** What came with a fact; an entry whose name she may not know is left out. */
function dataLines(
  { definition, context }: Pick<CitizenScope, "definition" | "context">,
  event: EntryEvent,
  told: Labels,
): HistoryLineView["data"] {
  const form = formOfFact(definition, event);
  const answers = event.data.answers;
  if (form === undefined || answers === undefined) return [];
  return displayAnswers(form, answers, context, told)
    .flatMap(({ rows }) => rows)
    .filter(({ value }) => value !== undefined && value !== null && value !== "")
    .filter(({ field, value }) => field.ref === undefined || told.has(String(value)))
    .map(({ label, text }) => ({ label, text }));
}
