import type { Answers } from "../../engine/index.ts";
import { decidePayment } from "../commands/agent-payment.ts";
import { assignEntry } from "../commands/assign-entry.ts";
import { openEntry } from "../commands/open-entry.ts";
import { sendEvent } from "../commands/send-event.ts";
import type { Context } from "../context.ts";
import type { Outcome } from "../problem.ts";
import { paymentsOf } from "../store/payments.ts";
import type { Role } from "./casting.ts";
import type { Sheet, StoryEvent } from "./files.ts";
import { inventAll } from "./invent.ts";
import type { Random } from "./random.ts";

const DAY = 86_400_000;
const MINUTE = 60_000;
const AT_ONCE = 8;

/** Plays stories through the ordinary commands, several at once, each step at its own moment of the past. */
export async function playAll(ctx: Context, sheet: Sheet, roles: readonly Role[]): Promise<void> {
  const waiting = [...roles];
  const work = async () => {
    for (let role = waiting.pop(); role; role = waiting.pop()) await play(ctx, sheet, role);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function play(ctx: Context, sheet: Sheet, role: Role): Promise<void> {
  const { member, definition, story, actors } = role;
  const [first, ...moments] = timeline(ctx.clock().getTime(), role);
  const opened = expected(
    await openEntry(past(ctx, first), {
      member,
      definition,
      actor: actors[sheet.openedBy === "agent" ? "agent" : "demandeur"],
      answers: role.answers,
    }),
    role,
  );
  let answers = opened.view.answers;
  for (const [index, event] of story.events.entries()) {
    answers = await playEvent(past(ctx, moments[index] ?? 0), role, event, opened.view.id, answers);
  }
}

/** Sends one event; gives the entry's answers after it. */
async function playEvent(ctx: Context, role: Role, event: StoryEvent, id: string, current: Answers): Promise<Answers> {
  const { member, definition, actors, world } = role;
  const entry = { member, definitionId: definition.id, id, revision: null };
  if (event.assign) {
    expected(await assignEntry(ctx, { ...entry, actor: actors.agent, assignee: role.agent.id }), role);
  }
  if (event.paid !== undefined) {
    await receive(ctx, role, id, String(inventAll({ how: event.paid }, world)["how"]));
    return current;
  }
  const known = new Map(world.known).set("aujourdhui", ctx.clock().toISOString().slice(0, 10));
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

/** The agent records what she was given for what the entry owes. */
async function receive(ctx: Context, role: Role, entry: string, reason: string): Promise<void> {
  const { member, definition, actors } = role;
  const due = (await paymentsOf(ctx, member, entry)).find(({ payment }) => payment.state === "due")?.payment.id;
  if (due === undefined) return;
  const request = {
    member,
    entry,
    payment: due,
    attempt: "",
    decision: "encaisser",
    reason,
    actor: actors.agent,
  } as const;
  expected(await decidePayment(ctx, definition, request), role);
}

/** The opening, then one moment per event, in office hours, none in the future. */
function timeline(now: number, { story, world: { random } }: Role): readonly number[] {
  const count = story.events.length;
  let moment = now - random.int(...story.opened) * DAY;
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
