import {
  type Answers,
  checkStep,
  type Field,
  firstIncomplete,
  type Issue,
  issuesOfStep,
  type Journey,
  type JourneyStep,
  journey,
  nextStep,
  type Step,
} from "../../../engine/index.ts";
import { fieldId } from "../../../renderer/field-id.ts";
import { renderStep, renderStepFields } from "../../../renderer/front/step-page.tsx";
import { failedTrip } from "../../../renderer/strings-sources.ts";
import { visibilityOf } from "../../../renderer/visibility.ts";
import { changeDraft, changeDraftAt } from "../../commands/draft.ts";
import { fieldAt } from "../../field-path.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { formStatus } from "../../slot-sentences.ts";
import { countStep } from "../../step-counter.ts";
import { type Draft, findDraft } from "../../store/drafts.ts";
import { type FormAction, heavyFor, isSourceAction, type SourceAction } from "../back/posted-answers.ts";
import { applicationIssues } from "./applications.ts";
import { expiredPage } from "./expired.ts";
import { type DraftScope, draftGone, draftScope, type PageContext, sectored } from "./front-scope.ts";
import { holdSlots } from "./hold-slots.ts";
import { type PostedStep, postedStep } from "./posted-step.ts";
import { answerSource, firstAsked, refreshed } from "./source-answer.ts";
import { type StepShow, stepView } from "./step-view.ts";

/** GET /{member}/demarches/{draft}: where this draft goes on. */
export async function draftRoute(c: PageContext): Promise<Response> {
  const scope = await draftScope(c);
  if (!scope) return draftGone(c);
  return alreadySent(c, scope) ?? c.redirect(onward(scope, journeyOf(scope)), 303);
}

/** GET /{member}/demarches/{draft}/{step}: one page of the form, up to the first that is not filled. */
export async function stepRoute(c: PageContext): Promise<Response> {
  const scope = await draftScope(c);
  if (!scope) return draftGone(c);
  const sent = alreadySent(c, scope);
  if (sent) return sent;
  const path = journeyOf(scope);
  const at = reachable(path, c.req.param("step") ?? "");
  if (at === null) return c.redirect(onward(scope, path), 303);
  countStep(scope.ctx, scope.member.id, scope.draft, at.step.id);
  const issues = c.req.query("erreurs") === undefined ? [] : at.issues;
  return show(c, scope, at, {
    answers: scope.draft.answers,
    issues,
    more: c.req.query("precision") !== undefined,
    editing: isEditing(c),
    trip: failedTrip(c.req.query("passage")),
  });
}

/** POST: saves what was typed, right or wrong, then goes on, or shows the page again with what to mend. */
export async function postStepRoute(c: PageContext): Promise<Response> {
  const scope = await draftScope(c);
  if (!scope) return expiredPage(c);
  const sent = alreadySent(c, scope);
  if (sent) return sent;
  const step = scope.definition.form.steps.find(({ id }) => id === c.req.param("step"));
  if (step === undefined) return c.redirect(onward(scope, journeyOf(scope)), 303);
  const upload = { member: scope.member.id, owner: scope.draft.owner, tooHeavy: heavyFor(scope.definition.form) };
  const form = await readForm(c, { upload });
  const posted = postedStep(scope.definition.form, step.fields, form, scope.context);
  if (form.resumed) return showResumed(c, scope, step, posted);
  if (c.req.header("X-Partial") !== undefined) return postPartial(c, scope, step, posted, form);
  const saved = await changeDraft(scope.ctx, scope.member.id, scope.draft, posted.apply);
  if (!saved.ok) return draftGone(c);
  const held = await holdSlots(c, scope, saved.value, posted.action === null);
  if (held === null) return draftGone(c);
  const after = await refreshed(scope, held.draft);
  const { action } = posted;
  if (action !== null && action.type !== "update" && isSourceAction(action.type)) {
    return sourceAnswer(c, after, step, { type: action.type, pointer: action.pointer });
  }
  const known = posted.action === null && !posted.later ? await applicationIssues(c, after, step) : [];
  // A slot of another page that no longer suits is asked again there.
  const refused = [...posted.refused, ...issuesOfStep(step, held.issues), ...known];
  return proceed(c, { before: scope, after, step, posted: { ...posted, refused }, read: form });
}

/**
 * What the script posts while the page is open: saved only over what the page knows, since it may arrive late; its files
 * are kept in any case. The header `X-Revision` of the answer is what the next post must send as `_revision`.
 */
