import type { SeenColumn } from "./mapping-guess.ts";
import { cellPattern } from "./mapping-pattern.ts";
import { type Looks, share } from "./mapping-sample.ts";
import { meaningsOf } from "./mapping-words.ts";
import { normalise } from "./normalise.ts";

/** A way to cut the cells of a column, and what each part may be called. */
export interface Split {
  readonly pattern: string;
  readonly holes: readonly { readonly looks: Looks; readonly meanings: readonly ReadonlySet<string>[] }[];
  /** A part is in capitals. */
  readonly capitals: boolean;
}

const OFTEN = 0.6;
const text = (...meanings: readonly string[]) => ({ looks: "text" as const, meanings: meanings.map(meaningsOf) });

/** Shapes that many files have, the most telling first. */
const SHAPES: readonly (Split & { readonly when: (column: SeenColumn) => boolean })[] = [
  ...["{1}, {2:code} {3}", "{1} {2:code} {3}"].map((pattern) => ({
    pattern,
    holes: [text("voie"), text("code postal"), text("commune")],
    capitals: false,
    when: () => true,
  })),
  ...(["{1:NOM} {2}", "{2} {1:NOM}", "{1:mot} {2}"] as const).map((pattern) => ({
    pattern,
    holes: [text("nom naissance", "nom", "nom usage"), text("prénom")],
    capitals: true,
    when: ({ meanings }: SeenColumn) => meanings.has("nom") && meanings.has("prenom"),
  })),
];

/** How the cells of a column are cut; null when each says one thing. */
export function guessSplit(column: SeenColumn): Split | null {
  if (column.looks !== "text") return null;
  const shape = SHAPES.find(({ pattern, when }) => {
    const cell = cellPattern(pattern);
    return when(column) && cell !== null && share(column.values, (value) => cell.cut(value) !== null) >= OFTEN;
  });
  return shape ?? repeatedShape(column);
}

const PARTS = /\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d+(?:[.,]\d+)?/g;
const isDate = (part: string): boolean => /^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}$/.test(part);

/** Words between figures, the same on most lines: "3 places du 10/12/2017 au 10/12/2022". */
function repeatedShape({ values, heading }: SeenColumn): Split | null {
  const [first = ""] = values;
  const skeleton = skeletonOf(first);
  const parts = first.match(PARTS) ?? [];
  if (parts.length < 2 || parts.length > 9 || !/\p{Letter}{2}/u.test(first)) return null;
  if (share(values, (value) => skeletonOf(value) === skeleton) < OFTEN) return null;
  let rank = 0;
  const pattern = first.replace(PARTS, (part) => `{${++rank}:${isDate(part) ? "date" : "nombre"}}`);
  const between = first.split(PARTS);
  const around = meaningsOf(heading);
  const holes = parts.map((part, index) => {
    const before = (between[index] ?? "").trim().split(/\s+/).at(-1) ?? "";
    const after = (between[index + 1] ?? "").trim().split(/\s+/)[0] ?? "";
    const near = isDate(part) ? [meaningsOf(before)] : [meaningsOf(after), meaningsOf(before)];
    return {
      looks: isDate(part) ? ("date" as const) : ("number" as const),
      meanings: [
        ...near,
        ...near.map((meanings) => new Set([...around, ...meanings])),
        ...(isDate(part) ? [] : [around]),
      ],
    };
  });
  return { pattern, holes, capitals: false };
}

/** Two cells of the same shape have the same skeleton, plurals apart. */
const skeletonOf = (value: string): string =>
  normalise(value.replace(PARTS, (part) => (isDate(part) ? " jjj " : " nnn "))).replace(/s\b/g, "");
