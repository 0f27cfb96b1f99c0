import {
  type Answers,
  type EntryEvent,
  eventActor,
  formatInstant,
  type Issue,
  linked,
  mailedTo,
  noConversation,
  sideOf,
} from "../../../engine/index.ts";
import type { CorrespondenceView, EntryTaskView } from "../../../renderer/back/correspondence.tsx";
import type { DeliveryView } from "../../../renderer/back/deliveries.tsx";
import type { MessageFormView } from "../../../renderer/front/messages-page.tsx";
import { conversationWords as words } from "../../../renderer/strings-conversation.ts";
import { deliveryWords } from "../../../renderer/strings-deliveries.ts";
import { markSeen, threadOf } from "../../conversation-view.ts";
import { MESSAGE_FORMS, NOTE_FORM } from "../../message-form.ts";
import { openRecipient } from "../../recipient.ts";
import { type Correspondence, readCorrespondence } from "../../store/correspondence.ts";
import type { Delivery } from "../../store/deliveries.ts";
import type { EntryTask } from "../../store/entry-tasks.ts";
import type { PageContext } from "./agent-scope.ts";
import { consentSentence } from "./consent-sentence.ts";
import type { EntryScope } from "./entry-scope.ts";
import { shown } from "./labels.ts";

/** A message or a note being written, as it comes back. */
export interface Writing {
  readonly what: "message" | "note";
  readonly answers: Answers;
  readonly issues: readonly Issue[];
}

/** What is written about an entry, as this agent reads it; what she reads for the first time is then seen by the service. */
export async function correspondenceView(
  c: PageContext,
  scope: EntryScope,
  typed: Writing | undefined,
  history: readonly EntryEvent[],
): Promise<CorrespondenceView> {
  const { ctx, member, definition, entry, actor, base, home } = scope;
  const read = await readCorrespondence(ctx, member.id, entry.id, definition);
  const fileBase = `${base}/fichiers`;
  const reader = { ctx, member: member.id, entry: entry.id, actor, side: "service" as const, fileBase };
  const works = sideOf(definition, entry, actor) === "service";
  if (works) await markSeen(reader, read.conversation, eventActor(actor));
  const note = typed?.what === "note" ? typed : { answers: {}, issues: [] };
  return {
    site: c.var.site(home.id),
    base,
    tasks: works ? read.tasks.map(taskView) : null,
    messages: await threadOf(reader, read.conversation),
    writing: works ? await writing(scope, read, typed) : null,
    notes: read.notes.map(({ seq, actor: by, at, body, keptBy }) => ({
      seq,
      by: by.name ?? words.service,
      at: at.toISOString(),
      when: formatInstant(at.toISOString()),
      text: body,
      kept: definition.ownNotes ? keptBy !== null : null,
    })),
    deliveries: read.deliveries.map((delivery) => deliveryView(scope, delivery)),
    consent: consentSentence(scope.offered, entry, history),
    noting: works ? { form: NOTE_FORM, answers: note.answers, issues: note.issues, shares: definition.ownNotes } : null,
  };
}

function deliveryView({ ctx, base }: EntryScope, delivery: Delivery): DeliveryView {
  const { id, channel, kind, subject, state, status, changedAt } = delivery;
  const at = changedAt.toISOString();
  const why = state === "held" ? deliveryWords.heldWhy : status === null ? null : deliveryWords.reason(status);
  return {
    ...{ id, channel, subject, state, at, many: kind === "mailing", when: formatInstant(at) },
    to: openRecipient(ctx, delivery.recipient),
    reason: why,
    printHref: channel === "post" ? `${base}/courriers/${id}` : null,
  };
}

const PLACES = { reply: "messages", bounce: "envois", post: "envois", payment: "paiements" } as const;

function taskView({ kind, since }: EntryTask): EntryTaskView {
  return { kind, sentence: words.tasks[kind](formatInstant(since.toISOString())), href: `#${PLACES[kind]}` };
}

async function writing(
  scope: EntryScope,
  { conversation, canned }: Correspondence,
  typed: Writing | undefined,
): Promise<CorrespondenceView["writing"]> {
  const { definition, entry } = scope;
  const none = noConversation(definition, entry);
  const mine = typed?.what === "message" ? typed : undefined;
  if (none !== null && !mine) return conversation.messages.length > 0 || none === "closed" ? words.closed[none] : null;
  const reachable = mailedTo(definition, entry.answers) !== null;
  const hint = reachable ? words.back.told : words.back.unreachable;
  return { ...(await messageForm(scope, mine)), begun: mine !== undefined, hint, canned };
}

/** The form of a message, with what was typed in it. */
export async function messageForm(
  { ctx, session, member, entry, base }: EntryScope,
  { answers, issues }: Pick<Writing, "answers" | "issues"> = { answers: {}, issues: [] },
): Promise<MessageFormView> {
  const form = MESSAGE_FORMS.service;
  const place = { entry: entry.id, fileBase: `${base}/fichiers` };
  const { files } = await shown(ctx, session, member.id, linked(form, answers), place);
  return { form, answers, issues, files, maxFile: ctx.config.maxFile };
}