async function postPartial(
  c: PageContext,
  scope: DraftScope,
  step: Step,
  posted: PostedStep,
  read: ReadForm,
): Promise<Response> {
  const kept = await keep(scope, posted, read);
  if (kept === null) return draftGone(c);
  const { draft, saved } = kept;
  c.header("X-Revision", String(draft.revision));
  if (c.req.header("X-Partial") === "save") return c.body(null, saved ? 204 : 409);
  const shown = { ...draft, answers: posted.apply(draft.answers) };
  return drawAgain(c, await sectored({ ...scope, draft: shown }), step, posted.refused);
}

/** The draft after a partial post, and whether all of it was taken; null when the draft is gone. */
async function keep(
  { ctx, member, draft }: DraftScope,
  posted: PostedStep,
  { fields, uploads }: ReadForm,
): Promise<{ readonly draft: Draft; readonly saved: boolean } | null> {
  const revision = Number(fields.get("_revision")?.at(-1) ?? Number.NaN);
  const changed = await changeDraftAt(ctx, member.id, draft, revision, posted.apply);
  if (changed) return { draft: changed, saved: true };
  if (uploads.length > 0) {
    const kept = await changeDraft(ctx, member.id, draft, posted.keepFiles);
    return kept.ok ? { draft: kept.value, saved: false } : null;
  }
  const current = await findDraft(ctx, member.id, draft.id, ctx.clock());
  return current && { draft: current, saved: false };
}

/** She asked a source for her data, said how it is to know her, or that she answers by herself. */
async function sourceAnswer(
  c: PageContext,
  scope: DraftScope,
  step: Step,
  { type, pointer }: { readonly type: SourceAction; readonly pointer: string },
): Promise<Response> {
  const { draft, base } = scope;
  const at = journeyOf(scope).steps.find((each) => each.step.id === step.id);
  const page = `${base}/${step.id}${isEditing(c) ? `?${query(RETURN)}` : ""}`;
  const answered = await answerSource(c, scope, type, { pointer, page });
  if (answered === null) return draftGone(c);
  if (answered instanceof Response) return answered;
  if (!at) return c.redirect(onward(scope, journeyOf(scope)), 303);
  if (answered.length > 0)
    return show(c, scope, at, { answers: draft.answers, issues: answered, more: false, editing: isEditing(c) });
  const asked = type === "identify" ? firstAsked(scope, step, pointer) : pointer;
  return c.redirect(`${page}#${fieldId(asked)}`, 303);
}

interface Posted {
  readonly before: DraftScope;
  readonly after: DraftScope;
  readonly step: Step;
  readonly posted: PostedStep;
  readonly read: ReadForm;
}

async function proceed(c: PageContext, { before, after, step, posted, read }: Posted): Promise<Response> {
  const { definition, draft, base, context } = after;
  const { action } = posted;
  if (action !== null && action.type !== "search") return c.redirect(here(c, base, step, action, draft.answers), 303);
  if (posted.later && posted.refused.length === 0) return c.redirect(`${base}/plus-tard`, 303);
  const found = action === null ? checkStep(definition.form, step, draft.answers, context) : [];
  const issues = [
    ...posted.refused,
    ...found.filter(({ pointer }) => !posted.refused.some((r) => r.pointer === pointer)),
  ];
  const path = journeyOf(after);
  if (issues.length === 0 && action === null) return c.redirect(following(c, after, path, step), 303);
  if (action === null && isNewlyAsked(before, after, issues)) {
    return c.redirect(`${base}/${step.id}?${query({ precision: "1", ...(isEditing(c) && RETURN) })}`, 303);
  }
  const at = path.steps.find((candidate) => candidate.step.id === step.id);
  if (at === undefined) return c.redirect(onward(after, path), 303);
  const wanted = action?.type === "search" ? action.pointer : leftUnsearched(read, issues);
  const search = wanted === undefined ? null : searchOf(read, wanted);
  return show(c, after, at, {
    answers: draft.answers,
    issues,
    more: false,
    editing: isEditing(c),
    ...(search && { search }),
  });
}

/** The form came back through a page that kept it: shown as it was, nothing done. */
async function showResumed(c: PageContext, before: DraftScope, step: Step, posted: PostedStep): Promise<Response> {
  const answers = posted.apply(before.draft.answers);
  const scope = await sectored({ ...before, draft: { ...before.draft, answers } });
  const at = journey(scope.definition.form, answers, scope.context).steps.find((each) => each.step.id === step.id);
  if (at === undefined) return c.redirect(onward(scope, journeyOf(scope)), 303);
  return show(c, scope, at, { answers, issues: posted.refused, more: false, editing: isEditing(c) });
}

