import {
  type Capacity,
  type Entry,
  formatDate,
  type Issue,
  rank,
  type Split,
  separationWords,
} from "../../engine/index.ts";
import { meetingWords as words } from "../../renderer/strings-meetings.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { uuidv7 } from "../ids.ts";
import { drawn, measure, type Sat } from "../meeting.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import {
  freeze,
  insertMeeting,
  listMeetings,
  type Meeting,
  type MeetingLine,
  savePreparation,
  thaw,
} from "../store/meetings.ts";

/** Entries one meeting ranks: beyond, nobody reads the list. */
export const MOST_RANKED = 2_000;
/** Days a meeting is kept: as long as its decisions may be argued about. */
const KEPT_DAYS = 730;
const DAY = 86_400_000;

export const staleMeeting = () => problem("stale", words.stale);

/** Prepares a meeting on a list, with the places of the one before. Refusal: `invalid`. */
export async function openMeeting(
  ctx: Context,
  by: AgentIdentity,
  { definition: { id: definition } }: Pick<Sat, "definition">,
  { day, list }: { readonly day: string; readonly list: string },
): Promise<Outcome<string>> {
  if (day === "") return invalid("/jour", words.errors.day);
  const [before] = await listMeetings(ctx.db, by.member, definition, 1);
  const now = ctx.clock();
  const id = uuidv7(now, ctx.randomBytes(16));
  const seed = Buffer.from(ctx.randomBytes(8)).toString("hex");
  const expiresAt = new Date(Math.max(now.getTime(), Date.parse(day)) + KEPT_DAYS * DAY);
  await insertMeeting(ctx.db, {
    ...{ id, member: by.member, definition, day, list, seed, createdBy: by.name, places: before?.places ?? [] },
    ...{ now, expiresAt },
  });
  tell(ctx, by, definition, { change: "meeting-opened", day });
  return done(id);
}

/** Refused as what is wrong with one field. */
export const invalid = (pointer: string, message: string) =>
  refused(problem("invalid", message, [{ code: "meeting", pointer, message }]));

/** What was typed of a meeting in preparation; counts by name of their box, as typed. */
export interface TypedPreparation {
  /** "" for what is no day. */
  readonly day: string;
  readonly counts: readonly TypedCount[];
  readonly viewers: readonly string[];
}

export interface TypedCount {
  readonly name: string;
  readonly place: string;
  readonly group: string;
  readonly part: string;
  readonly text: string;
  /** What the box is called. */
  readonly title: string;
}

/** Keeps the day, the places and the viewers of a meeting in preparation. Refusals: `invalid`, `stale`. */
export async function prepareMeeting(
  ctx: Context,
  by: AgentIdentity,
  meeting: Meeting,
  typed: TypedPreparation,
  revision: number,
): Promise<Outcome<null>> {
  const issues: Issue[] = typed.day === "" ? [{ code: "meeting", pointer: "/jour", message: words.errors.day }] : [];
  const wrong = typed.counts.filter(({ text }) => !/^\s*\d{0,3}\s*$/.test(text));
  issues.push(
    ...wrong.map(({ name, title }) => ({ code: "meeting", pointer: `/${name}`, message: words.errors.count(title) })),
  );
  if (issues.length > 0) return refused(problem("invalid", issues[0]?.message ?? "", issues));
  const places = capacitiesOf(typed.counts);
  const saved = await savePreparation(ctx.db, { ...meeting, revision }, { ...typed, places });
  if (!saved) return refused(staleMeeting());
  const count = typed.viewers.length;
  tell(ctx, by, meeting.definition, { change: "meeting-prepared", day: typed.day, viewers: count }, meeting.id);
  return done(null);
}

