import { WEEKDAYS } from "./agenda.ts";
import type { CompiledDefinition } from "./definition.ts";
import type { Answers, Json } from "./entry.ts";
import { fieldAt } from "./field-at.ts";
import { DEFINITION_ID } from "./field-keywords.ts";
import type { Form } from "./form.ts";
import { isObject, own } from "./json.ts";
import { valuesAt } from "./keys.ts";
import type { Asked } from "./left-places.ts";
import type { SeeksPart } from "./meta.generated.ts";
import type { DayMinutes } from "./occupation.ts";
import { weekOf } from "./occupied.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

/** Which answers of an entry say the place it looks for in a register, and how what is found is proposed. */
export type Seeks = SeeksPart;

interface Reading {
  readonly form: Form;
  /** Forms that events ask for. */
  readonly forms: ReadonlyMap<string, Form>;
  readonly states: CompiledDefinition["workflow"]["states"];
}

/** Checks what the definition alone can tell; what is sought is another's. */
export function compileSeeks(
  { seeks: part }: { readonly seeks?: SeeksPart },
  { form, forms, states }: Reading,
  above: At,
  report: Report,
): Seeks | null {
  if (!part) return null;
  const at = under(above, "seeks");
  const wrong = (place: string, message: string) => report.add("seeks", under(at, place), message);
  if (!DEFINITION_ID.test(part.definition)) {
    wrong("definition", `« ${part.definition} » n'est pas l'identifiant d'une définition : écrivez « domaine/nom ».`);
  }
  const keys = form.order.map(({ key }) => key);
  const isDate = (key: string | undefined, place: string) => {
    if (key === undefined || fieldAt(form.order, key)?.widget === "date") return;
    wrong(place, `« ${key} » n'est pas une date de la demande${didYouMean(key, keys)}`);
  };
  isDate(part.from, "from");
  isDate(part.to, "to");
  for (const key of part.birth ?? []) isDate(key, "birth");
  if (part.commune !== undefined && !fieldAt(form.order, part.commune)) {
    wrong("commune", `« ${part.commune} » n'est pas un champ de la demande${didYouMean(part.commune, keys)}`);
  }
  const { list, ...hours } = part.week;
  if (fieldAt(form.order, list)?.widget !== "repeat") wrong("week", `« ${list} » n'est pas une liste répétée.`);
  for (const key of Object.values(hours)) {
    if (!fieldAt(form.order, `${list}.${key}`)) wrong("week", `« ${key} » n'est pas dans « ${list} ».`);
  }
  if (part.propose) checkPropose(part, part.propose, { forms, states }, wrong);
  return part;
}

function checkPropose(
  { definition }: SeeksPart,
  { event, field, message }: NonNullable<SeeksPart["propose"]>,
  { forms, states }: Pick<Reading, "forms" | "states">,
  wrong: (place: string, message: string) => void,
): void {
  const events = [...states.values()].flatMap((state) => state.events);
  const found = events.find(({ type }) => type === event);
  if (!found) {
    wrong(
      "propose",
      `« ${event} » n'est pas un évènement du parcours${didYouMean(
        event,
        events.map(({ type }) => type),
      )}`,
    );
    return;
  }
  const asked = forms.get(found.form ?? "");
  if (message !== undefined && asked && !fieldAt(asked.order, message)) {
    wrong("propose", `« ${message} » n'est pas un champ du formulaire de « ${event} ».`);
  }
  const [list = "", key] = field.split(".");
  const named = asked && fieldAt(asked.order, field);
  if (
    key === undefined ||
    asked?.order.find((each) => each.key === list)?.widget !== "repeat" ||
    named?.ref !== definition
  ) {
    wrong(
      "propose",
      `« ${field} » n'est pas, dans une liste du formulaire de « ${event} », une fiche de « ${definition} ».`,
    );
  }
}

/** What an entry looks for; null where it does not say when. */
export function soughtBy({ from, to, birth = [], week }: Seeks, answers: Answers): Asked | null {
  const days = (keys: readonly (string | undefined)[]) =>
    keys
      .flatMap((key) => (key === undefined ? [] : valuesAt(answers, key)))
      .filter((value) => typeof value === "string");
  const [first] = days([from]);
  const hours = weekOf(week, answers);
  if (first === undefined || hours.length === 0) return null;
  return { from: first, to: days([to])[0] ?? null, birth: days(birth)[0] ?? null, week: hours };
}

/** Hours of a week, the same of several days together, as forms say them: "08:30". */
export function sameHours(
  week: readonly DayMinutes[],
): readonly { readonly days: readonly string[]; readonly from: string; readonly to: string }[] {
  const spans = [...new Set(week.map((hours) => `${hours.from} ${hours.to}`))];
  return spans.flatMap((span) => {
    const alike = week.filter((hours) => `${hours.from} ${hours.to}` === span);
    const [first] = alike;
    if (!first) return [];
    const days = alike.map(({ weekday }) => WEEKDAYS[weekday] ?? "");
    return [{ days, from: clock(first.from), to: clock(Math.min(first.to, 1439)) }];
  });
}

/** What someone looks for, as answers of an entry that looks for it. */
export function seekingAnswers(seeks: Seeks, asked: Pick<Asked, "from" | "week">, commune: string | null): Answers {
  const { list, days, from, to } = seeks.week;
  const rows = sameHours(asked.week).map((row) => ({ [days]: row.days, [from]: row.from, [to]: row.to }));
  return {
    [seeks.from]: asked.from,
    ...(rows.length > 0 && { [list]: rows }),
    ...(commune !== null && seeks.commune !== undefined && { [seeks.commune]: commune }),
  };
}

/** 510 → "08:30". */
const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** The ids of the entries that the answers of an event propose, in their order. */
export function proposedIn(field: string, answers: Answers): readonly string[] {
  const [list = "", key = ""] = field.split(".");
  const items = own(answers, list);
  return Array.isArray(items)
    ? items.flatMap((item: Json) => {
        const id = isObject(item) ? own(item, key) : undefined;
        return typeof id === "string" ? [id] : [];
      })
    : [];
}
