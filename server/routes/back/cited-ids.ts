import { readStatistic, type Statistic } from "../../../engine/index.ts";
import { citedBy } from "../../../renderer/back/cited.ts";
import type { Context } from "../../context.ts";
import { type AgentIdentity, agentSubject } from "../../identity/subject.ts";
import { isUuid } from "../../store/entries.ts";
import { namedStatement } from "../../store/figures.ts";
import { readInTurn, TooLong } from "../../store/in-turn.ts";
import { aroundOf, followedBy, withReferred } from "../figures/follow-references.ts";
import { statisticParams } from "../figures/statistic-address.ts";
import { reach } from "./reach.ts";

/** Milliseconds that finding them may take in all the members she reads. */
const BUDGET = 10_000;

/**
 * The ids of the entries of `definition` that a statistic of another one names, among the entries this agent reads: none when it names
 * entries of something else, means nothing any more, or takes too long.
 */
export async function citedIds(
  ctx: Context,
  agent: AgentIdentity,
  cited: string,
  definition: string,
): Promise<readonly string[]> {
  const by = citedBy(cited);
  if (!by) return [];
  const subject = agentSubject(agent);
  const places = reach(ctx, subject, agent.member, by.definition);
  const followed = followedBy(ctx, subject, agent.member, places);
  const params = statisticParams(new URLSearchParams(cited));
  const scope = { members: places.map(({ member }) => member.id), now: ctx.clock().toISOString() };
  const ids = new Set<string>();
  for (const { member, definition: theirs, actor } of places) {
    const read = readStatistic(params, { ...scope, definition: theirs, actor, around: aroundOf(followed) });
    if (!read.ok || read.value.measure.kind !== "distinct" || read.value.measure.of.field.ref !== definition) continue;
    if (read.value.members !== null && !read.value.members.includes(member.id)) continue;
    const known = await withReferred(ctx, read.value, followed, BUDGET).catch(tooLong);
    for (const id of known ? await named(ctx, known, member.id) : []) ids.add(id);
  }
  return [...ids];
}

async function named(ctx: Context, statistic: Statistic, member: string): Promise<readonly string[]> {
  const asked = { member, statement: namedStatement(statistic, { member, unit: "" }) };
  const found = await readInTurn<{ id: string }>(ctx.db, [asked], BUDGET).catch(tooLong);
  return (found?.flat() ?? []).map(({ id }) => id).filter(isUuid);
}

function tooLong(error: unknown): null {
  if (error instanceof TooLong) return null;
  throw error;
}
