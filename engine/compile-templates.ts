import { TIMESTAMP } from "./cel.ts";
import { pathField } from "./cel-ast.ts";
import type { Names } from "./cel-names.ts";
import { type CheckedExpression, checkedExpression } from "./compile-expression.ts";
import { internalRead } from "./compile-internal.ts";
import type { Template } from "./definition.ts";
import { display } from "./display.ts";
import { parisDay } from "./duration.ts";
import type { Json } from "./entry.ts";
import type { Expression, Scope } from "./form.ts";
import { frenchDate, frenchText } from "./french-text.ts";
import type { TemplateFile } from "./meta.generated.ts";
import { referenceMark, withoutMarks } from "./named-reference.ts";
import { type At, type Report, under } from "./report.ts";
import { displaySeat } from "./seat-value.ts";
import { displaySlot } from "./slot-value.ts";
import { MOST_SEGMENTS, plainSms, smsSegments } from "./sms.ts";

/** Replaced by the server when the mail leaves: it depends on whom the mail is for. */
const LINK = "lien";

/** "text(document)": the text of a field alone is better known from the field. */
const WRAPPED = /^text\(([\w.]+)\)$/;

/** Compiles the subject and the body of a mail; `{{ … }}` holds an expression, shown in French. */
export function compileTemplate(id: string, source: TemplateFile, names: Names, at: At, report: Report): Template {
  return {
    id,
    subject: compileText(source.subject, names, under(at, "subject"), report),
    body: compileText(source.body, names, under(at, "body"), report),
    ...(source.sms !== undefined && { sms: compileSms(source.sms, names, under(at, "sms"), report) }),
    reminder: source.reminder ?? false,
    ...(source.calendar !== undefined && calendarOf(source.calendar, names, at, report)),
  };
}

/** The appointment that goes with a mail: a slot field of the entry. */
function calendarOf(key: string, names: Names, at: At, report: Report): Pick<Template, "calendar"> {
  if (wholeNamed("slot", key, names) !== null && !key.includes(".")) return { calendar: key };
  report.add("template-calendar", under(at, "calendar"), `« ${key} » n'est pas un créneau de la demande.`);
  return {};
}

/** Letters a tracking link and a reference take, at the least. */
const LINK_LENGTH = 60;
const REFERENCE = "X7K4-QP9M";

/** A text message whose own words alone, without what it quotes, already take too many parts is refused. */
function compileSms(source: string, names: Names, at: At, report: Report): readonly (string | Expression)[] {
  const pieces = compileText(source, names, at, report);
  const sure = pieces.map((piece) => {
    if (typeof piece !== "string") return piece.source === "entry.reference" ? REFERENCE : "";
    return piece.replaceAll(`{{${LINK}}}`, "x".repeat(LINK_LENGTH));
  });
  const { segments } = smsSegments(plainSms(sure.join("")));
  if (segments > MOST_SEGMENTS) {
    const message = `Ce SMS prend ${segments} parties, sans compter ce qu'il cite : ${MOST_SEGMENTS} au plus.`;
    report.add("sms-length", at, message);
  }
  return pieces;
}

function compileText(text: string, names: Names, at: At, report: Report): readonly (string | Expression)[] {
  const [first = "", ...rest] = text.split("{{");
  const parts: (string | Expression)[] = [first];
  for (const piece of rest) {
    const end = piece.indexOf("}}");
    if (end < 0) {
      report.add(
        "template-syntax",
        at,
        `Une expression ouverte par {{ n'est pas fermée par }} : « ${piece.slice(0, 30)} ».`,
      );
      return [];
    }
    parts.push(...compilePart(piece.slice(0, end).trim(), names, at, report), piece.slice(end + 2));
  }
  return parts.filter((part) => part !== "");
}

function compilePart(source: string, names: Names, at: At, report: Report): readonly (string | Expression)[] {
  if (source === LINK) return [`{{${LINK}}}`];
  const quoted = compileQuote(source, names, at, report, "un courriel ne peut pas le citer");
  return quoted ? [quoted] : [];
}

/**
 * Compiles what stands between `{{` and `}}`: an expression giving French text, "" for an absent answer.
 * @param kept why what is internal cannot be quoted here; null where it can
 */
export function compileQuote(
  source: string,
  names: Names,
  at: At,
  report: Report,
  kept: string | null,
): Expression | undefined {
  const bare = source.replace(WRAPPED, "$1");
  const seat = wholeNamed("seat", bare, names);
  if (seat !== null) return shownSeat(seat, names, at, report);
  const slot = wholeNamed("slot", bare, names);
  const checked = checkedExpression(slot === null ? bare : `${slot}.lieu`, names, "any", at, report);
  const internal = kept !== null && checked && internalRead(checked.paths, names);
  if (internal) report.add("internal-read", at, `« ${internal.title} » est interne (« x-internal ») : ${kept}.`);
  return checked && (slot === null ? shown(checked, names) : shownSlot(slot, checked.expression, names, at, report));
}

/** A slot or a seat quoted whole, "rendezVous" or "event.nouveau": it is one answer, made of several parts. */
function wholeNamed(widget: "slot" | "seat", source: string, names: Names): string | null {
  const [root = "", key] = source.split(".");
  const named = names.fields.get(root) ?? [];
  const field = "key" in named ? (key === undefined ? named : undefined) : named.find((each) => each.key === key);
  return field?.widget === widget && source.split(".").length <= 2 ? source : null;
}

function shownSeat(seat: string, names: Names, at: At, report: Report): Expression | undefined {
  const part = (key: string) => checkedExpression(`${seat}.${key}`, names, "any", at, report)?.expression;
  const parts = [
    ["intitule", part("intitule")] as const,
    ["dates", part("dates")] as const,
    ["lieu", part("lieu")] as const,
  ];
  return {
    source: seat,
    reads: parts.flatMap(([, expression]) => expression?.reads ?? []),
    evaluate: (scope) =>
      displaySeat(Object.fromEntries(parts.map(([key, read]) => [key, String(read?.evaluate(scope) ?? "")]))),
  };
}

function shownSlot(slot: string, place: Expression, names: Names, at: At, report: Report): Expression | undefined {
  const part = (key: string) => checkedExpression(`${slot}.${key}`, names, "any", at, report)?.expression;
  const [id, start] = [part("reservation"), part("debut")];
  if (!id || !start) return undefined;
  return {
    source: slot,
    reads: place.reads,
    evaluate: (scope) =>
      displaySlot({
        reservation: String(id.evaluate(scope) ?? ""),
        debut: String(start.evaluate(scope) ?? ""),
        lieu: String(place.evaluate(scope) ?? ""),
      }),
  };
}

/** The same expression giving French text, "" for an absent answer; a field alone is shown as on a page. */
function shown({ expression, type, ast }: CheckedExpression, names: Names): Expression {
  const field = pathField(ast, names);
  const toText =
    field?.ref !== undefined
      ? (value: unknown) => referenceMark(String(value))
      : (value: unknown) => withoutMarks(field ? display(field, value as Json) : textOf(type)(value));
  return {
    source: expression.source,
    reads: expression.reads,
    evaluate(scope: Scope): string {
      const value = expression.evaluate(scope);
      return value === undefined || value === null ? "" : toText(value);
    },
  };
}

function textOf(type: string): (value: unknown) => string {
  if (type !== TIMESTAMP) return frenchText;
  return (value) => {
    const text = String(value);
    return frenchDate(new Date(text.length > 10 ? parisDay(text) : text));
  };
}
