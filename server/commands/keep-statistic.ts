import type { Issue, StatisticParams } from "../../engine/index.ts";
import { keptWords } from "../../renderer/strings-figures-kept.ts";
import type { Context } from "../context.ts";
import { type AgentIdentity, holdsRole } from "../identity/subject.ts";
import { uuidv7 } from "../ids.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import {
  changeDashboard,
  countStatistics,
  deleteStatistic,
  findStatistic,
  type SavedStatistic,
  SHARINGS,
  type Sharer,
  saveStatistic,
} from "../store/statistics.ts";

const { save: words } = keptWords;
const LONGEST_NAME = 100;
const MOST_KEPT = 100;
const MOST_ON_DASHBOARD = 12;

/** A statistic as typed: `sharing` is "own", "member", or "unit:" and the id of one of her units. */
export interface StatisticPlan {
  readonly name: string;
  readonly sharing: string;
  readonly definition: string;
  readonly params: StatisticParams;
}

/** The units an agent works in or reads, whatever it lets her do; her member's own units when she has them all. */
export function unitsOf(ctx: Pick<Context, "catalogue">, agent: AgentIdentity): readonly string[] {
  const all = ctx.catalogue.member(agent.member)?.units.map(({ id }) => id) ?? [];
  const everywhere = agent.assignments.some(({ unit }) => unit === null);
  return everywhere ? all : [...new Set(agent.assignments.flatMap(({ unit }) => unit ?? []))];
}

/** As what she reads what others share. */
export const sharerOf = (ctx: Pick<Context, "catalogue">, agent: AgentIdentity): Sharer => ({
  id: agent.id,
  units: unitsOf(ctx, agent),
});

/** Whether she sets what every agent of her member sees first. */
export const keepsMemberDashboard = (agent: AgentIdentity): boolean =>
  holdsRole(agent, "admin-membre") || holdsRole(agent, "admin-fonctionnel");

/** Whether she may change or delete it: its maker, or an administrator of the member for what is shared. */
export const mayChange = (agent: AgentIdentity, { owner, sharing }: SavedStatistic): boolean =>
  owner === agent.id || (sharing !== "own" && holdsRole(agent, "admin-membre"));

/**
 * Keeps a statistic under a name, or changes the one with this id; answers its id. Its parameters were checked by the
 * caller, who could read it. Refusals: `invalid`, `not-found`, `too-many`.
 */
export async function keepStatistic(
  ctx: Context,
  by: AgentIdentity,
  id: string | null,
  plan: StatisticPlan,
): Promise<Outcome<string>> {
  const before = id === null ? null : await findStatistic(ctx.db, by.member, sharerOf(ctx, by), id);
  if (id !== null && (!before || !mayChange(by, before))) return refused(notFound());
  const [sharing, unit] = sharingOf(plan.sharing, unitsOf(ctx, by));
  const issues: readonly Issue[] = [
    ...(plan.name === "" ? [issue("nom", words.none)] : []),
    ...(plan.name.length > LONGEST_NAME ? [issue("nom", words.long)] : []),
    ...(sharing === null ? [issue("partage", words.wrongSharing)] : []),
  ];
  if (sharing === null || issues.length > 0) return refused(problem("invalid", issues[0]?.message ?? "", issues));
  if (!before && (await countStatistics(ctx.db, by.member, by.id)) >= MOST_KEPT) {
    return refused(problem("invalid", words.tooMany, [issue("nom", words.tooMany)]));
  }
  const now = ctx.clock();
  const kept = before?.id ?? uuidv7(now, ctx.randomBytes(16));
  const { name, definition, params } = plan;
  const statistic = { id: kept, name, definition, params, owner: before?.owner ?? by.id, sharing, unit };
  await saveStatistic(ctx.db, by.member, statistic, now);
  return done(kept);
}

/** Forgets a statistic. Refusals: `not-found`. */
export async function forgetStatistic(ctx: Context, by: AgentIdentity, id: string): Promise<Outcome<null>> {
  const found = await findStatistic(ctx.db, by.member, sharerOf(ctx, by), id);
  if (!found || !mayChange(by, found)) return refused(notFound());
  await deleteStatistic(ctx.db, by.member, id);
  return done(null);
}

export const MOVES = ["ajouter", "retirer", "monter", "descendre"] as const;
export type Move = (typeof MOVES)[number];

/**
 * Puts a statistic on a dashboard, takes it away or moves it. `whose`: her own, or the member's, which administrators
 * keep. Refusals: `not-found`, `not-allowed`, `invalid` when it is full.
 */
export async function arrangeDashboard(
  ctx: Context,
  by: AgentIdentity,
  { id, whose, move }: { readonly id: string; readonly whose: "mine" | "member"; readonly move: Move },
): Promise<Outcome<null>> {
  const found = await findStatistic(ctx.db, by.member, sharerOf(ctx, by), id);
  if (!found) return refused(notFound());
  const shared = whose === "member";
  if (shared && (!keepsMemberDashboard(by) || (move === "ajouter" && found.sharing !== "member"))) {
    return refused(
      problem("not-allowed", "Seul un administrateur y met une statistique partagée avec toute la collectivité."),
    );
  }
  let full = false;
  const whoSees = shared ? { owner: "", units: [] } : { owner: by.id, units: unitsOf(ctx, by) };
  await changeDashboard(ctx.db, by.member, whoSees, (before) => {
    full = move === "ajouter" && !before.includes(id) && before.length >= MOST_ON_DASHBOARD;
    return full ? before : moved(before, id, move);
  });
  return full ? refused(problem("invalid", keptWords.dashboard.full)) : done(null);
}

function moved(before: readonly string[], id: string, move: Move): readonly string[] {
  const others = before.filter((each) => each !== id);
  if (move === "retirer") return others;
  if (move === "ajouter") return [...others, id];
  const at = before.indexOf(id);
  if (at < 0) return before;
  return others.toSpliced(Math.max(0, at + (move === "monter" ? -1 : 1)), 0, id);
}

function sharingOf(text: string, units: readonly string[]): readonly [SavedStatistic["sharing"] | null, string] {
  if (text.startsWith("unit:")) {
    const unit = text.slice("unit:".length);
    return units.includes(unit) ? ["unit", unit] : [null, ""];
  }
  return [SHARINGS.find((sharing) => sharing === text && sharing !== "unit") ?? null, ""];
}

const issue = (name: string, message: string): Issue => ({ code: "statistic", pointer: `/${name}`, message });
