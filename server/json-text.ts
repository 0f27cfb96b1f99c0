/** A JSON text read with the place of each value, so that a mistake can be shown by its line. */
export interface JsonText {
  readonly value: unknown;
  /** Line, from 1, of the value at a JSON Pointer, or of the nearest one around it. */
  lineOf(pointer: string): number;
  /** Keys written twice in one object: only the last would have been kept. */
  readonly twice: readonly { readonly key: string; readonly line: number }[];
}

/** Why a text is not JSON, in French. */
export interface JsonMistake {
  readonly line: number;
  readonly message: string;
}

type Read = { readonly ok: true; readonly text: JsonText } | { readonly ok: false; readonly mistake: JsonMistake };

/** Deeper than any definition: beyond, the text is refused rather than followed. */
const DEEPEST = 200;

/** Reads JSON (RFC 8259). A byte order mark, which some editors write, is passed over. */
export function readJsonText(source: string): Read {
  const reader = new Reader(source.replace(/^\uFEFF/, ""));
  try {
    return { ok: true, text: reader.read() };
  } catch (error) {
    if (error instanceof Mistake) return { ok: false, mistake: { line: error.line, message: error.message } };
    throw error;
  }
}

/** Thrown and caught in this file only: it ends a descent of any depth. */
class Mistake extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

const BLANK = /[ \t\r\n]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON refuses them inside a text.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![0-9A-Za-z.])/y;
const WORD = /(?:true|false|null)(?![A-Za-z0-9_])/y;
const CURLY_QUOTES = /[“”«»„‘’]/;

class Reader {
  readonly #source: string;
  readonly #lines = new Map<string, number>();
  readonly #twice: { key: string; line: number }[] = [];
  #at = 0;
  #line = 1;
  #counted = 0;
  /** Place of the last value or key, after which a comma or a bracket may be missing. */
  #last = 1;

  constructor(source: string) {
    this.#source = source;
  }

  read(): JsonText {
    const value = this.#value("", 0);
    this.#blank();
    if (this.#at < this.#source.length) this.#fail(this.#here(), "Il reste du texte après la fin du fichier.");
    const lines = this.#lines;
    return { value, twice: this.#twice, lineOf: (pointer) => nearestLine(lines, pointer) };
  }

  #value(pointer: string, depth: number): unknown {
    this.#blank();
    this.#lines.set(pointer, this.#here());
    if (depth > DEEPEST) this.#fail(this.#here(), "Trop de crochets ou d’accolades les uns dans les autres.");
    const next = this.#source[this.#at];
    if (next === "{") return this.#object(pointer, depth);
    if (next === "[") return this.#array(pointer, depth);
    const written = this.#match(STRING) ?? this.#match(NUMBER) ?? this.#match(WORD);
    if (written === undefined) this.#fail(this.#here(), this.#unexpected("une valeur"));
    this.#last = this.#here();
    return JSON.parse(written);
  }

  #object(pointer: string, depth: number): Readonly<Record<string, unknown>> {
    const entries = new Map<string, unknown>();
    this.#items("}", () => {
      const line = this.#here();
      const written = this.#match(STRING);
      if (written === undefined) this.#fail(line, this.#unexpected("un nom entre guillemets"));
      const key = String(JSON.parse(written));
      if (entries.has(key)) this.#twice.push({ key, line });
      this.#blank();
      if (this.#source[this.#at] !== ":") this.#fail(line, `Il manque deux-points après « ${key} ».`);
      this.#at += 1;
      const here = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      entries.set(key, this.#value(here, depth + 1));
    });
    return Object.fromEntries(entries);
  }

  #array(pointer: string, depth: number): readonly unknown[] {
    const items: unknown[] = [];
    this.#items("]", () => items.push(this.#value(`${pointer}/${items.length}`, depth + 1)));
    return items;
  }

  /** From an opening bracket to its end, one item between commas at a time. */
  #items(end: "}" | "]", item: () => void): void {
    const opened = this.#here();
    this.#at += 1;
    this.#blank();
    if (this.#take(end)) return;
    for (;;) {
      item();
      this.#blank();
      if (this.#take(end)) break;
      if (!this.#take(",")) this.#fail(this.#last, this.#missing(end, opened));
      this.#blank();
      if (this.#source[this.#at] === end) this.#fail(this.#last, `Une virgule est de trop avant « ${end} ».`);
    }
    this.#last = this.#here();
  }

  #missing(end: string, opened: number): string {
    const next = this.#source[this.#at];
    if (next === undefined) return `Il manque « ${end} » à la fin : il ferme ce qui est ouvert ligne ${opened}.`;
    if (next === '"' || next === "{" || next === "[") return "Il manque une virgule à la fin de cette ligne.";
    return `Il faut ici une virgule, ou « ${end} » pour fermer ce qui est ouvert ligne ${opened}.`;
  }

  #unexpected(wanted: string): string {
    const rest = this.#source.slice(this.#at, this.#at + 20).split(/[\r\n]/, 1)[0] ?? "";
    if (rest === "") return `Le fichier s’arrête trop tôt : il manque ${wanted}.`;
    if (rest.startsWith("//") || rest.startsWith("/*")) return "Un fichier JSON n’a pas de commentaires : retirez-le.";
    if (rest.startsWith('"')) return "Ce texte n’est pas fermé : il manque un guillemet droit à la fin de la ligne.";
    if (CURLY_QUOTES.test(rest[0] ?? "")) return `Employez des guillemets droits (") au lieu de « ${rest[0]} ».`;
    return `Il faut ici ${wanted}, pas « ${rest.trim()} » : un texte s’écrit entre guillemets droits (").`;
  }

  #take(character: string): boolean {
    if (this.#source[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #blank(): void {
    this.#match(BLANK);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#source) ?? [];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  /** Line of the place reached. */
  #here(): number {
    for (; this.#counted < this.#at; this.#counted += 1) if (this.#source[this.#counted] === "\n") this.#line += 1;
    return this.#line;
  }

  #fail(line: number, message: string): never {
    throw new Mistake(line, message);
  }
}

function nearestLine(lines: ReadonlyMap<string, number>, pointer: string): number {
  const line = lines.get(pointer);
  return line ?? (pointer === "" ? 1 : nearestLine(lines, pointer.slice(0, pointer.lastIndexOf("/"))));
}
