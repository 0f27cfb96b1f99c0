import type { Form } from "./form.ts";
import { type ColumnRule, type Mapping, type Target, targetsOf } from "./mapping.ts";
import { type ColumnSample, datesOf, fieldLooks, fitness, isCapital, type Looks, looksOf } from "./mapping-sample.ts";
import { guessSplit, type Split } from "./mapping-split.ts";
import { meaningsOf, overlap } from "./mapping-words.ts";

/** A column read once: what its heading means and what its cells look like. */
export interface SeenColumn extends ColumnSample {
  readonly index: number;
  readonly meanings: ReadonlySet<string>;
  readonly looks: Looks;
  /** Number at the end of its heading, 1 without. */
  readonly rank: number;
}

/** Below this a column is kept as a note: a wrong guess costs more than none. */
const ENOUGH = 0.62;

/**
 * What a file most likely means, from its headings and its first lines: every column has its rule, those nobody recognises are
 * notes. The best matches are taken first; what is already given may be given again by a column of the same kind, for the lines
 * that leave the first one blank.
 * @param thisYear of the clock
 */
export function guessMapping(
  form: Pick<Form, "order" | "steps">,
  samples: readonly ColumnSample[],
  thisYear: number,
): Mapping {
  const targets = targetsOf(form);
  const columns = samples.map(seen);
  const splits = new Map(columns.flatMap((column) => pair(column, guessSplit(column))));
  const whole = columns.filter(({ index }) => !splits.has(index));
  const used = new Set<string>();
  const rules = new Map<number, ColumnRule>();
  const scored = whole.flatMap((column) =>
    targets.map((target) => ({ column, target, score: scoreOf(column, target) })),
  );
  for (const { column, target, score } of scored
    .filter(({ score }) => score >= ENOUGH)
    .sort((a, b) => b.score - a.score)) {
    if (score < ENOUGH || rules.has(column.index) || used.has(target.path)) continue;
    used.add(target.path);
    rules.set(column.index, fieldRule(column, target, thisYear));
  }
  for (const [index, split] of splits) {
    const column = columns[index];
    if (column) rules.set(index, splitRule(column, split, targets, used, thisYear));
  }
  for (const column of whole) {
    const again = rules.has(column.index) ? undefined : second(column, targets, used);
    if (again) rules.set(column.index, fieldRule(column, again, thisYear));
  }
  return {
    columns: columns.map(({ index, heading }) => rules.get(index) ?? { heading, use: "note", to: [] }),
    constants: [],
  };
}

const pair = ({ index }: SeenColumn, split: Split | null): readonly (readonly [number, Split])[] =>
  split ? [[index, split]] : [];

function seen(sample: ColumnSample, index: number): SeenColumn {
  const rank = Number(/(\d)\s*$/.exec(sample.heading)?.[1] ?? 1);
  return { ...sample, index, meanings: meaningsOf(sample.heading), looks: looksOf(sample), rank };
}

const AUTOCOMPLETE: Readonly<Record<string, string>> = {
  "family-name": "nom",
  "given-name": "prénom",
  bday: "date naissance",
  tel: "téléphone",
  email: "courriel",
  "postal-code": "code postal",
  "address-level2": "commune",
  "address-line1": "voie",
};

const names = new WeakMap<Target, readonly ReadonlySet<string>[]>();

/** The ways in which a target may be called. */
function namesOf(target: Target): readonly ReadonlySet<string>[] {
  const known = names.get(target);
  if (known) return known;
  const { field, within } = target;
  const outer = within.at(-1);
  const texts = [
    ...[field.title, field.shortTitle ?? "", field.key, AUTOCOMPLETE[field.autocomplete ?? ""] ?? ""],
    ...(outer ? [`${outer.title} ${field.title}`, `${outer.key} ${field.key}`] : []),
  ];
  const found = texts.map(meaningsOf).filter(({ size }) => size > 0);
  names.set(target, found);
  return found;
}

const wordScore = (meanings: ReadonlySet<string>, target: Target): number =>
  Math.max(0, ...namesOf(target).map((name) => overlap(meanings, name)));

/** How well a column suits a target, above `ENOUGH` when it does; the type of its cells can forbid, never suffice. */
function scoreOf(column: SeenColumn, target: Target): number {
  const words = wordScore(column.meanings, target);
  if (words < 0.4 || fitness(target.field, column) < 0.5) return 0;
  return words + looksScore(column.looks, target) - unlikely(column, target);
}

function looksScore(looks: Looks, { field }: Target): number {
  if (looks === "nothing") return 0;
  const wanted = fieldLooks(field);
  if (wanted === looks) return looks === "text" ? 0.05 : 0.25;
  return looks === "text" || looks === "number" ? -0.05 : -0.6;
}

/** What tells against a target: asked sometimes only, another item of its list, or an item of a list that the heading does not name. */
function unlikely({ rank, meanings }: SeenColumn, { conditional, rank: item, within }: Target): number {
  const unnamed =
    item !== null && !within.some(({ title, key }) => [title, key].some((name) => shared(name, meanings)));
  return (conditional ? 0.15 : 0) + (item !== null && item !== rank ? 0.4 : 0) + (unnamed ? 0.1 : 0);
}

const shared = (name: string, meanings: ReadonlySet<string>): boolean =>
  [...meaningsOf(name)].some((meaning) => meanings.has(meaning));

/** An answer that another column gives, for the lines where that one says nothing. */
function second(column: SeenColumn, targets: readonly Target[], used: ReadonlySet<string>): Target | undefined {
  if (column.looks !== "phone" && column.looks !== "email") return undefined;
  const alike = targets.filter(({ field }) => fieldLooks(field) === column.looks);
  return (
    alike.find(({ path, conditional }) => !used.has(path) && !conditional) ?? alike.find(({ path }) => used.has(path))
  );
}

function fieldRule(column: SeenColumn, target: Target, thisYear: number): ColumnRule {
  return { heading: column.heading, use: "field", to: [target.path], ...optionsOf(column, [target], thisYear) };
}

function optionsOf(
  column: SeenColumn,
  targets: readonly Target[],
  thisYear: number,
): Pick<ColumnRule, "dates" | "century" | "names"> {
  const dated = targets.some(({ field }) => field.widget === "date");
  const plain = targets.some(({ field }) => fieldLooks(field) === "text" && !field.choices);
  return {
    ...(dated && datesOf(column, column.meanings.has("naissance"), thisYear)),
    ...(plain && isCapital(column) && { names: true }),
  };
}

function splitRule(
  column: SeenColumn,
  split: Split,
  targets: readonly Target[],
  used: Set<string>,
  thisYear: number,
): ColumnRule {
  const found = split.holes.map((hole) => {
    const best = targets
      .filter(({ path, field }) => !used.has(path) && (hole.looks === "text" || fieldLooks(field) === hole.looks))
      .map((target) => {
        const near = Math.max(...hole.meanings.map((meanings) => wordScore(meanings, target)));
        return { target, score: near - unlikely(column, target) };
      })
      .filter(({ score }) => score >= 0.5)
      .sort((a, b) => b.score - a.score)[0]?.target;
    if (best) used.add(best.path);
    return best;
  });
  const to = found.map((target) => target?.path ?? "");
  const given = found.filter((target) => target !== undefined);
  const names = split.capitals ? { names: true as const } : {};
  if (given.length === 0) return { heading: column.heading, use: "note", to: [] };
  const options = optionsOf(column, given, thisYear);
  return { heading: column.heading, use: "split", pattern: split.pattern, to, ...options, ...names };
}
