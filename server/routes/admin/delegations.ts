import { covers, type Issue, parisDay } from "../../../engine/index.ts";
import {
  type DelegationAnswers,
  delegationsPage,
  type ShownDelegation,
} from "../../../renderer/admin/delegations-page.tsx";
import { delegationWords as words } from "../../../renderer/strings-admin-delegations.ts";
import { endLending, lendableOf, lendRights } from "../../commands/lend-rights.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { agentNames } from "../../store/agent-list.ts";
import { type Delegation, listDelegations } from "../../store/delegations.ts";
import { type AgentScope, agentScope, backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { saidDone } from "../said-done.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { posted } from "./posted.ts";
import { typedDay } from "./typed-day.ts";

type Whose = "own" | "any";

const door = (c: PageContext, whose: Whose): Promise<AgentScope | Response> =>
  whose === "own" ? agentScope(c) : adminScope(c, ["admin-membre"]);

/** GET …/administration/delegations for administrators; /{member}/agent/delegations for each agent. */
export const delegationsRoute =
  (whose: Whose) =>
  async (c: PageContext): Promise<Response> => {
    const scope = await door(c, whose);
    return scope instanceof Response ? scope : show(c, scope, whose, {});
  };

/** POST at the same addresses: lends. */
export const lendRoute =
  (whose: Whose) =>
  async (c: PageContext): Promise<Response> => {
    const scope = await door(c, whose);
    if (scope instanceof Response) return scope;
    const form = await readForm(c);
    const typed = answersOf(form);
    const answers = whose === "own" ? { ...typed, from: scope.agent.id } : typed;
    if (form.resumed) return show(c, scope, whose, { answers });
    const { startsOn, endsOn, definition } = answers;
    const outcome = await lendRights(scope.ctx, scope.agent, {
      ...answers,
      definition: definition || null,
      startsOn: typedDay(startsOn),
      endsOn: typedDay(endsOn),
    });
    if (!outcome.ok) return show(c, scope, whose, { answers, issues: outcome.problem.issues });
    return c.redirect(`${baseOf(scope, whose)}?fait=confie`, 303);
  };

/** POST …/{id}/terminer */
export const endLendingRoute =
  (whose: Whose) =>
  async (c: PageContext): Promise<Response> => {
    const scope = await door(c, whose);
    if (scope instanceof Response) return scope;
    const form = await readForm(c);
    if (form.resumed) return show(c, scope, whose, {});
    const outcome = await endLending(scope.ctx, scope.agent, c.req.param("id") ?? "", whose);
    if (!outcome.ok) return refuse(c, outcome.problem);
    return c.redirect(`${baseOf(scope, whose)}?fait=fin`, 303);
  };

const baseOf = ({ member }: AgentScope, whose: Whose): string =>
  whose === "own" ? `/${member.id}/agent/delegations` : `/${member.id}/agent/${ADMINISTRATION}/delegations`;

const BLANK: DelegationAnswers = { from: "", to: "", definition: "", startsOn: "", endsOn: "", reason: "" };

function answersOf(form: ReadForm): DelegationAnswers {
  return {
    from: posted(form, "de"),
    to: posted(form, "a"),
    definition: posted(form, "definition"),
    startsOn: posted(form, "du", 20),
    endsOn: posted(form, "au", 20),
    reason: posted(form, "motif"),
  };
}

interface Shown {
  readonly answers?: DelegationAnswers;
  readonly issues?: readonly Issue[];
}

async function show(c: PageContext, scope: AgentScope, whose: Whose, shown: Shown): Promise<Response> {
  const { ctx, member, agent, now } = scope;
  const own = whose === "own";
  const people = await agentNames(ctx.db, member.id, "open only");
  const lendable = lendableOf(agent.assignments);
  const definitions = ctx.catalogue
    .definitions(member.id)
    .filter((definition) => !own || lendable.some((one) => covers(one, definition)));
  const found = await listDelegations(ctx.db, { member: member.id, ...(own && { from: agent.id }) });
  const choices = people.map(({ id, name }) => [id, name] as const);
  const issues = shown.issues ?? [];
  const html = delegationsPage({
    frame: await backFrame(c, scope, own ? "delegations" : ADMINISTRATION),
    base: baseOf(scope, whose),
    own,
    delegations: found.map((one) => shownDelegation(scope, one, parisDay(now))),
    lenders: choices,
    colleagues: own ? choices.filter(([id]) => id !== agent.id) : choices,
    definitions: definitions.map(({ id, title }) => [id, title] as const),
    answers: own && lendable.length === 0 ? null : (shown.answers ?? BLANK),
    issues,
    notice: saidDone(c, words.done),
  });
  return c.html(html, issues.length > 0 ? 422 : 200);
}

function shownDelegation({ ctx, member }: AgentScope, one: Delegation, today: string): ShownDelegation {
  const { id, startsOn, endsOn, reason, definition } = one;
  const ended = one.revokedAt !== null;
  const state = ended ? "ended" : endsOn < today ? "past" : startsOn > today ? "coming" : "current";
  return {
    id,
    from: one.from.name,
    to: one.to.name,
    definition: definition === null ? null : (ctx.catalogue.definition(member.id, definition)?.title ?? definition),
    startsOn,
    endsOn,
    reason,
    state,
    mayEnd: state === "current" || state === "coming",
  };
}
