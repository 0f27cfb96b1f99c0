import type { Answers, Aside, Json } from "./entry.ts";
import type { Form } from "./form.ts";
import { isObject, own, put } from "./json.ts";
import { type ColumnRule, type Mapping, type Target, targetsOf } from "./mapping.ts";
import { convert } from "./mapping-convert.ts";
import { cellPattern } from "./mapping-pattern.ts";

/** What a line of a file says of an entry. */
export interface LineRead {
  readonly answers: Answers;
  /** What it says that is no answer: columns kept as notes, values nothing can be made of. */
  readonly aside: readonly Aside[];
}

/** Reads the cells of a line, in the order of the file. */
export type LineReader = (cells: readonly string[]) => LineRead;

const CONTROL = /(?![\n\t])[\p{Cc}\p{Cs}]/gu;
const LONGEST = 5_000;

/** Texts for which people write "nothing". */
const NOTHING: ReadonlySet<string> = new Set(["", "-", "--", "/", "?", "null", "néant", "n/a", "#n/a"]);

/** A cell as it is read: without blanks at its ends nor characters no base takes; "" for nothing. */
export function cellOf(cell: string | undefined): string {
  const text = (cell ?? "").replace(CONTROL, "").trim().slice(0, LONGEST);
  return NOTHING.has(text.toLowerCase()) ? "" : text;
}

/** Prepares the reading of a file: a mapping is looked up once, not for each of its lines. */
export function lineReader(form: Pick<Form, "order" | "steps">, mapping: Mapping): LineReader {
  const targets = new Map(targetsOf(form).map((target) => [target.path, target]));
  const steps = mapping.columns.map((rule) => columnReader(rule, targets));
  const constants = mapping.constants.flatMap(({ to, text }) => {
    const target = targets.get(to);
    return target ? [{ target, text }] : [];
  });
  return (cells) => {
    const line = new Line();
    for (const [index, cell] of cells.entries()) {
      const text = cellOf(cell);
      if (text !== "") (steps[index] ?? beyond(index))(text, line);
    }
    for (const { target, text } of constants) line.takeConstant(target, text);
    return line.read();
  };
}

/** A cell beyond the headings. */
const beyond =
  (index: number): Step =>
  (text, line) =>
    line.note(`Colonne ${index + 1}`, text);

type Step = (text: string, line: Line) => void;

function columnReader(rule: ColumnRule, targets: ReadonlyMap<string, Target>): Step {
  const { heading, use } = rule;
  if (use === "ignore") return () => undefined;
  if (use === "note") return (text, line) => line.note(heading, text);
  const pattern = use === "split" ? cellPattern(rule.pattern ?? "") : null;
  const found = rule.to.map((path) => targets.get(path));
  const read: Step = (text, line) => {
    if (use === "field") {
      if (found[0]) line.take(found[0], text, rule, heading);
      else line.note(heading, text);
      return;
    }
    const parts = pattern?.cut(text);
    if (!parts) {
      line.note(heading, text, "Ne se découpe pas comme les autres valeurs de cette colonne.");
      return;
    }
    for (const [index, part] of parts.entries()) {
      const target = found[index];
      if (part !== "" && target) line.take(target, part, rule, heading);
    }
  };
  if (!rule.separator?.trim()) return read;
  const separator = rule.separator.trim();
  const ranked = Array.from({ length: 12 }, (_, shift) => columnReader(shifted(rule, shift), targets));
  return (text, line) => {
    for (const [index, part] of text.split(separator).entries()) {
      const trimmed = part.trim();
      if (trimmed !== "") (ranked[index] ?? ((rest) => line.note(heading, rest)))(trimmed, line);
    }
  };
}

/** The same rule for the item that stands `shift` further in its list. */
function shifted({ separator: _, ...rule }: ColumnRule, shift: number): ColumnRule {
  return { ...rule, to: rule.to.map((path) => path.replace(/\.(\d+)\./, (_all, rank) => `.${Number(rank) + shift}.`)) };
}

/** A line being read: the first column that says something of an answer gives it. */
class Line {
  readonly #values = new Map<string, { readonly value: Json; readonly heading: string }>();
  readonly #items = new Set<string>();
  readonly #aside: Aside[] = [];

  /** An answer that the line does not give; of an item of a list, only of one that it speaks of. */
  takeConstant(target: Target, text: string): void {
    const { path, rank } = target;
    if (!this.#values.has(path) && (rank === null || this.#items.has(itemOf(path)))) this.take(target, text, {}, "");
  }

  note(title: string, text: string, reason?: string): void {
    this.#aside.push({ title, text, ...(reason !== undefined && { reason }) });
  }

  take({ path, field }: Target, text: string, rule: Parameters<typeof convert>[2], heading: string): void {
    const read = convert(field, text, rule);
    const title = heading === "" ? field.title : heading;
    if (!read.ok) {
      this.note(title, text, read.reason);
      return;
    }
    if (read.value === "") return;
    if (read.rest !== undefined) this.note(title, read.rest, "Cette partie de la case n’a pas trouvé sa place.");
    const before = this.#values.get(path);
    if (before) {
      if (JSON.stringify(before.value) === JSON.stringify(read.value)) return;
      const reason =
        before.heading === "" ? undefined : `« ${field.title} » vient déjà de la colonne « ${before.heading} ».`;
      this.note(title, text, reason);
      return;
    }
    this.#values.set(path, { value: read.value, heading });
    this.#items.add(itemOf(path));
  }

  read(): LineRead {
    const answers: Record<string, Json> = {};
    for (const [path, { value }] of this.#values) place(answers, path.split("."), value);
    return { answers: closed(answers) as Answers, aside: this.#aside };
  }
}

const itemOf = (path: string): string => /^(.*?\.\d+)\./.exec(path)?.[1] ?? "";

function place(into: Record<string, Json>, [first = "", ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) {
    put(into, first, value);
    return;
  }
  const inner = { ...(own(into, first) as Record<string, Json> | undefined) };
  place(inner, rest, value);
  put(into, first, inner);
}

/** Items by rank become lists, gaps closed. */
function closed(value: Json): Json {
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) {
    return keys.sort((a, b) => Number(a) - Number(b)).map((key) => closed(value[key] ?? null));
  }
  const result: Record<string, Json> = {};
  for (const key of keys) put(result, key, closed(value[key] ?? null));
  return result;
}
