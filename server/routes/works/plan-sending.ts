import {
  compileLetter,
  compileMass,
  formatDate,
  massQuotable,
  parisDay,
  postalBlock,
  type Sending,
} from "../../../engine/index.ts";
import { lettersPdf } from "../../../renderer/pdf/letters-pdf.ts";
import { sendingWords as words } from "../../../renderer/strings-sendings.ts";
import { type SendingForm, type SendingPageView, sendingPage } from "../../../renderer/works/sending-forms.tsx";
import { auditRead } from "../../audit.ts";
import { findCannedAnswer } from "../../commands/canned-answer.ts";
import { owedMail } from "../../commands/owe-mailing.ts";
import { planWork } from "../../commands/plan-work.ts";
import { queueMail } from "../../commands/queue-mail.ts";
import { type Addressee, addressed } from "../../commands/sending.ts";
import { composedFor, mailFor } from "../../commands/sending-text.ts";
import { withActor } from "../../db/with-actor.ts";
import { actorsOf } from "../../identity/actor-for.ts";
import type { ReadForm } from "../../middleware/posted-form.ts";
import { letterheadOf } from "../../pdf/letterhead.ts";
import { problem } from "../../problem.ts";
import { cannedTitlesIn } from "../../store/canned-answers.ts";
import { findAcross } from "../../store/entries.ts";
import { limitKey, take } from "../../store/rate-limit.ts";
import { readItems } from "../../store/work-items.ts";
import type { BulkWork, SendingAction } from "../../store/works.ts";
import { backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { one } from "../back/send-event.ts";
import { sendPdf } from "../send-pdf.ts";
import { checkedForm, openingForm, typedForm } from "./sending-form.ts";
import { maySendHere, SENDING_ACTIONS } from "./sendings.ts";
import type { WorkScope } from "./work-scope.ts";

/** Entries looked at to find one that would be written to. */
const LOOKED_AT = 200;
const TRIALS = { most: 20, seconds: 3600 } as const;

type Scope = WorkScope<BulkWork>;

type Shown = Partial<Pick<SendingPageView, "form" | "issues" | "notice" | "preview">>;

/** The form of labels, letters or a mail, as it opens or with what was typed; 403 for who may not. */
export async function sendingForm(c: PageContext, scope: Scope, what: Sending, shown: Shown = {}): Promise<Response> {
  const { ctx, member, reached, work, base, list } = scope;
  const { definition } = reached;
  if (!maySendHere(reached, what)) return refuse(c, problem("not-allowed", words.refused));
  const { form = openingForm(what, work.params.action, definition.mailing?.consent != null), issues = [] } = shown;
  const texts =
    what === "labels"
      ? []
      : await withActor(ctx.db, { member: member.id }, (tx) => cannedTitlesIn(tx, member.id, definition));
  const query = new URLSearchParams(work.params.list === "" ? {} : { liste: work.params.list });
  const html = sendingPage({
    ...{
      frame: await backFrame(c, scope, definition.id),
      definition,
      what,
      total: work.total ?? 0,
      form,
      issues,
      texts,
    },
    ...{ notice: shown.notice ?? null, preview: shown.preview ?? null, quotes: massQuotable(definition) },
    ...{ action: `${base}/actions/${SENDING_ACTIONS[what]}`, base },
    exportHref: `${list.split("?")[0] ?? ""}/export?${query}`,
  });
  return c.html(html, issues.length > 0 ? 422 : 200);
}

/** What the form asks: a ready text, a look at one of them, a trial to oneself, or to go on. */
export async function planSending(c: PageContext, scope: Scope, what: Sending, read: ReadForm): Promise<Response> {
  if (!maySendHere(scope.reached, what)) return refuse(c, problem("not-allowed", words.refused));
  const form = typedForm(read);
  if (read.resumed) return sendingForm(c, scope, what, { form });
  const doing = one(read, "faire") ?? "suite";
  if (doing === "reprendre") return takeText(c, scope, what, form, one(read, "modele") ?? "");
  const checked = checkedForm(what, form, scope.reached);
  if (!checked.ok) return sendingForm(c, scope, what, { form, issues: checked.issues });
  const { action } = checked;
  if (doing === "apercu" || doing === "essai") return look(c, scope, form, action, doing);
  const planned = await planWork(scope.ctx, scope.work, actorsOf(scope.ctx, scope.session), action);
  return planned.ok ? c.redirect(scope.base, 303) : refuse(c, planned.problem);
}

/** A ready text in the place of what was typed, when it is one for this definition. */
async function takeText(c: PageContext, scope: Scope, what: Sending, form: SendingForm, id: string): Promise<Response> {
  const { ctx, member, reached } = scope;
  const offered = await withActor(ctx.db, { member: member.id }, (tx) =>
    cannedTitlesIn(tx, member.id, reached.definition),
  );
  const text = offered.some((each) => each.id === id) ? await findCannedAnswer(ctx, member.id, id) : null;
  if (!text) return sendingForm(c, scope, what, { form, issues: [{ pointer: "/modele", message: words.textMissing }] });
  return sendingForm(c, scope, what, { form: { ...form, title: form.title || text.title, body: text.body } });
}

/** What the first of those written to would have: on paper, on the page, or in the agent's own mailbox. */
async function look(
  c: PageContext,
  scope: Scope,
  form: SendingForm,
  action: SendingAction,
  how: "apercu" | "essai",
): Promise<Response> {
  const first = await firstOf(scope, action);
  if (!first) return sendingForm(c, scope, action.type, { form, notice: words.nobody });
  if (action.type === "letters") return oneLetter(c, scope, action, first);
  if (action.type !== "mailing") return sendingForm(c, scope, action.type, { form });
  const { ctx, agent } = scope;
  const text = compileMass(first.definition, action);
  if (!text.ok) return sendingForm(c, scope, action.type, { form, notice: words.nobody });
  const said = await withActor(ctx.db, { member: first.entry.member }, (tx) =>
    mailFor(ctx, tx, agent, first, text.value),
  );
  const owed = owedMail(ctx, first, action, { to: first.email, ...said });
  if (how === "essai") return trial(c, scope, form, owed);
  const { reference } = first.entry;
  const preview = { reference, subject: owed.subject, body: withoutToken(owed) };
  return sendingForm(c, scope, action.type, { form, preview });
}

/** The link of somebody else is not for the agent to press. */
const withoutToken = ({ body, unsubscribe }: ReturnType<typeof owedMail>): string =>
  unsubscribe === null ? body : body.replace(unsubscribe, unsubscribe.replace(/[^/]+$/, "…"));

async function trial(
  c: PageContext,
  scope: Scope,
  form: SendingForm,
  owed: ReturnType<typeof owedMail>,
): Promise<Response> {
  const { ctx, member, agent } = scope;
  const { mailing } = words;
  const to = agent.email;
  if (to === "") return sendingForm(c, scope, "mailing", { form, notice: mailing.testNowhere });
  const wait = await take(ctx, [{ key: limitKey(ctx, "mailing-trial", agent.id), ...TRIALS }]);
  if (wait !== null) return sendingForm(c, scope, "mailing", { form, notice: mailing.testTooMany });
  const body = withoutToken(owed);
  await queueMail(ctx, { member: member.id, to, subject: mailing.testSubject(owed.subject), body });
  return sendingForm(c, scope, "mailing", { form, notice: mailing.tested(to) });
}

/** The first of those chosen that the action writes to; what is read of her goes into the log. */
async function firstOf(scope: Scope, action: SendingAction): Promise<Addressee | null> {
  const { ctx, session, work } = scope;
  const items = await readItems(ctx.db, work, { limit: LOOKED_AT });
  const entries = await findAcross(
    ctx,
    items.map(({ entryMember }) => entryMember),
    items.map(({ entryId }) => entryId),
  );
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  for (const { entryId } of items) {
    const entry = byId.get(entryId);
    if (!entry) continue;
    const pinned = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
    const actor = actorsOf(ctx, session)(entry.member, pinned);
    const found = addressed(ctx, { entry, pinned, actor }, action, new Map());
    if (!found.ok) continue;
    const { member, definition, id: target } = entry;
    auditRead(ctx, actor, { member, action: "entry-read", definition, target });
    return found.value;
  }
  return null;
}

async function oneLetter(
  c: PageContext,
  scope: Scope,
  action: Extract<SendingAction, { type: "letters" }>,
  first: Addressee,
): Promise<Response> {
  const { ctx, member, agent, now } = scope;
  const template = compileLetter(first.definition, action);
  if (!template.ok || !first.address) return refuse(c, problem("not-found", words.nobody));
  const block = postalBlock(first.names, first.address);
  const blocks = await composedFor(ctx, agent, first, template.value);
  async function* one() {
    yield { to: block.lines, reference: first.entry.reference, blocks };
  }
  const { bytes } = await lettersPdf(
    {
      head: await letterheadOf(ctx, ctx.db, member, first.definition),
      ...{ title: action.title, day: formatDate(parisDay(now)), at: new Date(now) },
    },
    one(),
  );
  return sendPdf(c, bytes, `${action.title}.pdf`, "inline");
}
