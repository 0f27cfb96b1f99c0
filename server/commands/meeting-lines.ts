import { roomLeft } from "../../engine/index.ts";
import { meetingWords as words } from "../../renderer/strings-meetings.ts";
import type { Context } from "../context.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { claimantOf, placementsOf, type Sat, type SeenLine } from "../meeting.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import { changeLines, type Meeting, type MeetingLine } from "../store/meetings.ts";
import { invalid, staleMeeting, tell } from "./meeting.ts";

export const LONGEST_REASON = 500;

/** What the commission decides of one line against its rank; `place` null: no place. */
export interface TypedDeviation {
  readonly rank: number;
  readonly place: string | null;
  readonly reason: string;
}

/**
 * Departs from the list for one entry, with a reason that its family reads. A place without room is refused: what others have
 * by their rank may be taken, what the commission gave may not. Refusals: `invalid`, `stale`, `not-found`.
 */
export async function deviate(
  ctx: Context,
  by: AgentIdentity,
  { sat, meeting, lines, names }: Ranked,
  typed: TypedDeviation,
  revision: number,
): Promise<Outcome<null>> {
  const line = lines.find(({ rank, leaves }) => rank === typed.rank && leaves === null);
  if (!line) return refused(problem("not-found", words.notRanked));
  const reason = typed.reason.trim();
  if (reason.length < 5) return invalid(`/motif-${line.rank}`, words.errors.reason);
  if (reason.length > LONGEST_REASON) return invalid(`/motif-${line.rank}`, words.errors.longReason(LONGEST_REASON));
  const refusal = typed.place === null ? null : noRoom({ sat, meeting, lines, names }, line, typed.place);
  if (refusal !== null) return invalid(`/place-${line.rank}`, refusal);
  const deviation = { place: typed.place, reason, by: by.name };
  if (!(await changeLines(ctx.db, { ...meeting, revision }, [{ rank: line.rank, deviation }]))) {
    return refused(staleMeeting());
  }
  const detail = { change: "meeting-deviated", day: meeting.day, rank: line.rank };
  tell(ctx, by, meeting.definition, detail, line.entryId);
  return done(null);
}

/** A meeting once ranked, with the names of its places. */
export interface Ranked {
  readonly sat: Sat;
  readonly meeting: Meeting;
  readonly lines: readonly MeetingLine[];
  readonly names: ReadonlyMap<string, string>;
}

/** Why a place may not be given to a line; null when it may. Only what the commission itself gave counts as taken. */
function noRoom({ sat, meeting, lines, names }: Ranked, line: MeetingLine, place: string): string | null {
  const { group, parts } = line.frozen.wanting;
  if (group === null || parts.length === 0) return words.errors.unplaceable;
  if (!meeting.places.some((each) => each.place === place)) return words.errors.place;
  const others = lines.filter((each) => each.deviation && each.rank !== line.rank && each.leaves === null);
  const free = roomLeft(others.map(claimantOf), placementsOf(meeting, others), meeting.places);
  const room = free.find((each) => each.place === place && each.group === group)?.parts ?? {};
  const full = parts.filter((part) => (room[part] ?? 0) < 1);
  if (full.length === 0) return null;
  const labels = full.map((part) => sat.commission.parts?.choices.find(({ value }) => value === part)?.label ?? part);
  return words.errors.overfull(names.get(place) ?? words.unknownPlace, labels.join(", "));
}

/** Lets the rank of a line decide again. Refusals: `stale`, `not-found`. */
export async function undeviate(
  ctx: Context,
  by: AgentIdentity,
  { meeting, lines }: Pick<Ranked, "meeting" | "lines">,
  rank: number,
  revision: number,
): Promise<Outcome<null>> {
  const line = lines.find((each) => each.rank === rank && each.deviation);
  if (!line) return refused(problem("not-found", words.notRanked));
  if (!(await changeLines(ctx.db, { ...meeting, revision }, [{ rank, deviation: null }])))
    return refused(staleMeeting());
  tell(ctx, by, meeting.definition, { change: "meeting-undeviated", day: meeting.day, rank }, line.entryId);
  return done(null);
}

/** Goes on without the entries that changed or left since they were ranked: their places go to the next. Refusal: `stale`. */
export async function dropMoved(
  ctx: Context,
  by: AgentIdentity,
  meeting: Meeting,
  seen: readonly SeenLine[],
  revision: number,
): Promise<Outcome<number>> {
  const moved = movedLines(seen);
  const changes = moved.map(({ line, status }) => ({
    rank: line.rank,
    leaves: words.leaves[status === "left" ? "left" : "changed"],
  }));
  if (!(await changeLines(ctx.db, { ...meeting, revision }, changes))) return refused(staleMeeting());
  tell(ctx, by, meeting.definition, { change: "meeting-dropped", day: meeting.day, entries: moved.length }, meeting.id);
  return done(moved.length);
}

/** Those that changed or left since they were ranked, and still take part. */
export const movedLines = (seen: readonly SeenLine[]): readonly SeenLine[] =>
  seen.filter(({ line, status }) => line.leaves === null && status !== "ranked");
