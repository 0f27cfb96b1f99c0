import type { Template } from "./definition.ts";
import type { MailEffect, SmsEffect } from "./effect.ts";
import type { Expression, Scope } from "./form.ts";
import { FORMATS } from "./formats.ts";
import { frenchText } from "./french-text.ts";

/** One address a mail can go to; an absent or odd one means no mail. */
export const isMailAddress = (value: unknown): value is string =>
  typeof value === "string" && FORMATS["email"]?.(value) === true;

/** The mail, its words in place. Only the template's author may ask for the tracking link, never a quoted answer. */
export function mailOf(to: string, template: Template, scope: Scope): MailEffect {
  return {
    type: "mail",
    to,
    template: template.id,
    subject: subjectOf(template, scope),
    body: words(template.body, scope),
    ...(template.sms && { sms: words(template.sms, scope) }),
    ...(template.reminder && { reminder: true }),
    ...(template.calendar !== undefined && { calendar: template.calendar }),
  };
}

/** The text message, likewise; undefined without a number or without words. */
export function smsOf(to: unknown, template: Template, scope: Scope): SmsEffect | undefined {
  if (typeof to !== "string" || to === "" || !template.sms) return undefined;
  const sms = words(template.sms, scope);
  return { type: "sms", to, template: template.id, subject: subjectOf(template, scope), sms };
}

const subjectOf = (template: Template, scope: Scope): string =>
  words(template.subject, scope).replace(/\s+/g, " ").trim();

const words = (pieces: readonly (string | Expression)[], scope: Scope): string =>
  pieces
    .map((piece) => (typeof piece === "string" ? piece : frenchText(piece.evaluate(scope)).replaceAll("{{", "{ {")))
    .join("");
