import type { Actor } from "../../engine/index.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { isUuid } from "../store/entries.ts";
import { notePresences, type Presence } from "../store/sittings.ts";

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

/** Notes who came to a session. What is said of people of other sessions is left out. */
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
}
