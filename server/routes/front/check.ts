import {
  actsByMandate,
  explanations,
  findings,
  firstIncomplete,
  formatMoney,
  type Issue,
} from "../../../engine/index.ts";
import { PRICES_SEEN, pricesSeen, renderCheck } from "../../../renderer/front/check-page.tsx";
import { priceWords as words } from "../../../renderer/strings-prices.ts";
import { changeDraft } from "../../commands/draft.ts";
import { withoutSlot } from "../../commands/keep-slots.ts";
import { openEntry } from "../../commands/open-entry.ts";
import { renewing } from "../../commands/renew-entry.ts";
import { keptProvenance } from "../../draft-sources.ts";
import { askerOf, slotOrigin } from "../../identity/address.ts";
import { actorBefore } from "../../identity/by-mandate.ts";
import { grantHolder } from "../../identity/sessions.ts";
import { noticeResponse } from "../../middleware/answers.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { concernsAnswers } from "../../problem.ts";
import { SEAT_ISSUE } from "../../seat-sentences.ts";
import { formStatus, SLOT_ISSUE, SLOT_LIMIT } from "../../slot-sentences.ts";
import { countSent, countStep } from "../../step-counter.ts";
import { otherAppointments } from "./applications.ts";
import { citizenAnswers } from "./citizen-answers.ts";
import { type DraftScope, draftGone, draftScope, type PageContext } from "./front-scope.ts";
import { actorsFor, shown } from "./shown.ts";
import { alreadySent, journeyOf, onward, showStep } from "./step.ts";

/** The last page of a form, as its address and its counts name it. */
const CHECK = "verifier";

/** GET /{member}/demarches/{draft}/verifier: everything that will be sent. */
export async function checkRoute(c: PageContext): Promise<Response> {
  const scope = await draftScope(c);
  if (!scope) return draftGone(c);
  const sent = alreadySent(c, scope);
  if (sent) return sent;
  const path = journeyOf(scope);
  if (firstIncomplete(path) !== undefined) return c.redirect(onward(scope, path), 303);
  countStep(scope.ctx, scope.member.id, scope.draft, CHECK);
  return show(c, scope, []);
}

/** POST: sends. A draft sent twice makes one entry, and both lead to its confirmation. */
export async function sendRoute(c: PageContext): Promise<Response> {
  const scope = await draftScope(c);
  if (!scope) return draftGone(c);
  if (scope.draft.entryId !== null) return confirmed(c, scope, scope.draft.entryId);
  const form = await readForm(c);
  if (form.resumed) return show(c, scope, []);
  if (form.fields.get("_action")?.at(-1) === "later") return c.redirect(`${scope.base}/plus-tard`, 303);
  const changed = changedPrices(scope, form.fields.get(PRICES_SEEN)?.at(-1));
  if (changed.length > 0) return show(c, scope, changed);
  const { ctx, member, definition, draft } = scope;
  const relative = draft.onBehalf?.kind === "household" ? draft.onBehalf : null;
  const actor = { ...scope.actor, ...(relative && { onBehalfOf: relative }) };
  const elsewhere = actsByMandate(actor) && { actorIn: actorsFor(ctx, c.var.session, scope) };
  const renews = await renewing(ctx, member.id, draft, actor);
  if (!renews.ok) return noticeResponse(c, renews.problem);
  const request = {
    member: member.id,
    definition,
    actor,
    ...elsewhere,
    ...renews.value,
    answers: draft.answers,
    draft: draft.id,
    provenance: keptProvenance(definition, draft),
    origin: slotOrigin(c, actor),
    asker: askerOf(c, actor),
  };
  const opened = await openEntry(ctx, request);
  if (opened.ok) {
    countSent(ctx, member.id, draft);
    const holder = renews.value.renews?.holder;
    if (holder) await keepsSight(c, scope, opened.value.view.id, holder);
    return confirmed(c, scope, opened.value.view.id);
  }
  const lost = opened.problem.issues.find(
    ({ code }) => code === SLOT_ISSUE || code === SEAT_ISSUE || code === SLOT_LIMIT,
  );
  if (lost !== undefined) return chooseAgain(c, scope, lost);
  const missing = firstIncomplete(journeyOf(scope));
  if (missing !== undefined) return c.redirect(`${scope.base}/${missing.step.id}?erreurs`, 303);
  if (concernsAnswers(opened.problem)) return show(c, scope, opened.problem.issues);
  return noticeResponse(c, opened.problem);
}

/** The prices that are not those she saw: a tariff changed while the page was open. */
function changedPrices(scope: DraftScope, seen: string | undefined): readonly Issue[] {
  if (seen === undefined) return [];
  const prices = explanations(scope.definition.form, journeyOf(scope).answers, scope.context);
  return prices
    .filter((price) => !seen.split(" ").includes(pricesSeen([price])))
    .map(({ field, total }) => ({ code: "price", pointer: `/${field}`, message: words.changed(formatMoney(total)) }));
}

/** Whoever renewed by a tracking link, without an account, goes on seeing what she has sent. */
async function keepsSight(c: PageContext, { ctx, member, definition }: DraftScope, entry: string, holder: string) {
  const { session } = c.var;
  if (!session || actorBefore(ctx, session, member.id, definition, { id: entry, holder }).holders.includes(holder))
    return;
  await grantHolder(ctx, session, { member: member.id, sector: definition.privacy.sector, holder, target: entry });
}

/** The page of a slot or of a place that is lost, with others to choose: everything else she answered is kept. */
async function chooseAgain(c: PageContext, scope: DraftScope, issue: Issue): Promise<Response> {
  const key = issue.pointer.slice(1);
  const forgotten = await changeDraft(scope.ctx, scope.member.id, scope.draft, (answers) => withoutSlot(answers, key));
  if (!forgotten.ok) return draftGone(c);
  const now = { ...scope, draft: forgotten.value };
  const at = journeyOf(now).steps.find(({ fields }) => fields.some((field) => field.key === key));
  return at === undefined ? show(c, now, [issue]) : showStep(c, now, at, [issue]);
}

const confirmed = (c: PageContext, { member }: DraftScope, entry: string): Response =>
  c.redirect(`/${member.id}/demandes/${entry}?confirmation`, 303);

async function show(c: PageContext, scope: DraftScope, issues: readonly Issue[]): Promise<Response> {
  const { ctx, member, definition, actor, draft, context, base } = scope;
  const path = journeyOf(scope);
  const reader = { ctx, session: c.var.session, member: member.id, actor, entry: null };
  const { labels, files } = await shown(reader, definition.form, path.answers, `${base}/fichiers`);
  const html = renderCheck(c.var.site(member.id), {
    serviceTitle: definition.title,
    action: `${base}/verifier`,
    back: `${base}/${path.steps.at(-1)?.step.id ?? ""}`,
    change: (step) => `${base}/${step}?retour=verifier`,
    count: path.steps.length + 1,
    controller: member.name,
    onBehalf: (actor.onBehalfOf ?? draft.onBehalf)?.name ?? null,
    prefilled: draft.prefilled.length > 0,
    renewal: draft.renewal,
    issues,
    others: await otherAppointments(c, scope),
    sections: citizenAnswers(definition.form, draft.answers, context, labels),
    files,
    prices: explanations(definition.form, path.answers, context),
    findings: findings(definition.form, path.answers, context.about?.sectors),
  });
  return c.html(html, formStatus(issues));
}
