import {
  type Issue,
  MOST_ROWS,
  parisDay,
  type RowFault,
  readTypedRows,
  rowFaults,
  type Tariff,
  type TypedRow,
} from "../../engine/index.ts";
import { tariffWords as words } from "../../renderer/strings-tariffs.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import { deleteTariff, type StoredTariff, saveTariff, tariffVersions } from "../store/tariffs.ts";

/** A table of a definition that a member offers. */
export interface TariffOf {
  readonly definition: string;
  readonly tariff: Tariff;
}

/** Rows as typed, from when they hold, and what decided them. */
export interface TypedTariff {
  /** "2026-09-01"; "" for what is no day. */
  readonly since: string;
  readonly decision: string;
  readonly rows: readonly TypedRow[];
}

/** The rows that were seen: those of a day at a revision; null for new ones. */
export type Seen = Pick<StoredTariff, "since" | "revision"> | null;

const LONGEST_DECISION = 200;

/**
 * Keeps the rows of a table for the member of `by`, from a day on: today or later, for what was applied does not change.
 * Refusals: `invalid`, `not-found`, `stale`.
 */
export async function keepTariff(
  ctx: Context,
  by: AgentIdentity,
  { definition, tariff }: TariffOf,
  typed: TypedTariff,
  seen: Seen,
): Promise<Outcome<string>> {
  const key = { member: by.member, definition, tariff: tariff.id };
  const versions = await tariffVersions(ctx.db, key);
  const today = parisDay(ctx.clock().toISOString());
  if (seen && !versions.some(({ since }) => since === seen.since && since >= today)) return refused(notFound());
  const rows = readTypedRows(tariff, typed.rows.slice(0, MOST_ROWS + 1));
  const taken = versions.some(({ since }) => since === typed.since && since !== seen?.since);
  const issues = [...dayIssues(typed.since, today, taken), ...decisionIssues(typed.decision)];
  issues.push(...rowFaults(tariff, rows).map(issueOf));
  if (issues.length > 0) return refused(problem("invalid", issues[0]?.message ?? "", issues));
  const decision = typed.decision === "" ? {} : { decision: typed.decision };
  if (!(await saveTariff(ctx.db, key, { since: typed.since, rows, ...decision }, seen, ctx.clock()))) {
    return refused(problem("stale", words.stale));
  }
  tell(ctx, by, { definition, tariff }, typed.since, seen ? "tariff-changed" : "tariff-added");
  await ctx.catalogue.reload();
  return done(typed.since);
}

/** Takes back rows that are not applied yet. Refusals: `not-found`, `stale`. */
export async function removeTariff(
  ctx: Context,
  by: AgentIdentity,
  { definition, tariff }: TariffOf,
  seen: NonNullable<Seen>,
): Promise<Outcome<null>> {
  if (seen.since <= parisDay(ctx.clock().toISOString())) return refused(notFound());
  const gone = await deleteTariff(ctx.db, { member: by.member, definition, tariff: tariff.id }, seen);
  if (!gone) return refused(problem("stale", words.stale));
  tell(ctx, by, { definition, tariff }, seen.since, "tariff-removed");
  await ctx.catalogue.reload();
  return done(null);
}

function dayIssues(since: string, today: string, taken: boolean): readonly Issue[] {
  if (since === "") return [issue("depuis", words.errors.noDay)];
  if (since < today) return [issue("depuis", words.errors.past)];
  return taken ? [issue("depuis", words.errors.taken)] : [];
}

const decisionIssues = (decision: string): readonly Issue[] =>
  decision.length > LONGEST_DECISION ? [issue("decision", words.errors.longDecision(LONGEST_DECISION))] : [];

const issueOf = ({ row, column = "amount", message }: RowFault): Issue =>
  issue(row === null ? "lignes" : `ligne-${row}-${column}`, message);

const issue = (name: string, message: string): Issue => ({ code: "tariff", pointer: `/${name}`, message });

function tell(ctx: Context, by: AgentIdentity, { definition, tariff }: TariffOf, since: string, change: string): void {
  const actor = { kind: "agent", id: by.id, name: by.name } as const;
  const detail = { change, name: `${tariff.title} (${since})` };
  audit(ctx, { member: by.member, action: "member", actor, definition, target: tariff.id, detail });
}
