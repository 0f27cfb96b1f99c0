import {
  addDays,
  frenchTime,
  isUsualDay,
  parisDay,
  parisMidnight,
  type SittingDay,
  slotDay,
} from "../../../engine/index.ts";
import type {
  CalendarDay,
  CalendarLine,
  CalendarSpan,
  CalendarView,
} from "../../../renderer/back/sittings-calendar.tsx";
import { calendarWords as words } from "../../../renderer/strings-sittings-calendar.ts";
import { type NamedSitting, sittingsBetween } from "../../sittings.ts";
import { countsOf } from "../../store/sittings.ts";
import type { AgentScope, PageContext } from "./agent-scope.ts";
import { countWords } from "./sitting-counts.ts";

const WEEK = 7;

/** What the address asks to see: the list, unless it says a week or a month; and about which day. */
export function spanAsked(c: PageContext, now: string): { readonly span: CalendarSpan; readonly day: string } {
  const [span, text] = [c.req.query("vue"), c.req.query("jour") ?? ""];
  return { span: span === "semaine" || span === "mois" ? span : "liste", day: isUsualDay(text) ? text : parisDay(now) };
}

interface Register {
  readonly id: string;
  readonly href: string;
  readonly states: ReadonlyMap<string, { readonly label: string }>;
}

/** The sessions of a week or of the weeks of a month, day by day. */
export async function calendarOf(
  { ctx, member, now }: AgentScope,
  register: Register,
  { span, day }: { readonly span: "semaine" | "mois"; readonly day: string },
): Promise<CalendarView> {
  const { first, last } =
    span === "mois" ? monthOf(day) : { first: mondayOf(day), last: addDays(mondayOf(day), WEEK - 1) };
  const within = { from: new Date(parisMidnight(first)), to: new Date(parisMidnight(addDays(last, 1))) };
  const sittings = await sittingsBetween(ctx, member.id, register.id, within);
  const counts = await countsOf(
    ctx,
    member.id,
    sittings.map(({ id }) => id),
  );
  const today = parisDay(now);
  const days: CalendarDay[] = [];
  for (let each = first; each <= last; each = addDays(each, 1)) {
    const lines = sittings.flatMap((sitting) =>
      sitting.days
        .filter((known) => known.day === each)
        .map((known) => ({ from: known.from ?? -1, line: lineOf(register, sitting, known, counts) })),
    );
    const inside = span === "semaine" || each.slice(0, 7) === day.slice(0, 7);
    const sorted = lines.toSorted((a, b) => a.from - b.from).map(({ line }) => line);
    days.push({ day: each, title: slotDay(each), lines: sorted, inside, today: each === today });
  }
  const title = span === "mois" ? monthTitle(day) : words.weekOf(slotDay(first));
  const moves = { before: moved(span, day, -1), after: moved(span, day, 1) };
  return { href: `${register.href}/places`, span, day, title, days, today, ...moves };
}

function lineOf(
  { href, states }: Register,
  sitting: NamedSitting,
  { from, to }: SittingDay,
  counts: Awaited<ReturnType<typeof countsOf>>,
): CalendarLine {
  const hours = [from, to].flatMap((minute) => (minute === null ? [] : [hour(minute)]));
  return {
    href: `${href}/${sitting.id}/places`,
    hours: hours.join(" – "),
    title: sitting.title,
    place: sitting.placeName,
    state: states.get(sitting.state)?.label ?? sitting.state,
    cancelled: sitting.cancelled,
    ...countWords(sitting, counts.get(sitting.id)),
  };
}

const hour = (minute: number): string => frenchTime(Math.floor(minute / 60), minute % 60);

const mondayOf = (day: string): string => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % WEEK));

/** The weeks that hold the days of a month, whole. */
function monthOf(day: string): { readonly first: string; readonly last: string } {
  const end = addDays(firstAfter(day, 1), -1);
  return { first: mondayOf(`${day.slice(0, 8)}01`), last: addDays(mondayOf(end), WEEK - 1) };
}

/** The first day of another month, so many months away. */
function firstAfter(day: string, months: number): string {
  const date = new Date(`${day.slice(0, 8)}01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
}

const moved = (span: "semaine" | "mois", day: string, by: 1 | -1): string =>
  span === "mois" ? firstAfter(day, by) : addDays(day, by * WEEK);

/** "Janvier 2027". */
function monthTitle(day: string): string {
  const text = slotDay(`${day.slice(0, 8)}01`)
    .split(" ")
    .slice(2)
    .join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
