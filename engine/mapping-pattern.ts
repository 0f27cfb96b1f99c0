import { RE2JS } from "re2js";

/**
 * How a cell that holds several things is cut. Holes are numbered, what stands between them is read whatever its case:
 * "{1:NOM} {2}", "{1}, {2:code} {3}", "{1:nombre} places du {2:date} au {3:date}". A hole says what it holds so that a cell can be cut
 * one way only; without, it holds as little as it can, the last one the rest. A star is anything.
 */
export interface CellPattern {
  readonly source: string;
  /** Numbers of the holes, in the order of the text. */
  readonly holes: readonly number[];
  /** The parts of a cell by hole, in the order of their numbers; null for a cell of another shape. */
  readonly cut: (text: string) => readonly string[] | null;
}

/** What a hole may hold, by its name. */
export const HOLE_KINDS = {
  NOM: String.raw`\p{Lu}[\p{Lu}\p{Mn}'’\-]*(?: +\p{Lu}[\p{Lu}\p{Mn}'’\-]+)*`,
  nombre: "[0-9]+(?:[.,][0-9]+)?",
  code: "[0-9][0-9AB][0-9]{3}",
  date: String.raw`[0-9]{1,4}[/.\- ][0-9]{1,2}[/.\- ][0-9]{1,4}`,
  mot: "[^ ,;]+",
} as const;

const LONGEST = 200;
const MOST_HOLES = 9;
const HOLE = /\{(\d)(?::([A-Za-z]+))?\}/g;

const compiled = new Map<string, CellPattern | null>();

/** Reads a pattern; null for what is none: no hole, a number twice, an unknown kind. */
export function cellPattern(source: string): CellPattern | null {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const pattern = read(source);
  // Patterns are typed by people: a few of them are alive at a time.
  if (compiled.size > 200) compiled.clear();
  compiled.set(source, pattern);
  return pattern;
}

function read(source: string): CellPattern | null {
  if (source.length > LONGEST) return null;
  const found = [...source.matchAll(HOLE)];
  const holes = found.map(([, number]) => Number(number));
  const kinds = found.map(([, , kind]) => kind);
  if (holes.length === 0 || holes.length > MOST_HOLES || new Set(holes).size < holes.length) return null;
  if (kinds.some((kind) => kind !== undefined && !Object.hasOwn(HOLE_KINDS, kind))) return null;
  const texts = source.split(/\{\d(?::[A-Za-z]+)?\}/);
  const body = texts.map((text, index) => {
    const last = index === texts.length - 1;
    const hole = last ? "" : holeSource(kinds[index], index === holes.length - 1 && (texts.at(-1) ?? "").trim() === "");
    return `${literal(text)}${hole}`;
  });
  const matcher = RE2JS.compile(String.raw`^\s*${body.join("")}\s*$`);
  return { source, holes, cut: (text) => cutWith(matcher, holes, text) };
}

function holeSource(kind: string | undefined, rest: boolean): string {
  if (kind !== undefined && Object.hasOwn(HOLE_KINDS, kind)) return `(${HOLE_KINDS[kind as keyof typeof HOLE_KINDS]})`;
  return rest ? "(.+)" : "(.+?)";
}

/** Words whatever their case and their plural, blanks whatever their width. */
function literal(text: string): string {
  return text
    .split(/(\s+|\*|\p{Letter}+)/u)
    .map((part) => {
      if (part === "") return "";
      if (part === "*") return ".*?";
      if (/^\s+$/.test(part)) return String.raw`\s+`;
      if (/^\p{Letter}+$/u.test(part)) return `(?i:${RE2JS.quote(part.replace(/s$/i, ""))}s?)`;
      return String.raw`\s*${RE2JS.quote(part)}`;
    })
    .join("");
}

function cutWith(matcher: RE2JS, holes: readonly number[], text: string): readonly string[] | null {
  const match = matcher.matcher(text.slice(0, 2_000));
  if (!match.find()) return null;
  const parts = holes.map((hole, index) => ({ hole, text: (match.group(index + 1) ?? "").trim() }));
  return parts.sort((a, b) => a.hole - b.hole).map((part) => part.text);
}
