import { type Answers, type Form, submit } from "../../../engine/index.ts";
import { NOBODY } from "../../../renderer/back/assignment.tsx";
import { workWords } from "../../../renderer/strings-works.ts";
import { actionPage } from "../../../renderer/works/action-page.tsx";
import { assignPage } from "../../../renderer/works/assign-page.tsx";
import { planWork } from "../../commands/plan-work.ts";
import { actorsOf } from "../../identity/actor-for.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { notFound } from "../../problem.ts";
import { listAssignable } from "../../store/assignees.ts";
import type { BulkAction, BulkWork, Offer } from "../../store/works.ts";
import { backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { filledForm, type Typed } from "../back/filled.ts";
import { NO_ENTRY } from "../back/labels.ts";
import { isPartial, partialFields } from "../back/partial-fields.ts";
import { one } from "../back/send-event.ts";
import { type TypedForm, typedForm } from "../back/typed-form.ts";
import { planSending, sendingForm } from "./plan-sending.ts";
import { sendingAsked } from "./sendings.ts";
import { actingScope, type Sample, sampleOf, type WorkScope } from "./work-scope.ts";
import { readShare, SHARE, shareForm } from "./work-share.ts";

/** Stands for giving the entries to an agent; no event may be called so. */
export const ASSIGN = "_attribuer";

/** A form without any question: an event that only asks to be confirmed. */
const CONFIRMATION: Form = { id: "confirmation", title: "", steps: [], order: [], rules: [], validate: () => [] };

export interface Shown {
  readonly status: 200 | 422;
  readonly typed?: Typed;
  /** What is wrong with the choice of an agent. */
  readonly missing?: string;
}

/** The form of what is to be done, as it opens or with what was typed. */
export async function actionForm(
  c: PageContext,
  scope: WorkScope<BulkWork>,
  type: string,
  shown: Shown,
): Promise<Response> {
  if (type === ASSIGN) return assignForm(c, scope, shown);
  if (type === SHARE) return shareForm(c, scope, shown);
  const sending = sendingAsked(type);
  if (sending) return sendingForm(c, scope, sending);
  const offer = offerOf(scope, type);
  const sample = offer && (await sampleOf(scope, offer));
  if (!offer || !sample) return refuse(c, notFound());
  const { action } = scope.work.params;
  const kept: Answers = action?.type === "event" && action.event === type ? action.answers : {};
  const html = actionPage({
    frame: await backFrame(c, scope, scope.reached.definition.id),
    definition: scope.reached.definition,
    offer,
    total: scope.work.total ?? 0,
    filled: await filledForm(
      scope,
      sample.form ?? CONFIRMATION,
      shown.typed ?? { answers: kept },
      sample.context,
      placeOf(scope, type),
    ),
    action: placeOf(scope, type).action,
    base: scope.base,
  });
  return c.html(html, shown.status);
}

const offerOf = ({ work }: WorkScope<BulkWork>, type: string): Offer | undefined =>
  work.params.offers.find(({ event }) => event === type);

const placeOf = ({ base }: WorkScope, type: string) => ({
  ...NO_ENTRY,
  action: `${base}/actions/${encodeURIComponent(type)}`,
});

async function assignForm(c: PageContext, scope: WorkScope<BulkWork>, { status, missing }: Shown): Promise<Response> {
  const { ctx, agent, work, reached, base } = scope;
  const { action } = work.params;
  const html = assignPage({
    frame: await backFrame(c, scope, reached.definition.id),
    definition: reached.definition,
    total: work.total ?? 0,
    agents: await listAssignable(ctx, reached.places),
    me: agent.id,
    chosen: action?.type === "assign" ? (action.assignee ?? NOBODY) : null,
    missing: missing ?? null,
    action: placeOf(scope, ASSIGN).action,
    base,
  });
  return c.html(html, status);
}

/** POST /{member}/agent/travaux/{work}/actions/{type}: what to do, checked and told of every entry before anything is done. */
export async function planRoute(c: PageContext): Promise<Response> {
  const found = await actingScope(c);
  if (found instanceof Response) return found;
  const { work } = found;
  if (work.kind !== "bulk" || work.state !== "preparing") return c.redirect(found.base, 303);
  const scope: WorkScope<BulkWork> = { ...found, work };
  const type = c.req.param("type") ?? "";
  const form = await readForm(c);
  if (type === ASSIGN) return planAssignment(c, scope, form);
  if (type === SHARE) return planShare(c, scope, form);
  const sending = sendingAsked(type);
  if (sending) return planSending(c, scope, sending, form);
  const offer = offerOf(scope, type);
  const sample = offer && (await sampleOf(scope, offer));
  if (!sample) return refuse(c, notFound());
  return planEvent(c, scope, type, sample, typedForm(sample.form ?? CONFIRMATION, form));
}

async function planAssignment(c: PageContext, scope: WorkScope<BulkWork>, read: ReadForm): Promise<Response> {
  const chosen = one(read, "assignee") ?? "";
  const agents = await listAssignable(scope.ctx, scope.reached.places);
  if (chosen !== NOBODY && !agents.some(({ id }) => id === chosen)) {
    return actionForm(c, scope, ASSIGN, { status: 422, missing: workWords.prepare.choose });
  }
  if (read.resumed) return actionForm(c, scope, ASSIGN, { status: 200 });
  return plan(c, scope, { type: "assign", assignee: chosen === NOBODY ? null : chosen });
}

async function planShare(c: PageContext, scope: WorkScope<BulkWork>, read: ReadForm): Promise<Response> {
  const action = await readShare(scope, read);
  if (!action) return shareForm(c, scope, { status: 422, missing: workWords.share.missing });
  return read.resumed ? shareForm(c, scope, { status: 200 }) : plan(c, scope, action);
}

async function planEvent(
  c: PageContext,
  scope: WorkScope<BulkWork>,
  type: string,
  { form, context }: Sample,
  typed: TypedForm,
): Promise<Response> {
  if (isPartial(c)) {
    if (!form) return c.body(null, 204);
    return c.html(await partialFields(c, scope, { form, typed, context, ...placeOf(scope, type) }));
  }
  if (typed.showAgain) return actionForm(c, scope, type, { status: 200, typed });
  const checked = form ? submit(form, typed.answers, context) : { ok: true as const, value: {} };
  const issues = [...typed.issues, ...(checked.ok ? [] : checked.issues)];
  if (issues.length > 0) return actionForm(c, scope, type, { status: 422, typed: { ...typed, issues } });
  return plan(c, scope, { type: "event", event: type, answers: typed.answers });
}

async function plan(c: PageContext, scope: WorkScope<BulkWork>, action: BulkAction): Promise<Response> {
  const planned = await planWork(scope.ctx, scope.work, actorsOf(scope.ctx, scope.session), action);
  return planned.ok ? c.redirect(scope.base, 303) : refuse(c, planned.problem);
}