/** The fields drawn again; with their messages when the page already shows some. */
async function drawAgain(c: PageContext, scope: DraftScope, step: Step, refused: readonly Issue[]): Promise<Response> {
  const at = journeyOf(scope).steps.find((each) => each.step.id === step.id);
  if (at === undefined) return c.body(null, 204);
  const issues = [...refused, ...(c.req.header("X-Partial") === "issues" ? at.issues : [])];
  const view = { answers: scope.draft.answers, issues, more: false, editing: isEditing(c) };
  return c.html(renderStepFields(await stepView(c, scope, at, view)));
}

/** A step shown again with what is to mend on it, from another page. */
export const showStep = (c: PageContext, scope: DraftScope, at: JourneyStep, issues: readonly Issue[]) =>
  show(c, scope, at, { answers: scope.draft.answers, issues, more: false, editing: true });

async function show(c: PageContext, scope: DraftScope, at: JourneyStep, view: StepShow): Promise<Response> {
  const html = renderStep(c.var.site(scope.member.id), await stepView(c, scope, at, view));
  return c.html(html, formStatus(view.issues));
}

const RETURN = { retour: "verifier" };
const isEditing = (c: PageContext): boolean => c.req.query("retour") === RETURN.retour;
const query = (values: Record<string, string>): string => new URLSearchParams(values).toString();

export const journeyOf = ({ definition, draft, context }: DraftScope): Journey =>
  journey(definition.form, draft.answers, context);

/** Once sent, a draft leads to what became of it. */
export function alreadySent(c: PageContext, { draft, member }: DraftScope): Response | null {
  return draft.entryId === null ? null : c.redirect(`/${member.id}/demandes/${draft.entryId}`, 303);
}

/** Where to go on: the first page to fill, or the check. */
export function onward({ base }: DraftScope, path: Journey): string {
  const next = firstIncomplete(path);
  return next === undefined ? `${base}/verifier` : `${base}/${next.step.id}`;
}

/** A step on the path, no further than the first incomplete one. */
function reachable(path: Journey, id: string): JourneyStep | null {
  const index = path.steps.findIndex(({ step }) => step.id === id);
  const limit = path.steps.findIndex((step) => !step.complete);
  return index < 0 || (limit >= 0 && index > limit) ? null : (path.steps[index] ?? null);
}

function following(c: PageContext, scope: DraftScope, path: Journey, step: Step): string {
  if (isEditing(c)) {
    const missing = firstIncomplete(path);
    return missing === undefined ? `${scope.base}/verifier` : `${scope.base}/${missing.step.id}?${query(RETURN)}`;
  }
  const next = nextStep(path, step.id);
  return next === undefined ? onward(scope, path) : `${scope.base}/${next.step.id}`;
}

/** All that is missing was not on the page: asked by what was just answered. */
function isNewlyAsked(before: DraftScope, after: DraftScope, issues: readonly Issue[]): boolean {
  const { form } = after.definition;
  const shown = visibilityOf(form, before.draft.answers, before.context);
  return issues.every(({ code, pointer }) => {
    const path = pointer.split("/").slice(1);
    const fields = path.map((_, depth) => fieldAt(form.order, path.slice(0, depth + 1)));
    const known = fields.filter((field): field is Field => field !== undefined);
    return code === "required" && known.some((field) => !shown(field, pointer));
  });
}

/** Back to the page, at the item added or at the list that lost one. */
function here(c: PageContext, base: string, step: Step, action: FormAction, answers: Answers): string {
  const suffix = isEditing(c) ? `?${query(RETURN)}` : "";
  if (action.type === "update") return `${base}/${step.id}${suffix}`;
  const pointer = action.type === "add" ? lastItem(action.pointer, answers) : parentList(action.pointer);
  return `${base}/${step.id}${suffix}#${fieldId(pointer)}`;
}

function lastItem(pointer: string, answers: Answers): string {
  const items = answers[pointer.slice(1)];
  return Array.isArray(items) ? `${pointer}/${Math.max(items.length - 1, 0)}` : pointer;
}

const parentList = (pointer: string): string => pointer.replace(/\/\d+$/, "");

/** The field of a search whose words were typed and never searched: pressing Enter goes on instead. */
const leftUnsearched = (read: ReadForm, issues: readonly Issue[]): string | undefined =>
  issues.find(({ code, pointer }) => code === "required" && searched(read, pointer) !== "")?.pointer;

function searchOf(read: ReadForm, pointer: string): NonNullable<StepShow["search"]> {
  const path = pointer.slice(1).split("/");
  return { action: { type: "search", pointer, path }, q: searched(read, pointer) };
}

const searched = (read: ReadForm, pointer: string): string =>
  (read.fields.get(`_search:${pointer}`)?.at(-1) ?? "").trim().slice(0, 200);
