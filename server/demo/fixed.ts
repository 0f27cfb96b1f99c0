import { type Actor, type CompiledDefinition, can, type Json, parisDay, SYSTEM } from "../../engine/index.ts";
import { openEntry } from "../commands/open-entry.ts";
import { sendEvent } from "../commands/send-event.ts";
import type { Context } from "../context.ts";
import { actorFor } from "../identity/actor-for.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import type { Outcome } from "../problem.ts";
import { takeMoney } from "./cash.ts";
import type { FixedEntries, FixedEvent } from "./files.ts";
import { inventAll } from "./invent.ts";
import { seededRandom } from "./random.ts";

const DAY = 86_400_000;

interface Played {
  readonly member: string;
  readonly definition: CompiledDefinition;
  readonly agent: Actor;
  readonly id: string;
}

/**
 * Opens entries written word for word in a group's file, each step on its day, by a visitor or an agent who may.
 * @param known ids by the names of those before them; those of these entries are added
 * @returns their ids, in order
 */
export async function playFixed(
  ctx: Context,
  fixed: FixedEntries,
  agents: readonly AgentIdentity[],
  known: Map<string, Json>,
): Promise<readonly string[]> {
  const ids: string[] = [];
  const { member, definition: id, daysAgo } = fixed;
  const definition = ctx.catalogue.definition(member, id);
  if (!definition) throw new Error(`The demo's ${member} does not offer ${id}`);
  const able = agents
    .filter((agent) => agent.member === member)
    .map((agent) => actorFor(ctx, { account: null, agent, grants: [], visitor: null, via: null }, member, definition))
    .filter((one) => can(definition, one, "open"));
  const actor = able.find(({ roles }) => roles.includes("agent")) ?? able[0];
  if (!actor) throw new Error(`The demo has nobody in ${member} to open ${id}`);
  const on = (step: number): Context => {
    const time = ctx.clock().getTime() - (daysAgo[step] ?? 0) * DAY;
    return { ...ctx, background: true, clock: () => new Date(time), wake: () => undefined };
  };
  const visitor = () => Buffer.from(ctx.randomBytes(32)).toString("hex");
  const opener = () =>
    fixed.openedBy === "visitor"
      ? actorFor(ctx, { account: null, agent: null, grants: [], visitor: visitor(), via: null }, member, definition)
      : actor;
  const world = { random: seededRandom(id), pools: {}, known, day: parisDay(ctx.clock().toISOString()) };
  for (const { name, answers: template, events } of fixed.each) {
    const answers = inventAll(template, world);
    const { view } = expected(await openEntry(on(0), { member, definition, actor: opener(), answers }));
    ids.push(view.id);
    if (name !== undefined) known.set(name, view.id);
    for (const [index, event] of events.entries()) {
      const step = on(index + 1);
      const done = await playEvent(step, { member, definition, agent: actor, id: view.id }, event);
      if (done) expected(done);
    }
  }
  return ids;
}

function playEvent(
  ctx: Context,
  { member, definition, agent, id }: Played,
  event: FixedEvent,
): Promise<Outcome<unknown> | null> {
  if (event.paid !== undefined) return takeMoney(ctx, { member, definition, agent }, id, event.paid);
  const { type, by, answers } = event;
  return sendEvent(ctx, {
    member,
    definitionId: definition.id,
    id,
    actor: by === "system" ? SYSTEM : agent,
    type,
    revision: null,
    ...(answers && { answers }),
  });
}

/** The demo's own files are at fault when a step is refused. */
function expected<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`The demo cannot play its fixed entries: ${JSON.stringify(outcome.problem)}`);
}
