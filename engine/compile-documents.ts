import type { Names } from "./cel-names.ts";
import { checkedExpression } from "./compile-expression.ts";
import { internalRead } from "./compile-internal.ts";
import { compileQuote } from "./compile-templates.ts";
import type { DocumentTemplate, Node, Piece } from "./document.ts";
import { type Draft, newDraft } from "./document-draft.ts";
import { fieldAt } from "./field-at.ts";
import type { Expression } from "./form.ts";
import type { DocumentFile } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

/** What a line between square brackets puts in a document. */
const MARKS: Readonly<Record<string, Node>> = {
  réponses: { kind: "answers", byStep: false },
  "réponses par étape": { kind: "answers", byStep: true },
  prix: { kind: "prices" },
  carte: { kind: "card" },
  classement: { kind: "standing" },
  signature: { kind: "signature" },
  "code de vérification": { kind: "code" },
  "saut de page": { kind: "page" },
};
const OTHERWISE = "sinon";
const END = "fin";
const KNOWN: readonly string[] = [...Object.keys(MARKS), "si …", OTHERWISE, END];

const MARK = /^\[(.*)\]$/;
/** One that is not alone on its line, where it would be printed as it is written. */
const BESIDE = new RegExp(`\\[\\s*(?:${[...Object.keys(MARKS), OTHERWISE, END].join("|")}|si\\s[^\\]]*)\\s*\\]`);
const HEADING = /^(#+)\s+(.*)$/;
const HEADING_STUCK = /^#+[^#\s]/;
const ITEM = /^(?:[-•]|(\d{1,3})[.)])\s+(.*)$/;

/**
 * Compiles a document: one line, one thing. `# …` and `## …` head sections, `- …` and `1. …` are items, `[…]` puts a mark
 * in place or makes what follows conditional, and the other lines are paragraphs that a blank line parts. What an
 * expression gives is text, whatever it holds: never a mark.
 */
export function compileDocument(
  id: string,
  source: DocumentFile,
  names: Names,
  at: At,
  report: Report,
): DocumentTemplate {
  const internal = source.internal ?? false;
  if (source.title.includes("{{")) {
    const message = "Le titre d'un document se lit sur la page publique de vérification : il ne cite aucune réponse.";
    report.add("document-title", under(at, "title"), message);
  }
  const reading: Reading = { names, at: under(at, "body"), report, internal };
  const body = compileBody(source.body, reading);
  return { id, title: source.title, body, card: compileCard(source, body, names, at, report), internal };
}

/** The card of a document: drawn where `[carte]` stands, and verified by anyone, so that nothing internal is on it. */
function compileCard(
  { card, internal }: DocumentFile,
  body: readonly Node[],
  names: Names,
  at: At,
  report: Report,
): DocumentTemplate["card"] {
  const drawn = has(body, "card");
  if (!card) {
    if (drawn) report.add("document-card", under(at, "body"), "« [carte] » demande ce qu'elle dit, sous « card ».");
    return null;
  }
  const here = under(at, "card");
  if (!drawn) report.add("document-card", here, "Dites où va la carte : écrivez « [carte] » dans le texte.");
  if (internal) report.add("document-card", here, "Une carte est remise à l'usager : le document n'est pas interne.");
  const { shown = [] } = card;
  for (const [index, key] of shown.entries()) checkShown(key, names, under(here, "shown", index), report);
  const lines = card.lines.map((line, index) =>
    compileLine(line, { names, at: under(here, "lines", index), report, internal: false }),
  );
  return { lines, shown };
}

const has = (nodes: readonly Node[], kind: Node["kind"]): boolean =>
  nodes.some(
    (node) => node.kind === kind || (node.kind === "when" && (has(node.holds, kind) || has(node.otherwise, kind))),
  );

function checkShown(key: string, names: Names, at: At, report: Report): void {
  const field = fieldAt(
    [...names.fields.values()].flatMap((each) => ("key" in each ? [each] : [])),
    key,
  );
  if (!field) {
    report.add("document-card", at, `« ${key} » n'est pas un champ${didYouMean(key, names.fields.keys())}`);
  } else if (field.internal || field.fields || field.ref || field.widget.startsWith("attachment")) {
    report.add("document-card", at, `« ${key} » ne peut pas être montré à qui vérifie la carte.`);
  }
}

/**
 * Compiles lines of text: those of a label.
 * @param internal true for what agents alone read
 */
export const compileLabel = (
  lines: readonly string[],
  names: Names,
  at: At,
  report: Report,
  internal = true,
): DocumentLines => lines.map((line, index) => compileLine(line, { names, at: under(at, index), report, internal }));

type DocumentLines = readonly (readonly Piece[])[];

