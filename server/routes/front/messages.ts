import { type Answers, eventActor, type Issue, noConversation, sideOf } from "../../../engine/index.ts";
import {
  MESSAGE_ROOT,
  type MessagesPageView,
  renderMessageFields,
  renderMessages,
} from "../../../renderer/front/messages-page.tsx";
import { conversationWords as words } from "../../../renderer/strings-conversation.ts";
import { writeMessage } from "../../commands/write-message.ts";
import { markSeen, threadOf } from "../../conversation-view.ts";
import { sealActor } from "../../identity/sealed-names.ts";
import { MESSAGE_FORMS } from "../../message-form.ts";
import { askToSignIn, noticeResponse } from "../../middleware/answers.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { problem } from "../../problem.ts";
import { readConversation } from "../../store/conversation.ts";
import { isPartial } from "../back/partial-fields.ts";
import { type CitizenScope, citizenScope, entryGone } from "./entry-scope.ts";
import type { PageContext } from "./front-scope.ts";
import { postedStep } from "./posted-step.ts";
import { shown } from "./shown.ts";
import { titleFor } from "./title-for.ts";

interface Show {
  readonly status: 200 | 409 | 422 | 429;
  readonly answers?: Answers;
  readonly issues?: readonly Issue[];
}

/** GET /{member}/demandes/{entry}/messages: what was written about a demande, and where to write. */
export async function messagesRoute(c: PageContext): Promise<Response> {
  const scope = await citizenScope(c);
  return scope ? showMessages(c, scope, { status: 200 }) : entryGone(c);
}

/** POST of the same: the citizen writes to the service. What she typed is never lost. */
export async function postMessageRoute(c: PageContext): Promise<Response> {
  const scope = await citizenScope(c);
  if (!scope) return c.var.session === null ? askToSignIn(c, "citizen") : entryGone(c);
  const { member, actor, context } = scope;
  // An agent writes from her own page, where the others see it: here she would write in the citizen's place.
  if (actor.kind === "agent") return noticeResponse(c, notAllowed());
  const read = await readForm(c, { upload: { member: member.id, owner: actor.id } });
  const form = MESSAGE_FORMS.citizen;
  const posted = postedStep(form, form.order, read, context, MESSAGE_ROOT);
  const answers = posted.apply({});
  if (isPartial(c)) return draw(c, scope, { status: 200, answers, issues: posted.refused });
  if (posted.action !== null || read.resumed) return showMessages(c, scope, { status: 200, answers });
  if (posted.refused.length > 0) return showMessages(c, scope, { status: 422, answers, issues: posted.refused });
  return write(c, scope, answers);
}

/** The fields drawn again, for the script that sends files as they are chosen. Nothing is written. */
async function draw(c: PageContext, scope: CitizenScope, show: Show): Promise<Response> {
  const view = await writing(c, scope, show);
  return typeof view === "string" ? c.body(null, 409) : c.html(renderMessageFields(view));
}

async function write(c: PageContext, scope: CitizenScope, answers: Answers): Promise<Response> {
  const { ctx, member, definition, entry, actor } = scope;
  const written = await writeMessage(ctx, {
    member: member.id,
    definitionId: definition.id,
    id: entry.id,
    actor,
    answers,
  });
  if (written.ok) return c.redirect(`${scope.href}/messages?fait`, 303);
  const { code, detail, retryAfter, issues: found } = written.problem;
  if (code === "not-allowed") return noticeResponse(c, written.problem);
  if (retryAfter !== undefined) c.header("Retry-After", String(retryAfter));
  const issues = found.length > 0 ? found : [aboutText(detail)];
  const status = code === "too-many" ? 429 : code === "invalid" ? 422 : 409;
  return showMessages(c, scope, { status, answers, issues });
}

const notAllowed = () => problem("not-allowed", words.notAllowed);
const aboutText = (message: string): Issue => ({ code: "message", pointer: "/texte", message });

async function showMessages(c: PageContext, scope: CitizenScope, show: Show): Promise<Response> {
  const { ctx, member, definition, entry, actor, href } = scope;
  const conversation = await readConversation(ctx, member.id, entry.id);
  const reader = {
    ctx,
    member: member.id,
    entry: entry.id,
    actor,
    side: "citizen" as const,
    fileBase: `${href}/fichiers`,
  };
  const side = sideOf(definition, entry, actor);
  if (actor.kind !== "agent") await markSeen(reader, conversation, sealActor(ctx.secrets, eventActor(actor)));
  const html = renderMessages(c.var.site(member.id), {
    title: titleFor(definition.title, actor),
    reference: entry.reference,
    href,
    messages: await threadOf(reader, conversation),
    writing: side === "citizen" ? await writing(c, scope, show) : words.notAllowed,
    done: c.req.query("fait") !== undefined && show.status === 200,
  });
  return c.html(html, show.status);
}

async function writing(
  c: PageContext,
  { ctx, member, definition, entry, actor }: CitizenScope,
  { answers = {}, issues = [] }: Show,
): Promise<MessagesPageView["writing"]> {
  const none = noConversation(definition, entry);
  if (none !== null && issues.length === 0) return words.closed[none];
  const form = MESSAGE_FORMS.citizen;
  const reader = { ctx, session: c.var.session, member: member.id, actor, entry: entry.id };
  const { files } = await shown(reader, form, answers, null);
  return { form, answers, issues, files, maxFile: ctx.config.maxFile };
}
