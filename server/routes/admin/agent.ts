import { type Assignment, type Issue, ROLES, type Role } from "../../../engine/index.ts";
import type { AgentAnswers, AssignmentRow } from "../../../renderer/admin/agent-form.tsx";
import { agentPage } from "../../../renderer/admin/agent-page.tsx";
import { adminAgents as words } from "../../../renderer/strings-admin-agents.ts";
import { addAgent, agentAction, changeAgent, mayGrantGroup } from "../../commands/agent-access.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { notFound, type Problem } from "../../problem.ts";
import { type AgentRecord, readAgent } from "../../store/agent-list.ts";
import { type AgentScope, backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { saidDone } from "../said-done.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { agentsHref, shownAgent } from "./agents.ts";
import { namesOf } from "./names.ts";
import { posted } from "./posted.ts";

const MOST_ROWS = 50;
const EMPTY: AssignmentRow = { role: "", unit: "", definition: "" };

/** GET …/agents/nouveau and …/agents/{id}. */
export async function agentRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const agent = await agentAt(c, scope);
  return agent === undefined ? refuse(c, notFound()) : show(c, scope, agent, {});
}

/** POST …/agents/nouveau and …/agents/{id}: adds or removes a row of the form, or saves. */
export async function saveAgentRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const agent = await agentAt(c, scope);
  if (agent === undefined) return refuse(c, notFound());
  const answers = answersOf(form);
  const redrawn = changedRows(answers, posted(form, "faire"));
  if (redrawn || form.resumed) return show(c, scope, agent, { answers: redrawn ?? answers });
  return save(c, scope, agent, withoutEmptyRows(answers));
}

async function save(c: PageContext, scope: AgentScope, agent: AgentRecord | null, answers: AgentAnswers) {
  const { ctx, agent: by, member } = scope;
  const { assignments, issues } = assignmentsOf(scope, agent, answers.rows);
  if (issues.length > 0) return show(c, scope, agent, { answers, issues });
  const plan = { name: answers.name, capacity: answers.capacity, assignments };
  const href = agentsHref(member.id);
  if (agent) {
    const outcome = await changeAgent(ctx, by, agent.id, plan);
    if (!outcome.ok) return show(c, scope, agent, { answers, issues: outcome.problem.issues });
    return c.redirect(`${href}/${agent.id}?fait=enregistre`, 303);
  }
  const outcome = await addAgent(ctx, by, { ...plan, email: answers.email });
  if (!outcome.ok) return show(c, scope, agent, { answers, issues: outcome.problem.issues });
  return c.redirect(`${href}/${outcome.value}?fait=ajout`, 303);
}

function withoutEmptyRows(answers: AgentAnswers): AgentAnswers {
  const rows = answers.rows.filter(({ role, unit, definition }) => role + unit + definition !== "");
  return { ...answers, rows: rows.length > 0 ? rows : [EMPTY] };
}

const ACTIONS = {
  fermer: ["disable", "ferme"],
  rouvrir: ["enable", "ouvert"],
  lien: ["send-link", "lien"],
  "double-authentification": ["forget-totp", "totp"],
} as const;

/** POST …/agents/{id}/{fermer, rouvrir, lien, double-authentification} */
export async function agentActionRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const agent = await agentAt(c, scope);
  const entry = Object.entries(ACTIONS).find(([name]) => name === c.req.param("action"));
  if (!agent || !entry) return refuse(c, notFound());
  const [action, done] = entry[1];
  if (form.resumed) return show(c, scope, agent, {});
  const outcome = await agentAction(scope.ctx, scope.agent, agent.id, action);
  if (!outcome.ok) return show(c, scope, agent, { refused: outcome.problem });
  return c.redirect(`${agentsHref(scope.member.id)}/${agent.id}?fait=${done}`, 303);
}

/** The agent of the path; null for one to add, undefined when there is none. */
async function agentAt(c: PageContext, { ctx, member }: AgentScope): Promise<AgentRecord | null | undefined> {
  const id = c.req.param("id");
  if (id === undefined) return null;
  return (await readAgent(ctx.db, member.id, id)) ?? undefined;
}

