import { confirmedOf, remindedAt, roundOn } from "./confirmation.ts";
import type { CompiledDefinition } from "./definition.ts";
import type { Entry } from "./entry.ts";
import type { Expression, Scope } from "./form.ts";
import { own } from "./json.ts";
import { valuesAt } from "./keys.ts";
import { isMailAddress } from "./mail.ts";
import { movedDay, yearDays } from "./year-days.ts";

/** Who is told of a date of an entry, some time before it comes. */
export interface Reminder {
  readonly id: string;
  readonly title: string;
  /** Key of a date of the entry, or a day that comes every year, "12-31": one of both. */
  readonly date: string | null;
  readonly yearly: string | null;
  /** ISO 8601 duration in days or months. */
  readonly before: string;
  /** Of which entries; null: of every one in these states. */
  readonly when: Expression | null;
  /** Id of the relation whose total of the year, short of its goal, is the reason; null for none. */
  readonly short: string | null;
  readonly states: readonly string[];
  /** Whether the agents of the service find it in their list of what to recall. */
  readonly unit: boolean;
  /** Template of the mail to whoever it is about; null: she is not written to. */
  readonly mail: string | null;
}

/** Something that is to be said of an entry today, once: of this date, by this reminder. */
export interface DueReminder {
  /** Id of the reminder; of a confirmation, with how long before: "confirmer P30D". */
  readonly id: string;
  /** The date it is about. */
  readonly day: string;
  readonly unit: boolean;
  /** Null once the date is past. */
  readonly mail: string | null;
  readonly short: string | null;
}

/** Days after its date during which something never said is still told to agents. */
const LATE_DAYS = 365;
const CONFIRMATION = "confirmer";

type About = Pick<CompiledDefinition, "confirmation" | "reminders">;

/** Whether anything is ever recalled of the entries of a definition. */
export const recalls = ({ confirmation, reminders }: About): boolean =>
  reminders.length > 0 || (confirmation !== null && confirmation.mail !== null);

/**
 * What is to be said of an entry on a day, the totals of its relations apart. Nothing of one whose state asks for nothing, such as an
 * activity that ended.
 * @param today day of Paris
 */
export function dueReminders(
  definition: About,
  entry: Pick<Entry, "state" | "answers">,
  today: string,
  scope: Omit<Scope, "answers">,
): readonly DueReminder[] {
  const due = definition.reminders.flatMap((reminder): readonly DueReminder[] => {
    const day = dayOf(reminder, entry, today);
    if (!reminder.states.includes(entry.state) || day === null) return [];
    if (movedDay(day, reminder.before, -1) > today || day < movedDay(today, `P${LATE_DAYS}D`, -1)) return [];
    if (reminder.when && reminder.when.evaluate({ ...scope, answers: entry.answers }) !== true) return [];
    const { id, unit, mail, short } = reminder;
    return [{ id, day, unit, mail: day >= today ? mail : null, short }];
  });
  return [...due, ...confirmationDue(definition, entry, today, scope)];
}

function confirmationDue(
  definition: About,
  entry: Pick<Entry, "state" | "answers">,
  today: string,
  scope: Omit<Scope, "answers">,
): readonly DueReminder[] {
  const { confirmation } = definition;
  const confirmed = confirmation && confirmedOf(definition, entry, today, scope);
  if (!confirmed?.wanted || !confirmation) return [];
  const before = remindedAt(confirmation, confirmed.round, today);
  if (before === null) return [];
  const { mail } = confirmation;
  return [{ id: `${CONFIRMATION} ${before}`, day: confirmed.round.by, unit: false, mail, short: null }];
}

/** The date a reminder is about, for an entry; of a day that comes every year, the next one. */
function dayOf({ date, yearly }: Reminder, { answers }: Pick<Entry, "answers">, today: string): string | null {
  if (yearly !== null) return yearDays([yearly], today).find((day) => day >= today) ?? null;
  const said = date === null ? undefined : own(answers, date);
  return typeof said === "string" && /^\d{4}-\d{2}-\d{2}$/.test(said) ? said : null;
}

/** What a reminder is called; of a confirmation, what is to be confirmed. */
export const reminderTitle = ({ confirmation, reminders }: About, id: string): string =>
  reminders.find((reminder) => reminder.id === id)?.title ?? confirmation?.title ?? id;

/** Where reminders of an entry go; null when it says no address. */
export function reminderAddress(
  { holderView }: Pick<CompiledDefinition, "holderView">,
  { answers }: Pick<Entry, "answers">,
): string | null {
  const [address] = holderView ? valuesAt(answers, holderView.email) : [];
  return isMailAddress(address) ? address : null;
}

/** Dates between which the answer of a key calls for a reminder today, a few days too many at each end. */
export interface DateWindow {
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

const MARGIN = "P3D";

/**
 * Which entries may have something due on a day, for a base that looks for them: one of these dates in its answers, a confirmation
 * older than a day (`unconfirmed`), or any at all.
 */
export function reminderWindows(
  { confirmation, reminders }: About,
  today: string,
): {
  readonly dates: readonly DateWindow[];
  readonly unconfirmed: { readonly key: string; readonly before: string } | null;
  readonly any: boolean;
} {
  const dates = reminders.flatMap(({ date, before }) =>
    date === null
      ? []
      : [
          {
            key: date,
            from: movedDay(today, `P${LATE_DAYS + 3}D`, -1),
            to: movedDay(movedDay(today, before, 1), MARGIN, 1),
          },
        ],
  );
  const any = reminders.some(({ yearly, before }) => {
    const next = yearly === null ? undefined : yearDays([yearly], today).find((day) => day >= today);
    return next !== undefined && movedDay(next, before, -1) <= today;
  });
  return { dates, unconfirmed: unconfirmedOn(confirmation, today), any };
}

function unconfirmedOn(confirmation: About["confirmation"], today: string) {
  if (!confirmation) return null;
  const round = roundOn(confirmation, today);
  return remindedAt(confirmation, round, today) === null ? null : { key: confirmation.on, before: round.opens };
}
