import { createHash } from "node:crypto";
import {
  allocate,
  type Claimant,
  type Commission,
  type CompiledDefinition,
  type Entry,
  explainScore,
  type Placement,
  type Context as ScopeContext,
  type Scoring,
  type Wanting,
  wantingOf,
} from "../engine/index.ts";
import { columnText } from "../renderer/back/column-text.ts";
import { about } from "./commands/write-entry.ts";
import type { Context } from "./context.ts";
import { referable } from "./referred.ts";
import { findAcross, type StoredEntry } from "./store/entries.ts";
import type { Frozen, Meeting, MeetingLine } from "./store/meetings.ts";

/** A definition whose entries meetings rank and match to places. */
export interface Sat {
  readonly definition: CompiledDefinition;
  readonly scoring: Scoring;
  readonly commission: Commission;
}

/** The same when it has meetings; null otherwise. */
export function satOf(definition: CompiledDefinition): Sat | null {
  const { scoring, commission } = definition;
  return scoring && commission ? { definition, scoring, commission } : null;
}

/** What the points and wants of an entry are, for a meeting of this member: its criteria, its tables, its day. */
export function measure(
  ctx: Context,
  { definition, scoring, commission }: Sat,
  { member, day }: Pick<Meeting, "member" | "day">,
  { reference, state, createdAt, answers }: Pick<Entry, "reference" | "state" | "createdAt" | "answers">,
): { readonly wanting: Wanting } & ReturnType<typeof explainScore> {
  const context: ScopeContext = {
    now: ctx.clock().toISOString(),
    pricedOn: day,
    entry: { reference, state, createdAt },
    about: about(ctx, member, definition),
  };
  return { wanting: wantingOf(commission, answers, day, context), ...explainScore(scoring, answers, context) };
}

/** What the draw gives an entry: anyone may make it again from the seed and the text. */
export function drawn(seed: string, { member, reference }: Pick<Entry, "member" | "reference">): Frozen["draw"] {
  const text = `${seed} ${member} ${reference}`;
  return { text, result: createHash("sha256").update(text, "utf8").digest("hex") };
}

/** How an entry stands beside its line: as it was ranked, changed in what counts, or gone from where it was ranked. */
export type LineStatus = "ranked" | "changed" | "left";

export interface SeenLine {
  readonly line: MeetingLine;
  readonly placement: Placement;
  /** Null: gone, or not to be seen any more. */
  readonly entry: StoredEntry | null;
  readonly status: LineStatus;
}

/** A ranked meeting as it stands now: its lines, what they give, and what has become of their entries. */
export async function seenLines(
  ctx: Context,
  sat: Sat,
  meeting: Meeting,
  lines: readonly MeetingLine[],
): Promise<readonly SeenLine[]> {
  const members = lines.map(({ entryMember }) => entryMember);
  const found = await findAcross(
    ctx,
    members,
    lines.map(({ entryId }) => entryId),
  );
  const entries = new Map(found.map((entry) => [entry.id, entry]));
  const placements = new Map(placementsOf(meeting, lines).map((placement) => [placement.id, placement]));
  return lines.map((line) => {
    const entry = entries.get(line.entryId) ?? null;
    const placement = placements.get(line.entryId);
    if (!placement) throw new Error(`line ${line.rank} of meeting ${meeting.id} was not placed`);
    return { line, placement, entry, status: statusOf(ctx, sat, meeting, line, entry) };
  });
}

/** What the ranks give, deviations first. */
export const placementsOf = ({ places }: Meeting, lines: readonly MeetingLine[]): readonly Placement[] =>
  allocate(lines.map(claimantOf), places);

export const claimantOf = ({ entryId, frozen, deviation, leaves }: MeetingLine): Claimant => ({
  id: entryId,
  ...frozen.wanting,
  ...(deviation && { deviation: { place: deviation.place } }),
  ...(leaves !== null && { out: true as const }),
});

function statusOf(
  ctx: Context,
  sat: Sat,
  meeting: Meeting,
  { frozen }: MeetingLine,
  entry: StoredEntry | null,
): LineStatus {
  if (!entry || !sat.commission.states.includes(entry.state)) return "left";
  const { wanting, explanation } = measure(ctx, sat, meeting, entry);
  const same = JSON.stringify([wanting, explanation]) === JSON.stringify([frozen.wanting, frozen.score]);
  return same ? "ranked" : "changed";
}

/** Names of places by id, those of this member and of others that share the register with it. */
export async function placeNames(
  ctx: Context,
  member: string,
  register: string,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const found = await findAcross(ctx, referable(ctx, member, register), [...new Set(ids)]);
  const names = new Map<string, string>();
  for (const entry of found.filter(({ definition }) => definition === register)) {
    const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
    const [first] = definition.list;
    names.set(entry.id, (first && columnText(first, entry)) || entry.reference);
  }
  return names;
}

/** Ids of every place that a meeting names. */
export const namedPlaces = ({ places }: Meeting, lines: readonly MeetingLine[]): readonly string[] => [
  ...places.map(({ place }) => place),
  ...lines.flatMap(({ frozen, deviation }) => [
    ...frozen.wanting.wishes,
    ...(deviation?.place ? [deviation.place] : []),
  ]),
];
