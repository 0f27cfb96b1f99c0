import { KINDS, type TaskLine, tasksPage } from "../../../renderer/back/tasks-page.tsx";
import { auditRead } from "../../audit.ts";
import { countTasks, listTasks, type TaskPlace } from "../../store/entry-tasks.ts";
import { agentScope, backFrame, type PageContext } from "./agent-scope.ts";
import { type Reached, reachAll } from "./reach.ts";

const SHOWN = 200;

/** GET /{member}/agent/taches: answers to read, addresses to mend, letters to post, in all that she works. */
export async function tasksRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, session } = scope;
  const kind = KINDS.find((each) => each === c.req.query("sorte")) ?? null;
  const reached = reachAll(ctx, session, member.id);
  const places = taskPlaces(reached);
  const [counts, listed] = await Promise.all([countTasks(ctx, places), listTasks(ctx, places, { kind, limit: SHOWN })]);
  const titles = new Map(reached.map(({ definition }) => [definition.id, definition.title]));
  const shared = listed.some((task) => task.member !== member.id);
  const lines = listed.map(
    (task): TaskLine => ({
      kind: task.kind,
      href: `/${task.member}/agent/${task.definition}/${task.entry}`,
      reference: task.reference,
      service: titles.get(task.definition) ?? task.definition,
      member: shared ? (ctx.catalogue.member(task.member)?.name ?? task.member) : null,
      since: task.since.toISOString(),
    }),
  );
  const [actor] = reached.flatMap((each) => each.places.map((place) => place.actor));
  if (actor) auditRead(ctx, actor, { member: member.id, action: "list-read", detail: { entries: lines.length } });
  return c.html(tasksPage({ frame: await backFrame(c, scope, "taches"), kind, counts, lines }));
}

/** The definitions she works in each member. */
export function taskPlaces(reached: readonly Reached[]): readonly TaskPlace[] {
  const places = new Map<string, string[]>();
  for (const { member, definition } of reached.flatMap((each) => each.places)) {
    places.set(member.id, [...(places.get(member.id) ?? []), definition.id]);
  }
  return [...places].map(([member, definitions]) => ({ member, definitions }));
}