interface Shown {
  readonly answers?: AgentAnswers;
  readonly issues?: readonly Issue[];
  readonly refused?: Problem;
}

async function show(c: PageContext, scope: AgentScope, agent: AgentRecord | null, shown: Shown): Promise<Response> {
  const { ctx, member } = scope;
  const group = await mayGrantGroup(ctx, scope.agent);
  const issues = shown.issues ?? [];
  const held = agent?.assignments ?? [];
  const html = agentPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    base: agentsHref(member.id),
    agent: agent && shownAgent(agent),
    form: {
      names: namesOf(scope),
      answers: shown.answers ?? stored(agent, group),
      issues,
      group,
      keptGroup: !group && held.some(({ role }) => role === "admin-groupe"),
    },
    rightsHref: `/${member.id}/agent/${ADMINISTRATION}/droits?agent=${agent?.id ?? ""}`,
    notice: saidDone(c, words.done),
    refused: shown.refused?.detail,
  });
  return c.html(html, shown.refused ? shown.refused.status : issues.length > 0 ? 422 : 200);
}

function stored(agent: AgentRecord | null, group: boolean): AgentAnswers {
  const rows = (agent?.assignments ?? [])
    .filter(({ role }) => group || role !== "admin-groupe")
    .map(({ role, unit, definition }) => ({ role, unit: unit ?? "", definition: definition ?? "" }));
  const { name = "", capacity = "", email = "" } = agent ?? {};
  return { name, capacity, email, rows: rows.length > 0 ? rows : [EMPTY] };
}

function answersOf(form: ReadForm): AgentAnswers {
  const rows: AssignmentRow[] = [];
  while (rows.length < MOST_ROWS && form.fields.has(`role.${rows.length}`)) {
    const at = rows.length;
    rows.push({
      role: posted(form, `role.${at}`),
      unit: posted(form, `unite.${at}`),
      definition: posted(form, `definition.${at}`),
    });
  }
  return {
    name: posted(form, "nom", 120).replace(/\s+/g, " "),
    capacity: posted(form, "fonction", 120).replace(/\s+/g, " "),
    email: posted(form, "email", 320),
    rows: rows.length > 0 ? rows : [EMPTY],
  };
}

/** The form with one row more or less, when that is what was pressed. */
function changedRows(answers: AgentAnswers, pressed: string): AgentAnswers | null {
  if (pressed === "ajouter") return { ...answers, rows: [...answers.rows, EMPTY].slice(0, MOST_ROWS) };
  const removed = /^retirer-(\d{1,2})$/.exec(pressed)?.[1];
  if (removed === undefined) return null;
  const rows = answers.rows.filter((_, index) => index !== Number(removed));
  return { ...answers, rows: rows.length > 0 ? rows : [EMPTY] };
}

/** The rows as assignments. A unit that no longer exists may stay with who has it: dropping it would widen her rights. */
function assignmentsOf({ ctx, member }: AgentScope, agent: AgentRecord | null, rows: readonly AssignmentRow[]) {
  const held = (agent?.assignments ?? []).map(({ unit }) => unit);
  const units = new Set([...(ctx.catalogue.member(member.id)?.units ?? []).map(({ id }) => id), ...held]);
  const issues: Issue[] = [];
  const assignments = rows.flatMap((row, index): readonly Assignment[] => {
    const issue = (name: string, message: string) =>
      issues.push({ code: "assignment", pointer: `/${name}.${index}`, message });
    const role = ROLES.find((known): known is Role => known === row.role);
    if (!role && (rows.length > 1 || row.unit + row.definition !== "")) issue("role", words.errors.role);
    if (row.unit !== "" && !units.has(row.unit)) issue("unite", words.errors.unit);
    return role ? [{ role, unit: row.unit || null, definition: row.definition || null }] : [];
  });
  return { assignments, issues };
}
