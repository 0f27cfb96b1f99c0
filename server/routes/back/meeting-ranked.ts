import { type Capacity, type Placement, roomLeft } from "../../../engine/index.ts";
import { columnText } from "../../../renderer/back/column-text.ts";
import type { RankedLineView, RankedView } from "../../../renderer/back/meeting-ranked.tsx";
import { meetingWords as words } from "../../../renderer/strings-meetings.ts";
import { choicesOf } from "../../commands/meeting.ts";
import { movedLines } from "../../commands/meeting-lines.ts";
import { claimantOf, namedPlaces, placeNames, type SeenLine } from "../../meeting.ts";
import { pathOf } from "../../meeting-decisions.ts";
import type { StoredEntry } from "../../store/entries.ts";
import type { MeetingLine } from "../../store/meetings.ts";
import type { MeetingScope } from "./meeting-scope.ts";

interface How {
  readonly anonymous: boolean;
  readonly typed: { readonly rank: number; readonly place: string; readonly reason: string } | null;
}

/** The list of a ranked meeting, without names nor what may tell who it is when `anonymous`. */
export async function rankedView(
  scope: MeetingScope,
  lines: readonly MeetingLine[],
  seen: readonly SeenLine[],
  how: How,
): Promise<Omit<RankedView, "decidedAt">> {
  const { ctx, member, sat, meeting } = scope;
  const names = await placeNames(ctx, member.id, sat.commission.wishes.register, namedPlaces(meeting, lines));
  const taking = seen.filter(({ line }) => line.leaves === null);
  const placements = seen.map(({ placement }) => placement);
  const left = roomLeft(lines.map(claimantOf), placements, meeting.places);
  return {
    lines: seen.map((each) => lineView(scope, each, names, how)),
    left: left.map((capacity) => roomWords(scope, capacity, names)),
    placed: taking.filter(({ placement }) => placement.place !== null).length,
    waiting: taking.filter(({ placement }) => placement.place === null).length,
    moved: meeting.decidedAt === null ? movedLines(seen).length : 0,
    places: [...new Set(meeting.places.map(({ place }) => place))].map((id) => [
      id,
      names.get(id) ?? words.unknownPlace,
    ]),
  };
}

type Names = ReadonlyMap<string, string>;

function lineView(
  scope: MeetingScope,
  { line, placement, entry, status }: SeenLine,
  names: Names,
  how: How,
): RankedLineView {
  const { sat, meeting } = scope;
  const { rank, frozen, deviation, leaves } = line;
  const score = how.anonymous ? { ...frozen.score, inputs: [], tables: [], ties: [] } : frozen.score;
  const path = pathOf(sat, placement, names);
  const moved = meeting.decidedAt === null && leaves === null && status !== "ranked" ? status : null;
  return {
    rank,
    ...(how.anonymous ? { who: words.anonymous(rank), reference: null, href: null } : identity(scope, line, entry)),
    score,
    separation: frozen.separation,
    wants: wantsOf(scope, line, names),
    result: resultOf(placement, names),
    given: placement.place !== null,
    path,
    moved,
    leaves,
    overfull: placement.overfull ? words.overfull(placement.overfull.map((part) => partLabel(scope, part))) : null,
    deviation: deviation && { place: deviation.place ?? "", reason: deviation.reason },
    typed: how.typed?.rank === rank ? how.typed : null,
  };
}

/** Who a line is about, as the first columns of the list say it. */
function identity({ sat, reached, member }: MeetingScope, line: MeetingLine, entry: StoredEntry | null) {
  const { reference, entryMember, entryId } = line;
  const columns = reached?.definition.list.slice(0, 2) ?? [];
  const named = entry ? columns.map((column) => columnText(column, entry)).filter((text) => text !== "") : [];
  const elsewhere = reached?.places.find((place) => place.member.id === entryMember)?.member;
  const of = elsewhere && elsewhere !== member ? ` (${elsewhere.name})` : "";
  return {
    who: `${named.join(" ") || reference}${of}`,
    reference: named.length === 0 ? null : reference,
    href: entry ? `/${entryMember}/agent/${sat.definition.id}/${entryId}` : null,
  };
}

export function wantsOf(scope: MeetingScope, { frozen: { wanting } }: MeetingLine, names: Names): readonly string[] {
  const { group } = scope.sat.commission;
  const label = choicesOf(group).find(({ value }) => value === wanting.group)?.label ?? words.unknown;
  const parts = wanting.parts.map((part) => partLabel(scope, part)).join(", ");
  const wishes = wanting.wishes.map((wish, index) => words.wish(index + 1, names.get(wish) ?? words.unknownPlace));
  return [label, parts.toLowerCase(), ...wishes].filter((text) => text !== "");
}

const partLabel = ({ sat }: MeetingScope, part: string): string =>
  choicesOf(sat.commission.parts).find(({ value }) => value === part)?.label ?? part;

export function resultOf({ place, wish, why }: Placement, names: Names): string {
  if (why === "out") return words.out;
  if (place === null) return words.noPlace;
  const name = names.get(place) ?? words.unknownPlace;
  return `${wish === null ? name : words.wish(wish, name)} : ${words.given}`;
}

/** "Les Lutins, Bébés : lundi 2, mardi 1". */
export function roomWords(scope: MeetingScope, { place, group, parts }: Capacity, names: Names): string {
  const { commission } = scope.sat;
  const label = choicesOf(commission.group).find(({ value }) => value === group)?.label ?? group;
  const rooms = choicesOf(commission.parts).flatMap(({ value, label: part }) =>
    Object.hasOwn(parts, value) ? [`${part} ${parts[value] ?? 0}`.trim().toLowerCase()] : [],
  );
  return `${words.cell(names.get(place) ?? words.unknownPlace, label, "")} : ${rooms.join(", ")}`;
}
