import { displayAnswers, linked } from "../../../engine/index.ts";
import { fileSize } from "../../../renderer/file-parts.tsx";
import { meetingWords } from "../../../renderer/strings-meetings.ts";
import { sendingWords } from "../../../renderer/strings-sendings.ts";
import { workWords } from "../../../renderer/strings-works.ts";
import { choosePage } from "../../../renderer/works/choose-page.tsx";
import { confirmPage } from "../../../renderer/works/confirm-page.tsx";
import { progressPage } from "../../../renderer/works/progress-page.tsx";
import { isSending } from "../../commands/sending.ts";
import { countAssigned, listAssignable } from "../../store/assignees.ts";
import { countForeseen, countOutcomes, countShares, type Outcome, readItems } from "../../store/work-items.ts";
import { type BulkAction, type BulkWork, type ExportWork, markSeen, type PrintWork } from "../../store/works.ts";
import { backFrame, type PageContext } from "../back/agent-scope.ts";
import { shown } from "../back/labels.ts";
import { SENDING_ACTIONS, sendingsOf } from "./sendings.ts";
import { ASSIGN, actionForm } from "./work-action.ts";
import { mayAct, sampleOf, type WorkScope, workScope } from "./work-scope.ts";
import { deliveredOf, reasonsOf, sentRows } from "./work-sending.ts";
import { SHARE, shareLabel } from "./work-share.ts";

/** Items of each kind shown on the page of a work; the file of the report has them all. */
const SHOWN = 100;

/** GET /{member}/agent/travaux/{work}: what is asked of the entries chosen, how far it is, or what it came to. */
export async function workRoute(c: PageContext): Promise<Response> {
  const scope = await workScope(c);
  if (scope instanceof Response) return scope;
  const { work } = scope;
  if (work.kind !== "bulk") return showProgress(c, scope);
  const bulk: WorkScope<BulkWork> = { ...scope, work };
  if (work.state !== "preparing") return showProgress(c, bulk);
  const asked = c.req.query("action");
  if (asked !== undefined && asked !== "") return actionForm(c, bulk, asked, { status: 200 });
  return work.params.action && asked === undefined ? showConfirm(c, bulk, work.params.action) : showChoices(c, bulk);
}

async function showChoices(c: PageContext, scope: WorkScope<BulkWork>): Promise<Response> {
  const { work, reached, base, list } = scope;
  const { definition } = reached;
  const html = choosePage({
    frame: await backFrame(c, scope, definition.id),
    definition,
    total: work.total ?? 0,
    offers: work.params.offers,
    alone: work.params.alone,
    sendings: sendingsOf(reached),
    mayAssign: mayAct(reached),
    mayShare: mayAct(reached) && (await listAssignable(scope.ctx, reached.places)).length > 1,
    base,
    list,
  });
  return c.html(html);
}

/** What an action is called: an event's label, or to whom. */
export async function actionLabel(scope: WorkScope, action: BulkAction): Promise<string> {
  if (action.type === "event") {
    const { params } = scope.work;
    const offers = "offers" in params ? params.offers : [];
    return offers.find(({ event }) => event === action.event)?.label ?? action.event;
  }
  if (action.type === "meeting") return meetingWords.decideLabel;
  if (isSending(action)) return sendingWords[action.type].title;
  if (action.type === "assign" && action.assignee === null) return workWords.prepare.released;
  const agents = await listAssignable(scope.ctx, scope.reached.places);
  if (action.type === "share") return shareLabel(agents, action.among);
  return workWords.prepare.assigned(agents.find(({ id }) => id === action.assignee)?.name ?? "");
}

/** Where what is to be done may be changed; null for an event that asks nothing. */
function changeHref({ base, list }: WorkScope, action: BulkAction, asks: boolean): string | null {
  if (action.type === "meeting") return `${list.split("?")[0] ?? ""}/commissions/${action.meeting}`;
  if (action.type === "event") return asks ? `${base}?action=${action.event}` : null;
  if (isSending(action)) return `${base}?action=${SENDING_ACTIONS[action.type]}`;
  return `${base}?action=${action.type === "share" ? SHARE : ASSIGN}`;
}

