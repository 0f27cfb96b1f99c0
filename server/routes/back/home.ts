import { addDays, canRead, canWorkQueue, parisDay } from "../../../engine/index.ts";
import { homePage } from "../../../renderer/back/home-page.tsx";
import { delegationWords } from "../../../renderer/strings-admin-delegations.ts";
import { actorFor } from "../../identity/actor-for.ts";
import { type Delegation, listDelegations } from "../../store/delegations.ts";
import { countDue, type DueCounts } from "../../store/due.ts";
import { findReferencesAcross } from "../../store/entries.ts";
import { countTasks } from "../../store/entry-tasks.ts";
import { worksToTell } from "../../store/works.ts";
import { titledWorks } from "../works/work-titles.ts";
import { type AgentScope, agentScope, backFrame, type PageContext } from "./agent-scope.ts";
import { type Reached, reachAll } from "./reach.ts";
import { taskPlaces } from "./tasks.ts";

const LONGEST_REFERENCE = 40;

/** GET /{member}/agent: her queues and registers; with `reference`, the entry that bears it. */
export async function homeRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, session } = scope;
  const reference = (c.req.query("reference") ?? "").replaceAll("\u0000", "").trim().slice(0, LONGEST_REFERENCE);
  const found = reference === "" ? null : await entryPath(scope, reference);
  if (found !== null) return c.redirect(found, 303);
  const reached = reachAll(ctx, session, member.id);
  const clocked = reached.filter(({ definition }) => definition.clock.regime !== "none");
  const html = homePage({
    frame: await backFrame(c, scope, "agent"),
    definitions: new Map(reached.map(({ definition }) => [definition.id, definition])),
    due: new Map(await Promise.all(clocked.map((each) => dueOf(scope, each)))),
    missing: reference === "" ? null : reference,
    replacements: await replacements(scope),
    tasks: await countTasks(ctx, taskPlaces(reached)),
    works: titledWorks(scope, await worksToTell(ctx.db, member.id, scope.agent.id)),
  });
  return c.html(html, reference === "" ? 200 : 404);
}

/** Days within which an entry is said to be due soon. */
const SOON = 7;

async function dueOf({ ctx, now }: AgentScope, { definition, places }: Reached): Promise<[string, DueCounts]> {
  const today = parisDay(now);
  const members = places.map((place) => place.member.id);
  return [definition.id, await countDue(ctx, members, definition.id, { today, until: addDays(today, SOON) })];
}

/** Whom she replaces today, and who replaces her, in sentences. */
async function replacements({ ctx, member, agent, now }: AgentScope): Promise<readonly string[]> {
  const today = parisDay(now);
  const query = { member: member.id, current: today };
  const [lent, borrowed] = await Promise.all([
    listDelegations(ctx.db, { ...query, from: agent.id }),
    // Her session says whether anything is lent to her today.
    agent.assignments.some((one) => one.for) ? listDelegations(ctx.db, { ...query, to: agent.id }) : [],
  ]);
  const started = (one: Delegation) => one.startsOn <= today;
  return [
    ...borrowed.filter(started).map((one) => delegationWords.replacing(one.from.name, one.endsOn)),
    ...lent.filter(started).map((one) => delegationWords.replaced(one.to.name, one.endsOn)),
  ];
}

/** Address of the entry with this reference, however typed, when the agent may read it: her own member's first. */
async function entryPath({ ctx, session, member }: AgentScope, typed: string): Promise<string | null> {
  const letters = typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
  const half = letters.length / 2;
  const members = reachAll(ctx, session, member.id).flatMap(({ places }) => places.map((place) => place.member.id));
  const references = [typed, `${letters.slice(0, half)}-${letters.slice(half)}`];
  for (const entry of await findReferencesAcross(ctx, [member.id, ...members], references)) {
    const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
    const actor = actorFor(ctx, session, entry.member, definition);
    const visible = canRead(definition, entry, actor) && canWorkQueue(definition, actor);
    if (visible) return `/${entry.member}/agent/${entry.definition}/${entry.id}`;
  }
  return null;
}