interface Reading {
  readonly names: Names;
  readonly at: At;
  readonly report: Report;
  readonly internal: boolean;
}

function compileBody(body: string, reading: Reading): readonly Node[] {
  const draft = newDraft();
  for (const [index, written] of body.replaceAll("\r\n", "\n").split("\n").entries()) {
    const line = written.trim();
    const here = onLine(reading, index + 1);
    const mark = MARK.exec(line)?.[1]?.trim();
    if (line === "") draft.pause();
    else if (mark !== undefined) compileMark(mark, index + 1, draft, here);
    else {
      checkLine(line, here);
      const alone = aloneOf(line, here);
      if (alone) draft.add(alone);
      else draft.write(compileLine(line, here));
    }
  }
  const { nodes, unclosed } = draft.finish();
  for (const line of unclosed) {
    const message = `Rien ne ferme ce « [si …] » : écrivez « [${END}] » après ce qui en dépend.`;
    onLine(reading, line).report.add("document-condition", reading.at, message);
  }
  return nodes;
}

/** The same reading, whose issues name the line. */
const onLine = (reading: Reading, line: number): Reading => ({
  ...reading,
  report: {
    issues: reading.report.issues,
    add: (code, at, message) => reading.report.add(code, at, `Ligne ${line} : ${message}`),
  },
});

/** What was surely meant as a mark. */
function checkLine(line: string, { at, report }: Reading): void {
  const beside = BESIDE.exec(line)?.[0];
  if (beside !== undefined) report.add("document-mark", at, `« ${beside} » s'écrit seul sur sa ligne.`);
  if (HEADING_STUCK.test(line)) report.add("document-mark", at, "Laissez une espace entre « # » et le titre.");
}

/** What a line is by itself: a heading or an item. Undefined for one of a paragraph. */
function aloneOf(line: string, reading: Reading): Node | undefined {
  const heading = HEADING.exec(line);
  if (heading) {
    const [, marks = "", text = ""] = heading;
    if (marks.length > 2) {
      reading.report.add("document-mark", reading.at, "Un document a deux niveaux de titres : « # » et « ## ».");
    }
    return { kind: "heading", level: marks.length === 1 ? 2 : 3, text: compileLine(text, reading) };
  }
  const item = ITEM.exec(line);
  return item ? { kind: "item", ordered: item[1] !== undefined, text: compileLine(item[2] ?? "", reading) } : undefined;
}

function compileMark(mark: string, line: number, draft: Draft, reading: Reading): void {
  const { at, report } = reading;
  const known = Object.hasOwn(MARKS, mark) ? MARKS[mark] : undefined;
  const condition = /^si\s+(.+)$/.exec(mark)?.[1];
  if (known) draft.add(known);
  else if (condition !== undefined) draft.open(line, compileCondition(condition, reading));
  else if (mark === OTHERWISE || mark === END) {
    if (mark === END ? draft.end() : draft.turn()) return;
    report.add("document-condition", at, `« [${mark}] » ne répond à aucun « [si …] ».`);
  } else report.add("document-mark", at, `« [${mark}] » n'est pas une marque${didYouMean(mark, KNOWN)}`);
}

function compileCondition(source: string, { names, at, report, internal }: Reading): Expression | undefined {
  const checked = checkedExpression(source, names, "bool", at, report);
  const secret = !internal && checked ? internalRead(checked.paths, names) : undefined;
  if (secret) report.add("internal-read", at, `« ${secret.title} » est interne (« x-internal ») : ${KEPT}.`);
  return checked?.expression;
}

const KEPT = "un document remis à l'usager ne peut pas le citer";

/** A line's text: `**…**` is bold, `{{ … }}` is worked out. */
function compileLine(line: string, { names, at, report, internal }: Reading): readonly Piece[] {
  const pieces: Piece[] = [];
  let bold = false;
  const write = (text: string) => {
    for (const [index, part] of text.split("**").entries()) {
      if (index > 0) bold = !bold;
      if (part !== "") pieces.push({ text: part, bold });
    }
  };
  const [first = "", ...rest] = line.split("{{");
  write(first);
  for (const piece of rest) {
    const end = piece.indexOf("}}");
    if (end < 0) {
      const message = `Une expression ouverte par {{ n'est pas fermée par }} sur sa ligne : « ${piece.slice(0, 30)} ».`;
      report.add("template-syntax", at, message);
      return [];
    }
    const quoted = compileQuote(piece.slice(0, end).trim(), names, at, report, internal ? null : KEPT);
    if (quoted) pieces.push({ text: quoted, bold });
    write(piece.slice(end + 2));
  }
  if (bold) report.add("document-mark", at, "Le gras ouvert par ** n'est pas fermé par ** sur sa ligne.");
  return pieces;
}
