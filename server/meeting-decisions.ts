import { type Answers, formatDate, type Json, type Placement, type Standing } from "../engine/index.ts";
import { meetingWords as words } from "../renderer/strings-meetings.ts";
import type { Context } from "./context.ts";
import { namedPlaces, placementsOf, placeNames, type Sat, satOf } from "./meeting.ts";
import { findMeeting, type Meeting, type MeetingLine, meetingLines } from "./store/meetings.ts";

/** What a meeting decides of one entry: the event that carries it, and the rank it rests on. */
export interface MeetingDecision {
  readonly event: string;
  readonly answers: Answers;
  readonly standing: Standing;
}

/** What a meeting decides, by id of entry; who takes part no longer is left out. Empty when the meeting is gone. */
export async function decisionsOf(
  ctx: Context,
  member: string,
  definition: string,
  id: string,
): Promise<ReadonlyMap<string, MeetingDecision>> {
  const meeting = await findMeeting(ctx.db, member, id);
  const offered = ctx.catalogue.definition(member, definition);
  const sat = offered && satOf(offered);
  if (!meeting || !sat || meeting.definition !== definition) return new Map();
  const lines = await meetingLines(ctx.db, meeting);
  const names = await placeNames(ctx, member, sat.commission.wishes.register, namedPlaces(meeting, lines));
  const placements = placementsOf(meeting, lines);
  return new Map(
    lines.flatMap((line, index) => {
      const placement = placements[index];
      if (!placement || line.leaves !== null) return [];
      return [[line.entryId, decide(sat, meeting, line, { placement, names, of: lines.length })] as const];
    }),
  );
}

interface Given {
  readonly placement: Placement;
  readonly names: ReadonlyMap<string, string>;
  /** Entries ranked. */
  readonly of: number;
}

function decide(sat: Sat, meeting: Meeting, line: MeetingLine, given: Given): MeetingDecision {
  const { placement, names } = given;
  const path = pathOf(sat, placement, names);
  const { place } = placement;
  const { placed, unplaced } = sat.commission;
  const { event, ...keys } = place === null ? unplaced : placed;
  const answers: Record<string, Json> = {};
  const put = (key: string | undefined, value: string | null) => {
    if (key !== undefined && value !== null) answers[key] = value;
  };
  put(keys.place, place);
  put(keys.name, place === null ? null : nameOf(names, place));
  put(keys.day, meeting.day);
  put(keys.reason, reasonOf(line, path));
  return { event, answers, standing: standingOf(sat, meeting, line, given, path) };
}

const nameOf = (names: ReadonlyMap<string, string>, place: string): string => names.get(place) ?? words.unknownPlace;

function reasonOf({ deviation }: MeetingLine, path: Standing["path"]): string {
  const said = path.map(({ label, text }) => `${label} : ${text}.`);
  return [...(deviation ? [words.deviated(deviation.reason)] : []), ...said].join(" ");
}

/** What was looked at in turn, wish after wish. */
export function pathOf(
  { commission }: Pick<Sat, "commission">,
  { lacks, place, wish, why }: Placement,
  names: ReadonlyMap<string, string>,
): Standing["path"] {
  const label = (part: string) => commission.parts?.choices.find(({ value }) => value === part)?.label ?? part;
  const passed = lacks.map((lack, index) => ({
    label: words.wish(index + 1, nameOf(names, lack.place)),
    text: words.full(lack.full.map(label).filter((part) => part !== "")),
  }));
  if (why === "unknown") return [{ label: words.asked, text: words.unknown }];
  if (why === "none") return [...passed, { label: words.result, text: words.noPlace }];
  if (place === null) return [{ label: words.result, text: words.noPlace }];
  const name = nameOf(names, place);
  return [...passed, { label: wish === null ? name : words.wish(wish, name), text: words.given }];
}

function standingOf(
  { commission, scoring }: Sat,
  { day, seed }: Meeting,
  { rank, frozen, deviation }: MeetingLine,
  { of }: Given,
  path: Standing["path"],
): Standing {
  return {
    list: words.listName(commission.title, formatDate(day)),
    rank,
    of,
    score: { ...frozen.score, title: scoring.title },
    ...(frozen.separation !== null && { separation: frozen.separation }),
    draw: { seed, ...frozen.draw },
    path,
    ...(deviation && { deviation: deviation.reason }),
  };
}
