import { checkStates, checkTemplate, type DatedReading } from "./compile-confirmation.ts";
import { checkedExpression } from "./compile-expression.ts";
import type { DefinitionPart, ReminderPart } from "./meta.generated.ts";
import type { Reminder } from "./reminders.ts";
import { under } from "./report.ts";
import { didYouMean } from "./suggest.ts";
import { isYearly } from "./year-days.ts";

/** Compiles what is recalled of the dates of an entry; what is wrong is reported, and the result then good for nothing. */
export function compileReminders(
  parts: readonly ReminderPart[],
  relations: DefinitionPart["relations"],
  reading: DatedReading,
): readonly Reminder[] {
  return parts.map((part, index) => {
    const here = { ...reading, at: under(reading.at, index) };
    if (parts.findIndex(({ id }) => id === part.id) !== index) {
      here.report.add("reminder", under(here.at, "id"), `Deux rappels s'appellent « ${part.id} ».`);
    }
    return reminderOf(part, relations, here);
  });
}

function reminderOf(part: ReminderPart, relations: DefinitionPart["relations"], reading: DatedReading): Reminder {
  const { names, at, report, held } = reading;
  checkStates(part.states, reading);
  checkDate(part, reading);
  checkTemplate(part.mail, under(at, "mail"), reading);
  const written = part.to.includes("holder");
  if (written !== (part.mail !== undefined)) {
    report.add(
      "reminder",
      under(at, "to"),
      "« holder » reçoit un courriel : donnez « mail » avec lui, et pas sans lui.",
    );
  }
  if (written && !held) report.add("reminder", under(at, "to"), "À qui écrire ? Dites-le par « holder ».");
  checkShort(part, relations, reading);
  const when = part.when && checkedExpression(part.when, names, "bool", under(at, "when"), report);
  const { id, title, date = null, yearly = null, before, short = null, states, mail = null } = part;
  return {
    ...{ id, title, date, yearly, before, short, states, mail },
    when: when ? when.expression : null,
    unit: part.to.includes("unit"),
  };
}

function checkDate({ date, yearly }: ReminderPart, { fields, at, report }: DatedReading): void {
  if ((date === undefined) === (yearly === undefined)) {
    report.add("reminder", at, "Dites de quelle date : « date », un champ, ou « yearly », un jour de chaque année.");
  }
  const keys = fields.filter(({ widget }) => widget === "date").map(({ key }) => key);
  if (date !== undefined && !keys.includes(date)) {
    report.add("reminder", under(at, "date"), `« ${date} » n'est pas une date de la fiche${didYouMean(date, keys)}`);
  }
  if (yearly !== undefined && !isYearly(yearly)) {
    report.add("reminder", under(at, "yearly"), `Le « ${yearly} » ne revient pas chaque année : mois, tiret, jour.`);
  }
}

/** A total is one of a year. */
function checkShort(
  { short, yearly }: ReminderPart,
  relations: DefinitionPart["relations"],
  { at, report }: DatedReading,
): void {
  if (short === undefined) return;
  const counted = (relations ?? []).filter(({ total }) => total?.goal !== undefined).map(({ id }) => id);
  if (yearly === undefined)
    report.add("reminder", under(at, "short"), "Un total est celui d'une année : dites « yearly ».");
  if (!counted.includes(short)) {
    const message = `« ${short} » n'est pas un onglet qui a un total et un but${didYouMean(short, counted)}`;
    report.add("reminder", under(at, "short"), message);
  }
}
