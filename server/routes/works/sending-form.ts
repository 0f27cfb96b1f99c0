import { compileLetter, compileMass, type Issue, type Sending } from "../../../engine/index.ts";
import { isLabelFormat, labelsOf } from "../../../renderer/pdf/label-sheets.ts";
import { sendingWords as words } from "../../../renderer/strings-sendings.ts";
import type { SendingForm } from "../../../renderer/works/sending-forms.tsx";
import { isSending } from "../../commands/sending.ts";
import type { ReadForm } from "../../middleware/posted-form.ts";
import type { BulkAction, SendingAction } from "../../store/works.ts";
import type { Reached } from "../back/reach.ts";
import { one } from "../back/send-event.ts";

/** Letters of a text that an agent writes to many. */
const LONGEST = { title: 150, body: 10_000, reason: 200 } as const;

/** What a form says when it opens: what was planned before, or nothing. */
export function openingForm(what: Sending, action: BulkAction | undefined, consent: boolean): SendingForm {
  const form: SendingForm = {
    ...{ format: "3x8", skipped: "0", household: false, title: "", body: "", reason: "" },
    purpose: consent ? "consent" : "service",
  };
  if (action?.type !== what || !isSending(action)) return form;
  if (action.type === "labels") {
    return { ...form, format: action.format, household: action.household, skipped: String(action.skipped) };
  }
  if (action.type === "letters") return { ...form, title: action.title, body: action.body };
  const { subject: title, body, purpose, reason } = action;
  return { ...form, title, body, purpose, reason };
}

/** What was typed. */
export function typedForm(read: Pick<ReadForm, "fields">): SendingForm {
  const text = (name: string) => (one(read, name) ?? "").replaceAll("\r\n", "\n");
  const format = text("format");
  return {
    format: isLabelFormat(format) ? format : "3x8",
    skipped: text("debut").trim(),
    household: text("foyers") === "oui",
    title: text("objet").replace(/\s+/g, " ").trim(),
    body: text("texte").trim(),
    purpose: text("motif") === "service" ? "service" : "consent",
    reason: text("raison").replace(/\s+/g, " ").trim(),
  };
}

export type Checked =
  | { readonly ok: true; readonly action: SendingAction }
  | { readonly ok: false; readonly issues: readonly Pick<Issue, "pointer" | "message">[] };

/** The action that a form asks for, or what to mend in it. */
export function checkedForm(what: Sending, form: SendingForm, { definition }: Reached): Checked {
  if (what === "labels") return checkedLabels(form);
  const { title, body, purpose, reason } = form;
  const issues = [...textIssues(form), ...(what === "mailing" ? purposeIssues(form, definition) : [])];
  if (issues.length > 0) return { ok: false, issues };
  const compiled =
    what === "letters" ? compileLetter(definition, { title, body }) : compileMass(definition, { subject: title, body });
  if (!compiled.ok) return { ok: false, issues: compiled.issues.map(placed) };
  if (what === "letters") return { ok: true, action: { type: "letters", title, body } };
  const said = purpose === "service" ? reason : "";
  return { ok: true, action: { type: "mailing", subject: title, body, purpose, reason: said } };
}

const { errors } = words;

const textIssues = ({ title, body }: SendingForm) => [
  ...(title === "" ? [issue("objet", errors.subject)] : []),
  ...(title.length > LONGEST.title ? [issue("objet", errors.longSubject(LONGEST.title))] : []),
  ...(body === "" ? [issue("texte", errors.body)] : []),
  ...(body.length > LONGEST.body ? [issue("texte", errors.longBody(LONGEST.body))] : []),
];

/** Without consent, only what is owed is written, and the reason is said. */
function purposeIssues({ purpose, reason }: SendingForm, { mailing }: Reached["definition"]) {
  if (purpose === "consent") return mailing?.consent == null ? [issue("motif", errors.purpose)] : [];
  if (reason === "") return [issue("raison", errors.reason)];
  return reason.length > LONGEST.reason ? [issue("raison", errors.longReason)] : [];
}

function checkedLabels({ format, skipped, household }: SendingForm): Checked {
  const most = labelsOf(format) - 1;
  const count = /^\d{1,2}$/.test(skipped) ? Number(skipped) : -1;
  if (count < 0 || count > most) return { ok: false, issues: [issue("debut", words.labels.skippedWrong(most))] };
  return { ok: true, action: { type: "labels", format, skipped: count, household } };
}

const issue = (name: string, message: string) => ({ pointer: `/${name}`, message });

/** An issue of a text, at the field it was typed in. */
const placed = ({ pointer, message }: Issue) =>
  issue(pointer.startsWith("/subject") || pointer.startsWith("/title") ? "objet" : "texte", message);
