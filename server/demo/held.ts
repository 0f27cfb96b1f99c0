import { type Json, parisDay } from "../../engine/index.ts";
import { giveFiche } from "../commands/hold-fiche.ts";
import { openEntry } from "../commands/open-entry.ts";
import type { Context } from "../context.ts";
import { actorFor } from "../identity/actor-for.ts";
import type { FicheHolder, Pools } from "./files.ts";
import { inventAll } from "./invent.ts";
import type { Cast } from "./people.ts";
import { seededRandom } from "./random.ts";

const DAY = 86_400_000;

/**
 * Writes the fiche of someone who has an account, and makes it hers. Gives it as the first of the pool that later sheets draw from, so that
 * what they invent is about her too.
 */
export async function playHolder(ctx: Context, holder: FicheHolder, cast: Cast, pools: Pools): Promise<Pools> {
  const { name, member, definition: id, daysAgo } = holder;
  const definition = ctx.catalogue.definition(member, id);
  const agent = cast.agents.find(
    (each) =>
      each.member === member && definition && actorFor(ctx, as(each), member, definition).roles.includes("agent"),
  );
  const account = cast.holders.find((each) => each.name === name);
  if (!definition || !agent || !account) throw new Error(`The demo cannot give ${name} her fiche of ${id}`);
  const time = ctx.clock().getTime() - daysAgo * DAY;
  const then: Context = { ...ctx, background: true, clock: () => new Date(time), wake: () => undefined };
  const world = { random: seededRandom(name), pools, known: new Map<string, Json>(), day: dayOf(ctx) };
  const answers = inventAll(holder.answers, world);
  const opened = await openEntry(then, {
    member,
    definition,
    actor: actorFor(ctx, as(agent), member, definition),
    answers,
  });
  if (!opened.ok) throw new Error(`The demo cannot write the fiche of ${name}: ${JSON.stringify(opened.problem)}`);
  const { view } = opened.value;
  const person = { account, agent: null, grants: [], visitor: null, via: null };
  const given = await giveFiche(then, { member, id: view.id }, actorFor(ctx, person, member, definition));
  if (!given.ok) throw new Error(`The demo cannot give ${name} her fiche: ${given.problem.detail}`);
  const pool = `${id} ${member}`;
  return { ...pools, [pool]: [{ ...view.answers, id: view.id }, ...(pools[pool] ?? [])] };
}

const as = (agent: Cast["agents"][number]) => ({ account: null, agent, grants: [], visitor: null, via: null });
const dayOf = (ctx: Context): string => parisDay(ctx.clock().toISOString());
