import type { ActivityFigure, ActivityTold, Chapter, Told, ToldGroups } from "../../engine/index.ts";
import { formatNumber } from "../../engine/index.ts";
import { activityWords as words } from "../strings-activity.ts";

/** A report as pages and files say it. */
export interface ActivityView {
  /** "Rapport d’activité 2026". */
  readonly title: string;
  readonly year: number;
  /** Whose: a member, or all of them. */
  readonly who: string;
  readonly note: string | null;
  /** When its figures were worked out, in a sentence. */
  readonly standing: string;
  /** Names of the members beside the whole; none for a report of one. */
  readonly places: readonly string[];
  readonly chapters: readonly ChapterView[];
}

export interface ChapterView {
  readonly title: string;
  readonly text: string | null;
  readonly said: readonly { readonly label: string; readonly text: string }[];
  readonly figures: readonly FigureLine[];
  /** Some of its figures count what the reader may not read. */
  readonly kept: boolean;
}

/** A number with the address of the list it counts, or null. */
export interface Shown {
  readonly text: string;
  /** For a spreadsheet. */
  readonly number: number | null;
  readonly href: string | null;
}

export interface FigureLine {
  readonly id: string;
  readonly title: string;
  readonly hint: string | null;
  readonly total: Shown;
  readonly before: Shown;
  /** As `places` of the report. */
  readonly places: readonly Shown[];
  readonly groups: readonly GroupsView[];
}

export interface GroupsView {
  readonly title: string;
  readonly by: string;
  readonly rows: readonly {
    readonly label: string;
    readonly value: number;
    readonly text: string;
    readonly before: Shown;
  }[];
}

/** What a report needs beside its figures to be said. */
export interface ActivitySaid {
  /** The list that a figure counts, in all or in one member; null when the reader reads none. */
  readonly href: (figure: ActivityFigure, member: string | null) => string | null;
  /** Whether a figure counts what units keep from the reader. */
  readonly kept: (figure: ActivityFigure) => boolean;
  /** The answers of a chapter that the report itself holds. */
  readonly said: (chapter: Chapter) => ChapterView["said"];
}

/** The chapters of a report in words. */
export function chaptersOf(
  chapters: readonly Chapter[],
  told: ActivityTold,
  said: ActivitySaid,
): readonly ChapterView[] {
  const several = told.places.length > 1;
  return chapters.map((chapter) => ({
    title: chapter.title,
    text: chapter.text,
    said: said.said(chapter),
    kept: chapter.figures.some((figure) => said.kept(figure)),
    figures: chapter.figures.flatMap((figure): readonly FigureLine[] => {
      const own = told.figures[figure.id];
      if (!own) return [];
      const { id, title, hint } = figure;
      const shown = (value: Told | null | undefined, member: string | null): Shown => ({
        text: valueText(figure, value ?? null),
        number: valueNumber(figure, value ?? null),
        href: value && value.n > 0 ? said.href(figure, member) : null,
      });
      const places = several ? told.places.map(({ member }) => shown(own.places[member], member)) : [];
      const before = { ...shown(own.before, null), ...(own.before === null && { text: words.unknown }), href: null };
      const groups = own.groups.map((each) => groupsView(figure, each, said.kept(figure)));
      return [{ id, title, hint, total: shown(own.total, null), before, places, groups }];
    }),
  }));
}

/** Groups named at most: the others are put together. */
const MOST_ROWS = 20;
/** Under so many entries, a group of what the reader may not read could tell of someone. */
const FEWEST = 5;

function groupsView(figure: ActivityFigure, { title, rows }: ToldGroups, kept: boolean): GroupsView {
  const few = kept
    ? rows.filter(({ value, before }) => value < FEWEST || (before !== null && before > 0 && before < FEWEST))
    : [];
  const named = rows.filter((row) => !few.includes(row));
  const shown = named.length > MOST_ROWS ? named.slice(0, MOST_ROWS - 1) : named;
  const rest = named.slice(shown.length);
  const all = [
    ...shown,
    ...(rest.length > 0 ? [together(words.rest(rest.length), rest)] : []),
    ...(few.length > 0 ? [together(words.folded, few)] : []),
  ];
  return {
    title: words.distribution(figure.title, title),
    by: title,
    rows: all.map(({ label, value, before }) => ({
      label,
      value,
      text: valueText(figure, { value, n: value }),
      before: {
        text: before === null ? words.unknown : valueText(figure, { value: before, n: before }),
        number: before,
        href: null,
      },
    })),
  };
}

const together = (label: string, rows: ToldGroups["rows"]) => ({
  label,
  value: rows.reduce((all, { value }) => all + value, 0),
  before: rows.some(({ before }) => before !== null) ? rows.reduce((all, { before }) => all + (before ?? 0), 0) : null,
});

/** "1 234", "12,5 %", "3,5 jours", "18 heures"; a dash for nothing. */
function valueText(figure: ActivityFigure, told: Told | null): string {
  const value = valueNumber(figure, told);
  if (value === null) return words.none;
  const text = formatNumber(value);
  if (isDelay(figure)) return words.days(text, value >= 2);
  if (figure.kind === "ratio" && figure.percent) return `${text}\u202f%`;
  return figure.suffix === null ? text : `${text}\u00a0${figure.suffix}`;
}

/** Rounded as it is read: two figures that look the same are the same. */
function valueNumber(figure: ActivityFigure, told: Told | null): number | null {
  if (told === null || told.value === null) return null;
  const decimals = figure.kind === "ratio" || isDelay(figure) || isAverage(figure) ? 1 : 2;
  return Math.round(told.value * 10 ** decimals) / 10 ** decimals;
}

const isDelay = (figure: ActivityFigure): boolean => figure.kind === "counted" && figure.measure.kind === "delay";
const isAverage = (figure: ActivityFigure): boolean => figure.kind === "counted" && figure.measure.kind === "average";

/** The lines of a file: each figure, then what tells it apart. */
export function activityLines({ year, who, places, chapters }: ActivityView): {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
} {
  const { columns } = words;
  const headings = [
    columns.chapter,
    columns.figure,
    columns.by,
    columns.group,
    `${who} ${year}`,
    `${year - 1}`,
    ...places,
  ];
  const rows = chapters.flatMap((chapter) =>
    chapter.figures.flatMap(({ title, total, before, places: beside, groups }) => [
      [chapter.title, title, "", "", total.number, before.number, ...beside.map(({ number }) => number)],
      ...groups.flatMap(({ by, rows: lines }) =>
        lines.map(({ label, value, before: last }) => [
          chapter.title,
          title,
          by,
          label,
          value,
          last.number,
          ...beside.map(() => null),
        ]),
      ),
    ]),
  );
  return { headings, rows };
}