/** Rows of what was typed, those that open nothing left out. */
function capacitiesOf(counts: readonly TypedCount[]): readonly Capacity[] {
  const found = new Map<string, { place: string; group: string; parts: Record<string, number> }>();
  for (const { place, group, part, text } of counts) {
    const count = Number(text.trim());
    if (count === 0) continue;
    const key = JSON.stringify([place, group]);
    const row = found.get(key) ?? { place, group, parts: {} };
    row.parts[part] = count;
    found.set(key, row);
  }
  return [...found.values()];
}

/** The parts of a split, or the whole where there is none. */
export const choicesOf = (split: Split | null): readonly { readonly value: string; readonly label: string }[] =>
  split?.choices ?? [{ value: "", label: "" }];

/**
 * Counts the points of the entries that wait for a meeting, ranks them once and keeps the list with all that made it. The same
 * entries, day, criteria and seed give the same list to the byte. Refusals: `invalid`, `stale`.
 * @param chosen entries of the list, by some at a time
 */
export async function rankMeeting(
  ctx: Context,
  by: AgentIdentity,
  sat: Sat,
  meeting: Meeting,
  revision: number,
  chosen: AsyncIterable<readonly Entry[]>,
): Promise<Outcome<number>> {
  if (meeting.places.length === 0) return invalid("/places", words.errors.noPlaces);
  const waiting = new Map<string, Entry>();
  for await (const some of chosen) {
    for (const entry of some) {
      if (sat.commission.states.includes(entry.state)) waiting.set(entry.id, entry);
    }
    if (waiting.size > MOST_RANKED) return invalid("/classer", words.errors.tooMany(MOST_RANKED));
  }
  if (waiting.size === 0) return invalid("/classer", words.errors.nobody);
  const lines = rankedLines(ctx, sat, meeting, [...waiting.values()]);
  if (!(await freeze(ctx.db, { ...meeting, revision }, lines, ctx.clock()))) return refused(staleMeeting());
  tell(ctx, by, meeting.definition, { change: "meeting-ranked", day: meeting.day, entries: lines.length }, meeting.id);
  return done(lines.length);
}

/** The lines of a list as ranked. */
export function rankedLines(
  ctx: Context,
  sat: Sat,
  meeting: Pick<Meeting, "member" | "day" | "seed">,
  entries: readonly Entry[],
): readonly MeetingLine[] {
  const candidates = entries.map((entry) => {
    const draw = drawn(meeting.seed, entry);
    const measured = measure(ctx, sat, meeting, entry);
    // Two entries never share a reference in a member, nor an id anywhere: equals are told apart to the end.
    return { id: entry.id, entry, measured, drawn: draw, score: measured.score, draw: `${draw.result} ${entry.id}` };
  });
  return rank(sat.scoring, candidates).map(({ candidate, rank: place, by }) => ({
    rank: place,
    entryMember: candidate.entry.member,
    entryId: candidate.id,
    reference: candidate.entry.reference,
    frozen: {
      wanting: candidate.measured.wanting,
      score: candidate.measured.explanation,
      separation: separationWords(by, sat.scoring.ties),
      draw: candidate.drawn,
    },
    deviation: null,
    leaves: null,
  }));
}

/** Takes the ranking back, to make another with the same seed. Refusal: `stale`. */
export async function rankAgain(
  ctx: Context,
  by: AgentIdentity,
  meeting: Meeting,
  revision: number,
): Promise<Outcome<null>> {
  if (!(await thaw(ctx.db, { ...meeting, revision }))) return refused(staleMeeting());
  tell(ctx, by, meeting.definition, { change: "meeting-thawed", day: meeting.day }, meeting.id);
  return done(null);
}

/** What was done of a meeting, for the log. */
export function tell(
  ctx: Context,
  by: AgentIdentity,
  definition: string,
  { day, ...detail }: { readonly change: string; readonly day: string } & Readonly<Record<string, string | number>>,
  target?: string,
): void {
  audit(ctx, {
    ...{ member: by.member, action: "member", definition },
    actor: { kind: "agent", id: by.id, name: by.name },
    detail: { ...detail, meeting: formatDate(day) },
    ...(target !== undefined && { target }),
  });
}
