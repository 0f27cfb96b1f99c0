import { type Answers, type Json, parisDay, type SeatValue, seatFieldsOf } from "../../engine/index.ts";
import { assignEntry } from "../commands/assign-entry.ts";
import { noteAttendance } from "../commands/note-attendance.ts";
import { type Opened, openEntry } from "../commands/open-entry.ts";
import { sendEvent } from "../commands/send-event.ts";
import type { Context } from "../context.ts";
import type { Outcome } from "../problem.ts";
import type { Presence } from "../store/sittings.ts";
import { takeMoney } from "./cash.ts";
import type { Role } from "./casting.ts";
import type { Pools, Sheet, StoryEvent } from "./files.ts";
import { inventAll } from "./invent.ts";
import { withPapers } from "./papers.ts";
import type { Random } from "./random.ts";

const DAY = 86_400_000;
const MINUTE = 60_000;
const AT_ONCE = 8;

/**
 * Plays stories through the ordinary commands, several at once, each step at its own moment of the past. Gives what was opened, as
 * pools that later sheets draw from: "{definition} {member}", answers and `id`.
 */
export async function playAll(ctx: Context, sheet: Sheet, roles: readonly Role[]): Promise<Pools> {
  const waiting = roles.map((role, index) => ({ role, index }));
  const played: Json[] = [];
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { role, index } = next;
      const view = await play(ctx, sheet, role);
      played[index] = { ...view.answers, id: view.id };
    }
  };
  await Promise.all(Array.from({ length: sheet.inTurn ? 1 : AT_ONCE }, work));
  const members = [...new Set(roles.map(({ member }) => member))];
  const of = (member: string) => played.filter((_, index) => roles[index]?.member === member);
  return Object.fromEntries(members.map((member) => [`${sheet.definition} ${member}`, of(member)]));
}

/** Gives what it opened, with its answers of then. */
async function play(ctx: Context, sheet: Sheet, role: Role): Promise<Opened["view"]> {
  const { member, definition, story, actors } = role;
  const [first, ...moments] = timeline(ctx.clock().getTime(), role);
  const then = past(ctx, first);
  const actor = actors[sheet.openedBy === "agent" ? "agent" : "demandeur"];
  const sent = await withPapers(then, member, actor.id, role.answers);
  const opened = expected(await openEntry(then, { member, definition, actor, answers: sent }), role);
  let answers = opened.view.answers;
  for (const [index, event] of story.events.entries()) {
    answers = await playEvent(past(ctx, moments[index] ?? 0), role, event, opened.view.id, answers);
  }
  return opened.view;
}

/** Sends one event; gives the entry's answers after it. */
async function playEvent(ctx: Context, role: Role, event: StoryEvent, id: string, current: Answers): Promise<Answers> {
  const { member, definition, actors, world } = role;
  const entry = { member, definitionId: definition.id, id, revision: null };
  if (event.assign) {
    expected(await assignEntry(ctx, { ...entry, actor: actors.agent, assignee: role.agent.id }), role);
  }
  if (event.paid !== undefined) {
    const how = String(inventAll({ how: event.paid }, world)["how"]);
    const taken = await takeMoney(ctx, { ...role, agent: actors.agent }, id, how);
    if (taken) expected(taken, role);
    return current;
  }
  if (event.presence !== undefined) {
    await notePresence(ctx, role, current, event.presence);
    return current;
  }
  const known = new Map(world.known).set("aujourdhui", parisDay(ctx.clock().toISOString()));
  const said = event.answers && inventAll(event.answers, { ...world, known });
  const answers = event.edit ? { ...current, ...said } : said;
  const sent = await sendEvent(ctx, {
    ...entry,
    actor: actors[event.by],
    type: event.type,
    ...(answers && { answers }),
  });
  return expected(sent, role).entry.answers;
}

/** The agent notes whether the person came, once the session of her answers took place. */
async function notePresence(ctx: Context, role: Role, answers: Answers, presence: Presence): Promise<void> {
  const { member, definition, actors } = role;
  for (const { key, seat } of seatFieldsOf(definition.form)) {
    const { inscription, seance, fin } = (answers[key] ?? {}) as Partial<SeatValue>;
    if (seat?.register === undefined || !inscription || !seance || !fin || fin >= parisDay(ctx.clock().toISOString()))
      continue;
    const said = new Map([[inscription, presence]]);
    await noteAttendance(ctx, actors.agent, { member, definition: seat.register, sitting: seance, day: fin, said });
  }
}

/** The opening, then one moment per event, in office hours, none in the future. */
function timeline(now: number, { story, daysAgo, world: { random } }: Role): readonly number[] {
  const count = story.events.length;
  let moment = now - (daysAgo ?? random.int(...story.opened)) * DAY;
  return [0, ...story.events.map((event) => random.int(...event.after))].map((days, index) => {
    const latest = now - (count - index + 1) * 5 * MINUTE;
    moment = Math.min(Math.max(officeHour(moment + days * DAY, random), moment + 20 * MINUTE), latest);
    return moment;
  });
}

/** The same day, between 7:00 and 16:59 UTC. */
const officeHour = (time: number, random: Random) =>
  time - (time % DAY) + random.int(7 * 60, 17 * 60 - 1) * MINUTE + random.int(0, 59) * 1000;

const past = (ctx: Context, time: number | undefined): Context => ({
  ...ctx,
  background: true,
  clock: () => new Date(time ?? ctx.clock().getTime()),
  wake: () => undefined,
});

/** The demo's own files are at fault when a step is refused. */
function expected<T>(outcome: Outcome<T>, role: Role): T {
  if (outcome.ok) return outcome.value;
  const { code, issues } = outcome.problem;
  const details = issues.map(({ pointer, message }) => `${pointer} ${message}`).join(" ; ");
  throw new Error(`The demo cannot play ${role.definition.id} in ${role.member}: ${code} ${details}`);
}
