import type { CompiledDefinition } from "./definition.ts";
import type { Entry } from "./entry.ts";
import type { Expression, Scope } from "./form.ts";
import { own } from "./json.ts";
import { movedDay, yearDays } from "./year-days.ts";

/** Answers of an entry that are to be looked over before given days of each year. */
export interface Confirmation {
  /** What they are: "Disponibilités". */
  readonly title: string;
  /** The event that confirms them; it edits `fields`. */
  readonly event: string;
  /** Keys of the fields looked over. */
  readonly fields: readonly string[];
  /** Key of the `x-assigned` date that says when they were last confirmed. */
  readonly on: string;
  /** States in which it is asked. */
  readonly states: readonly string[];
  /** Whom it is asked of; null: every entry in these states. */
  readonly when: Expression | null;
  /** "06-01": it is asked before each of these days. */
  readonly before: readonly string[];
  /** How long before such a day what is confirmed counts for it: ISO 8601 duration in days or months. */
  readonly opens: string;
  /** How long before such a day whoever has not confirmed is reminded, longest first. */
  readonly remind: readonly string[];
  /** Template of the mail that reminds; null where nobody is. */
  readonly mail: string | null;
}

/** One time of asking: confirmed from `opens` on, wanted before `by`. Days of Paris. */
export interface Round {
  readonly opens: string;
  readonly by: string;
}

/** The round open on a day, or else the last one that was. */
export function roundOn({ before, opens }: Confirmation, today: string): Round {
  const rounds = yearDays(before, today).map((by) => ({ by, opens: movedDay(by, opens, -1) }));
  const begun = rounds.filter((round) => round.opens <= today).sort((a, b) => a.opens.localeCompare(b.opens));
  const last = begun.at(-1);
  if (!last) throw new Error(`no round of a confirmation began before ${today}`);
  return last;
}

/** Where the confirmation of an entry stands. */
export interface Confirmed {
  /** Last day on which it was confirmed; null when it never was. */
  readonly on: string | null;
  readonly round: Round;
  /** Whether it is still wanted for this round. */
  readonly wanted: boolean;
}

type About = Pick<CompiledDefinition, "confirmation">;

/** Null for an entry of which nothing is to be confirmed: its activity ended, it is not concerned. */
export function confirmedOf(
  { confirmation }: About,
  { state, answers }: Pick<Entry, "state" | "answers">,
  today: string,
  scope: Omit<Scope, "answers">,
): Confirmed | null {
  if (!confirmation?.states.includes(state)) return null;
  if (confirmation.when && confirmation.when.evaluate({ ...scope, answers }) !== true) return null;
  const said = own(answers, confirmation.on);
  const on = typeof said === "string" ? said : null;
  const round = roundOn(confirmation, today);
  return { on, round, wanted: on === null || on < round.opens };
}

/** The last day of reminding that has come for a round, as `remind` writes it; null before the first, and once the day is past. */
export function remindedAt({ remind }: Confirmation, { by }: Round, today: string): string | null {
  if (today >= by) return null;
  const come = remind.filter((before) => movedDay(by, before, -1) <= today);
  return come.sort((a, b) => movedDay(by, a, -1).localeCompare(movedDay(by, b, -1))).at(-1) ?? null;
}
