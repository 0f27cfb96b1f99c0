import { type Actor, SYSTEM } from "../../engine/index.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { findEntry, isUuid } from "../store/entries.ts";
import { type Enrolment, findEnrolments, notePresences, type Presence } from "../store/sittings.ts";
import { sendEvent } from "./send-event.ts";

const PRESENCES: readonly string[] = ["present", "absent", "excused"];

const isPresence = (text: string): text is Presence => PRESENCES.includes(text);

/** Who came, as a page says it: states by id of enrolment, "" for what is not noted. */
export interface Attendance {
  readonly member: string;
  readonly definition: string;
  readonly sitting: string;
  /** One of the days of the session: "2027-01-06". */
  readonly day: string;
  readonly said: ReadonlyMap<string, string>;
}

/**
 * Notes who came to a session, and tells their entries, where the seat field names events for that. What is said of people of
 * other sessions is left out.
 */
export async function noteAttendance(
  ctx: Context,
  actor: Actor,
  { member, definition, sitting, day, said }: Attendance,
): Promise<void> {
  const noted = [...said].flatMap(([enrolment, text]) =>
    isUuid(enrolment) && (text === "" || isPresence(text))
      ? [{ enrolment, state: text === "" ? null : (text as Presence) }]
      : [],
  );
  await notePresences(ctx, { member, sitting, day, agent: actor.id }, noted);
  const detail = { day, noted: noted.filter(({ state }) => state !== null).length };
  const { id, name } = actor;
  const by = { kind: "agent" as const, id, ...(name !== undefined && { name }) };
  audit(ctx, { member, definition, actor: by, action: "attendance", target: sitting, detail });
  const states = new Map(noted.map(({ enrolment, state }) => [enrolment, state]));
  const people = (await findEnrolments(ctx, member, [...states.keys()])).filter(
    (each) => each.sittingId === sitting && each.state === "taken",
  );
  for (const person of people) await tell(ctx, member, person, states.get(person.id) ?? "unsaid");
}

/** Sends an entry what was noted of its holder; an entry that is already so, or that takes no notice, stays as it is. */
async function tell(
  ctx: Context,
  member: string,
  { entryId: id, events }: Enrolment,
  noted: Presence | "unsaid",
): Promise<void> {
  const type = events[noted];
  const entry = type === undefined || id === null ? null : await findEntry(ctx, member, id);
  if (type === undefined || !entry) return;
  const event = { member, definitionId: entry.definition, id: entry.id, actor: SYSTEM, type, revision: null };
  const sent = await sendEvent(ctx, event);
  if (!sent.ok && !IGNORED.has(sent.problem.code)) throw new Error(`${sent.problem.code}: ${sent.problem.detail}`);
}

const IGNORED: ReadonlySet<string> = new Set(["unknown-event", "not-allowed"]);
