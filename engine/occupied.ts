import { WEEKDAYS } from "./agenda.ts";
import type { CompiledDefinition } from "./definition.ts";
import type { Answers, Entry, Json } from "./entry.ts";
import { fieldAt } from "./field-at.ts";
import type { Field } from "./form.ts";
import { valuesAt } from "./keys.ts";
import type { OccupationPart } from "./meta.generated.ts";
import { type DayMinutes, type Limit, type Occupation, type Places, type Use, WHOLE_WEEK } from "./occupation.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

/** How the entries of a definition are taken up by others: see `OccupationPart`. */
export type Occupied = OccupationPart;
type UsePart = OccupationPart["uses"][number];

/** One that takes places, of another definition. */
export interface UsedBy extends UsePart {
  readonly definition: string;
  readonly field: string;
}

export const isUsedBy = (use: UsePart): use is UsedBy => use.definition !== undefined && use.field !== undefined;

/** Checks what the definition alone can tell: its own lists, the uses that limits name. */
export function compileOccupied(part: OccupationPart, fields: readonly Field[], at: At, report: Report): Occupied {
  part.uses.forEach((use, index) => {
    const here = under(at, "uses", index);
    const wrong = (message: string) => report.add("occupation", here, message);
    if (part.uses.findIndex(({ id }) => id === use.id) !== index) wrong(`Deux occupations s'appellent « ${use.id} ».`);
    if (isUsedBy(use) === (use.list !== undefined)) {
      wrong("Dites d'où vient l'occupation : « definition » et « field », ou « list ».");
    } else if (use.list !== undefined) {
      checkList({ list: use.list, keys: [use.from, use.to, use.birth, use.week?.list] }, fields, here, report);
    }
  });
  part.limits.forEach((limit, index) => {
    const here = under(at, "limits", index);
    if (limit.most === undefined && limit.places === undefined) {
      report.add("occupation", here, "Une limite a un nombre (« most »), des places datées (« places »), ou les deux.");
    }
    for (const id of limit.uses ?? []) {
      if (part.uses.some((use) => use.id === id)) continue;
      const known = part.uses.map((use) => use.id);
      report.add("occupation", under(here, "uses"), `« ${id} » n'est pas une occupation${didYouMean(id, known)}`);
    }
    (limit.places ?? []).forEach(({ list, from, to, number }, place) => {
      checkList({ list, keys: [from, to, number] }, fields, under(here, "places", place), report);
    });
  });
  return part;
}

function checkList(
  { list, keys }: { readonly list: string; readonly keys: readonly (string | undefined)[] },
  fields: readonly Field[],
  at: At,
  report: Report,
): void {
  const field = fieldAt(fields, list);
  if (field?.widget !== "repeat") {
    report.add("occupation", under(at, "list"), `« ${list} » n'est pas une liste répétée.`);
    return;
  }
  const known = (field.fields ?? []).map(({ key }) => key);
  for (const key of keys) {
    if (key === undefined || known.includes(key)) continue;
    report.add("occupation", at, `« ${key} » n'est pas dans « ${list} »${didYouMean(key, known)}`);
  }
}

/** Why entries of `other` could not be read as uses, as French sentences; none when they can. */
export function useProblems(
  id: string,
  use: UsedBy,
  { form, workflow, id: of }: CompiledDefinition,
): readonly string[] {
  const { from, to, birth, week, states = [] } = use;
  const keys = [
    from,
    to,
    birth,
    week?.list,
    ...(week ? [week.days, week.from, week.to].map((key) => `${week.list}.${key}`) : []),
  ];
  return [
    ...(fieldAt(form.order, use.field)?.ref === id
      ? []
      : [`« ${use.field} » de « ${of} » ne désigne pas une fiche de « ${id} ».`]),
    ...keys.flatMap((key) =>
      key === undefined || fieldAt(form.order, key) ? [] : [`« ${key} » n'est pas un champ de « ${of} ».`],
    ),
    ...states.flatMap((state) => (workflow.states.has(state) ? [] : [`« ${state} » n'est pas un état de « ${of} ».`])),
  ];
}

/** What an entry allows, and what takes it: its own lists, and the entries that refer to it. */
export function occupationOf(
  occupied: Occupied,
  answers: Answers,
  uses: ReadonlyMap<string, readonly Pick<Entry, "answers">[]>,
): Occupation {
  return {
    limits: occupied.limits.map((limit): Limit => {
      const most: readonly Places[] = limit.most === undefined ? [] : [{ from: null, to: null, number: limit.most }];
      const dated = (limit.places ?? []).flatMap(({ list, from, to, number }) =>
        itemsOf(answers, list).flatMap((item): readonly Places[] => {
          const value = item[number];
          return typeof value === "number" ? [{ from: dayIn(item, from), to: dayIn(item, to), number: value }] : [];
        }),
      );
      const { id, title } = limit;
      return { id, title, under: limit.under ?? null, kinds: limit.uses ?? null, places: [...most, ...dated] };
    }),
    uses: occupied.uses.flatMap((use) => {
      const each = isUsedBy(use)
        ? (uses.get(use.id) ?? []).map((entry) => entry.answers)
        : itemsOf(answers, use.list ?? "");
      return each.map((item) => useOf(use, item));
    }),
  };
}

/** One use, as these answers say it; a week that says nothing is every hour. */
export function useOf({ id, from, to, birth, week }: UsePart, answers: Answers): Use {
  return {
    kind: id,
    ...{ from: dayIn(answers, from), to: dayIn(answers, to), birth: dayIn(answers, birth) },
    week: week ? weekOf(week, answers) : WHOLE_WEEK,
  };
}

export function weekOf(week: NonNullable<UsePart["week"]>, answers: Answers): readonly DayMinutes[] {
  const said = itemsOf(answers, week.list).flatMap((item) => {
    const [from, to] = [minuteIn(item[week.from]), minuteIn(item[week.to])];
    const days = item[week.days];
    if (from === null || to === null || !Array.isArray(days)) return [];
    // What ends a minute before midnight lasts the day.
    const end = to === 1439 ? 1440 : to;
    return days.flatMap((day: Json) => {
      const weekday = (WEEKDAYS as readonly Json[]).indexOf(day);
      return weekday < 0 ? [] : [{ weekday, from, to: end }];
    });
  });
  return apart(said);
}

/** The same hours, none said twice: whoever takes a place takes one at a time. */
export function apart(hours: readonly DayMinutes[]): readonly DayMinutes[] {
  const kept: DayMinutes[] = [];
  for (const each of [...hours].sort((a, b) => a.weekday - b.weekday || a.from - b.from)) {
    const before = kept.at(-1);
    if (before && before.weekday === each.weekday && each.from <= before.to) {
      kept[kept.length - 1] = { ...before, to: Math.max(before.to, each.to) };
    } else if (each.from < each.to) kept.push(each);
  }
  return kept;
}

/** "08:30" → 510. */
export function minuteIn(value: Json | undefined): number | null {
  const [, hours, minutes] = typeof value === "string" ? (/^(\d{2}):(\d{2})$/.exec(value) ?? []) : [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

function dayIn(answers: Answers, key: string | undefined): string | null {
  const [value] = key === undefined ? [] : valuesAt(answers, key);
  return typeof value === "string" && value !== "" ? value : null;
}

const itemsOf = (answers: Answers, list: string): readonly Answers[] => {
  const value = Object.hasOwn(answers, list) ? answers[list] : undefined;
  return Array.isArray(value)
    ? value.flatMap((item: Json) =>
        typeof item === "object" && item !== null && !Array.isArray(item) ? [item as Answers] : [],
      )
    : [];
};
