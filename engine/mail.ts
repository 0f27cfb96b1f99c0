import type { Template } from "./definition.ts";
import { display } from "./display.ts";
import type { MailEffect } from "./effect.ts";
import { fieldAt } from "./field-at.ts";
import type { Expression, Form, Scope } from "./form.ts";
import { formatDate, formatInstant, formatNumber } from "./format.ts";
import { FORMATS } from "./formats.ts";
import { frenchText } from "./french-text.ts";
import { toJson } from "./json.ts";

/** Forms whose fields a template may name: the entry's, and that of the event under way. */
export interface QuotedForms {
  readonly entry: Form;
  readonly event: Form | undefined;
}

/** One address a mail can go to; an absent or odd one means no mail. */
export const isMailAddress = (value: unknown): value is string =>
  typeof value === "string" && FORMATS["email"]?.(value) === true;

/** The mail, its words in place. Only the template's author may ask for the tracking link, never a quoted answer. */
export function mailOf(to: string, template: Template, scope: Scope, forms: QuotedForms): MailEffect {
  const subject = words(template.subject, scope, forms).replace(/\s+/g, " ").trim();
  return { type: "mail", to, template: template.id, subject, body: words(template.body, scope, forms) };
}

function words(pieces: readonly (string | Expression)[], scope: Scope, forms: QuotedForms): string {
  return pieces
    .map((piece) => (typeof piece === "string" ? piece : quoted(piece, scope, forms).replaceAll("{{", "{ {")))
    .join("");
}

/** A field alone is shown as on the screen, its choices by their labels; another expression by its value. */
function quoted(piece: Expression, scope: Scope, forms: QuotedForms): string {
  const value = piece.evaluate(scope);
  const path = piece.source.trim();
  const field = path.startsWith("event.")
    ? fieldAt(forms.event?.order ?? [], path.slice("event.".length))
    : fieldAt(forms.entry.order, path);
  if (field !== undefined) {
    return display(field, toJson(value));
  }
  if (typeof value === "number") {
    return formatNumber(value);
  }
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}/.test(value) ? dayOrInstant(value) : frenchText(value);
}

const dayOrInstant = (text: string): string => (text.includes("T") ? formatInstant(text) : formatDate(text));
