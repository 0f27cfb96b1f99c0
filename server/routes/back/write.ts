import { type Answers, type Form, type Issue, sideOf } from "../../../engine/index.ts";
import { CANNED, INSERT, NOTE_ROOT, SHARED_NOTE } from "../../../renderer/back/correspondence.tsx";
import { MESSAGE_ROOT, renderMessageFields } from "../../../renderer/front/messages-page.tsx";
import { findCannedAnswer } from "../../commands/canned-answer.ts";
import { settleTask, writeMessage, writeNote } from "../../commands/write-message.ts";
import { MESSAGE_FORMS, NOTE_FORM } from "../../message-form.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { notFound, type Problem } from "../../problem.ts";
import { TASK_KINDS } from "../../store/entry-tasks.ts";
import { postedStep } from "../front/posted-step.ts";
import { type PageContext, refuse } from "./agent-scope.ts";
import { messageForm, type Writing } from "./correspondence.ts";
import { type EntryScope, entryIn, entryScope } from "./entry-scope.ts";
import { scopeContext } from "./entry-show.ts";
import { isPartial } from "./partial-fields.ts";
import { one } from "./send-event.ts";
import { showEntry } from "./show-entry.ts";
import { WRITTEN } from "./written.ts";

/** POST /{member}/agent/{domain}/{name}/{id}/messages: an agent writes to the citizen. */
export const sendMessageRoute = (c: PageContext): Promise<Response> => write(c, "message");

/** POST …/{id}/notes: an agent leaves a note for her colleagues. */
export const addNoteRoute = (c: PageContext): Promise<Response> => write(c, "note");

/** POST …/{id}/taches/{kind}: there is nothing more to do. */
export async function settleTaskRoute(c: PageContext): Promise<Response> {
  const scope = await entryScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const kind = TASK_KINDS.find((each) => each === c.req.param("kind"));
  if (!kind) return refuse(c, notFound());
  if (form.resumed) return showEntry(c, scope, { status: 200, back: "" });
  const settled = await settleTask(scope.ctx, { ...requestOf(scope), kind });
  if (settled.ok) return c.redirect(`${scope.base}?fait=${WRITTEN.task}#fait`, 303);
  return settled.problem.code === "not-found" ? refuse(c, settled.problem) : again(c, scope, settled.problem);
}

const requestOf = ({ member, entry, actor }: EntryScope) => ({
  member: member.id,
  definitionId: entry.definition,
  id: entry.id,
  actor,
});

const FORMS = {
  message: { form: MESSAGE_FORMS.service, root: MESSAGE_ROOT, send: writeMessage },
  note: { form: NOTE_FORM, root: NOTE_ROOT, send: writeNote },
} as const;

/** What was typed is never lost: the page comes back with it. */
async function write(c: PageContext, what: Writing["what"]): Promise<Response> {
  const scope = await entryScope(c);
  if (scope instanceof Response) return scope;
  const { form, root, send } = FORMS[what];
  const read = await readForm(c, { upload: { member: scope.member.id, owner: scope.actor.id } });
  const { answers: given, refused, showAgain } = typed(scope, form, root, read);
  const inserts = what === "message" && one(read, "_action") === INSERT;
  const answers = inserts ? await inserted(scope, given, one(read, CANNED) ?? "") : given;
  if (isPartial(c)) return draw(c, scope, { what, answers, issues: refused });
  if (showAgain || inserts) {
    return showEntry(c, scope, { status: 200, back: "", writing: { what, answers, issues: [] } });
  }
  if (refused.length > 0)
    return showEntry(c, scope, { status: 422, back: "", writing: { what, answers, issues: refused } });
  const shared = one(read, SHARED_NOTE) === "oui";
  const written = await send(scope.ctx, { ...requestOf(scope), answers, shared });
  if (written.ok) return c.redirect(`${scope.base}?fait=${WRITTEN[what]}#fait`, 303);
  if (written.problem.code === "not-found") return refuse(c, written.problem);
  return again(c, scope, written.problem, { what, answers, issues: written.problem.issues });
}

/** The message with a ready answer after what it says: one offered for this definition, or the message as it is. */
async function inserted({ ctx, member, definition }: EntryScope, answers: Answers, id: string): Promise<Answers> {
  const found = await findCannedAnswer(ctx, member.id, id);
  const offered = found && (found.definition ?? definition.id) === definition.id;
  if (!offered || (found.unit !== null && found.unit !== definition.unit)) return answers;
  const before = typeof answers["texte"] === "string" ? answers["texte"].trimEnd() : "";
  return { ...answers, texte: before === "" ? found.body : `${before}\n\n${found.body}` };
}

/** The fields drawn again, for the script that sends files as they are chosen. Nothing is written. */
async function draw(c: PageContext, scope: EntryScope, writing: Writing): Promise<Response> {
  if (writing.what !== "message" || sideOf(scope.definition, scope.entry, scope.actor) !== "service") {
    return c.body(null, 409);
  }
  return c.html(renderMessageFields(await messageForm(scope, writing)));
}

function typed(scope: EntryScope, form: Form, root: string, read: ReadForm) {
  const posted = postedStep(form, form.order, read, scopeContext(scope), root);
  const answers: Answers = posted.apply({});
  const refused: readonly Issue[] = posted.refused;
  return { answers, refused, showAgain: posted.action !== null || read.resumed };
}

/** The entry as it is now, with the refusal and what was typed. */
async function again(c: PageContext, scope: EntryScope, problem: Problem, writing?: Writing): Promise<Response> {
  const current = await entryIn(c, scope);
  if (!current) return refuse(c, notFound());
  const status = problem.status === 403 || problem.status === 422 ? problem.status : 409;
  return showEntry(c, current, {
    status,
    back: "",
    ...(problem.issues.length === 0 && { refused: problem.detail }),
    ...(writing && { writing }),
  });
}