/** What each agent would receive of entries shared out, and have under way then; null for any other action. */
async function partsOf({ ctx, work, reached }: WorkScope<BulkWork>, action: BulkAction) {
  if (action.type !== "share") return null;
  const { among } = action;
  const [agents, loads, shares] = await Promise.all([
    listAssignable(ctx, reached.places),
    countAssigned(ctx, reached.places, among),
    countShares(ctx.db, work),
  ]);
  return among.map((id) => {
    const count = shares.get(id) ?? 0;
    const name = agents.find((agent) => agent.id === id)?.name ?? "";
    return { id, name, count, whole: count + (loads.get(id) ?? 0) };
  });
}

async function showConfirm(c: PageContext, scope: WorkScope<BulkWork>, action: BulkAction): Promise<Response> {
  const { ctx, session, member, work, reached, base } = scope;
  const offer = action.type === "event" ? work.params.offers.find(({ event }) => event === action.event) : undefined;
  const sample = offer && (await sampleOf(scope, offer));
  const form = sample?.form;
  const answers = action.type === "event" ? action.answers : {};
  const names = form && (await shown(ctx, session, member.id, linked(form, answers), { entry: null, fileBase: null }));
  const [frame, label, wont, refusing, parts] = await Promise.all([
    backFrame(c, scope, reached.definition.id),
    actionLabel(scope, action),
    countForeseen(ctx.db, work),
    readItems(ctx.db, work, { limit: SHOWN, foreseen: true }),
    partsOf(scope, action),
  ]);
  const html = confirmPage({
    frame,
    definition: reached.definition,
    label,
    danger: offer?.tone === "danger",
    will: (work.total ?? 0) - wont,
    wont,
    refusing,
    rows: form
      ? displayAnswers(form, answers, sample.context, names?.labels).flatMap(({ rows }) => rows)
      : sentRows(action),
    sending: isSending(action),
    reasons: isSending(action) ? await reasonsOf(scope) : [],
    parts,
    changeHref: changeHref(scope, action, Boolean(form)),
    base,
    list: scope.list,
  });
  return c.html(html);
}

function exportedFile({ list }: WorkScope, { kind, state, report, params }: ExportWork | PrintWork) {
  const query = new URLSearchParams(params.list === "" ? {} : { liste: params.list });
  return {
    size: state === "done" && report.size !== undefined ? fileSize(report.size) : null,
    failure: report.failure ?? null,
    againHref: kind === "print" ? list : `${list.split("?")[0] ?? ""}/export?${query}`,
  };
}

/** How far a work is; its report once it has ended. */
export async function showProgress(c: PageContext, scope: WorkScope): Promise<Response> {
  const { ctx, agent, work, reached, base, list } = scope;
  if (work.endedAt) await markSeen(ctx.db, work, ctx.clock());
  const bulk = work.kind === "export" ? null : { ...scope, work };
  const counts = bulk ? await countOutcomes(ctx.db, work) : new Map<Outcome, number>();
  const told: readonly Outcome[] = ["refused", "changed", "failed", "stopped", "same", "done"];
  const lists = work.endedAt && bulk ? told.filter((outcome) => (counts.get(outcome) ?? 0) > 0) : [];
  const [frame, ...items] = await Promise.all([
    backFrame(c, scope, reached.definition.id),
    ...lists.map((outcome) => readItems(ctx.db, work, { limit: SHOWN, outcome })),
  ]);
  const { action } = bulk?.work.params ?? {};
  const html = progressPage({
    frame,
    definition: reached.definition,
    title: action ? await actionLabel(scope, action) : workWords.list.export,
    state: work.state,
    total: work.total,
    progress: work.progress,
    agent: agent.name,
    launchedAt: work.createdAt.toISOString(),
    endedAt: work.endedAt?.toISOString() ?? null,
    expiresAt: work.expiresAt.toISOString(),
    counts,
    exported: work.kind === "bulk" ? null : exportedFile(scope, work),
    sending: isSending(action) ? action.type : null,
    delivered: work.kind === "bulk" && action?.type === "mailing" ? await deliveredOf(scope) : [],
    sections: lists.map((outcome, index) => ({ outcome, items: items[index] ?? [] })),
    base,
    list,
  });
  return c.html(html);
}
