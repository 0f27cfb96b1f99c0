import { type Answers, editsEntry, type Form, partFormId, type StateEvent } from "../../../engine/index.ts";
import { canonical } from "../../canonical.ts";
import { sendEvent } from "../../commands/send-event.ts";
import { actorsOf } from "../../identity/actor-for.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { concernsAnswers, notFound } from "../../problem.ts";
import { entryHistory } from "../../store/events.ts";
import { type PageContext, refuse } from "./agent-scope.ts";
import { editContext } from "./edit-page.ts";
import { readBack } from "./entry.ts";
import { type EntryScope, entryIn, entryScope } from "./entry-scope.ts";
import { type EntryShow, eventPlace, scopeContext } from "./entry-show.ts";
import { isPartial, partialFields } from "./partial-fields.ts";
import { heavyFor } from "./posted-answers.ts";
import { showEntry } from "./show-entry.ts";
import { type TypedForm, typedForm } from "./typed-form.ts";

/** POST /{member}/agent/{domain}/{name}/{id}/evenements/{type}: an agent acts; what she typed is never lost. */
export async function sendEventRoute(c: PageContext): Promise<Response> {
  const scope = await entryScope(c);
  if (scope instanceof Response) return scope;
  const type = c.req.param("type") ?? "";
  const form = formOf(scope, type);
  const upload = { member: scope.member.id, owner: scope.actor.id, tooHeavy: heavyFor(form) };
  const read = await readForm(c, { upload });
  const typed = form && withRest(scope, form, typedForm(form, read));
  if (isPartial(c)) return draw(c, scope, type, form, typed);
  const shown = shownAgain(read, type, typed);
  if (typed?.showAgain ?? read.resumed) return showEntry(c, scope, shown);
  if (typed && typed.issues.length > 0) return showEntry(c, scope, { ...shown, status: 422 });
  return act(c, scope, { type, revision: readRevision(read), typed, shown });
}

/** The page as it must come back, should the action not go through. */
function shownAgain(read: ReadForm, type: string, typed: TypedForm | null): EntryShow {
  const next = one(read, "suivante");
  return {
    status: 200,
    back: readBack(one(read, "liste")),
    ...(next !== undefined && { next: next || null }),
    open: { type, ...(typed && { typed }) },
  };
}

async function draw(
  c: PageContext,
  scope: EntryScope,
  type: string,
  form: Form | null,
  typed: TypedForm | null,
): Promise<Response> {
  if (!form || !typed) return c.body(null, 204);
  const edits = editsEntry(form.id);
  const context = edits ? await editContext(scope, typed.answers) : scopeContext(scope);
  const drawn = { form, typed, context, ...eventPlace(scope, type) };
  return c.html(await partialFields(c, scope, drawn));
}

interface Act {
  readonly type: string;
  readonly revision: number;
  readonly typed: TypedForm | null;
  readonly shown: EntryShow;
}

async function act(c: PageContext, scope: EntryScope, { type, revision, typed, shown }: Act): Promise<Response> {
  const { ctx, session, member, entry, actor, base } = scope;
  const actorIn = actorsOf(ctx, session);
  const request = { member: member.id, id: entry.id, definitionId: entry.definition, actor, actorIn, type, revision };
  const answers: { answers?: Answers } = typed ? { answers: ownAnswers(scope, type, typed) } : {};
  const outcome = await sendEvent(ctx, { ...request, ...answers });
  if (outcome.ok) return c.redirect(afterwards(base, type, shown), 303);
  const { problem } = outcome;
  const current = await entryIn(c, scope);
  if (!current) return refuse(c, notFound());
  if (concernsAnswers(problem) && typed) {
    const open = { type, typed: { ...typed, issues: problem.issues } };
    return showEntry(c, current, { ...shown, status: problem.status === 429 ? 429 : 422, open });
  }
  if (problem.code === "stale" && (await sentTwice(current, { type, revision, typed, shown }))) {
    return c.redirect(afterwards(base, type, shown), 303);
  }
  if (problem.code === "stale") return showEntry(c, current, { ...shown, status: 409, staleSince: revision });
  const status = problem.status === 403 || problem.status === 422 ? problem.status : 409;
  return showEntry(c, current, { ...shown, status, refused: problem.detail });
}

/** An edit of a part is filled among the other answers, which its conditions may not read but its page keeps. */
function withRest({ definition, entry }: EntryScope, form: Form, typed: TypedForm): TypedForm {
  if (form === definition.form || !editsEntry(form.id)) return typed;
  const keys = form.order.map(({ key }) => key);
  const rest = Object.entries(entry.answers).filter(([key]) => !keys.includes(key));
  return { ...typed, answers: { ...Object.fromEntries(rest), ...typed.answers } };
}

/** What an event sends: of an edit of a part, its own answers. */
function ownAnswers({ definition }: EntryScope, type: string, { answers }: TypedForm): Answers {
  const form = definition.forms.get(partFormId(type));
  if (!form) return answers;
  return Object.fromEntries(Object.entries(answers).filter(([key]) => form.order.some((field) => field.key === key)));
}

/** Whether what happened since is this very action: the same button pressed twice. */
async function sentTwice({ ctx, member, entry, actor }: EntryScope, { type, revision, typed }: Act): Promise<boolean> {
  const since = (await entryHistory(ctx, member.id, entry.id)).filter((event) => event.seq > revision);
  const [event] = since;
  if (since.length !== 1 || !event || event.type !== type || event.actor.id !== actor.id) return false;
  return canonical(event.data.answers ?? {}) === canonical(typed?.answers ?? {});
}

/** The form an event asks for, in whatever state offers it: the state may have changed since the page was opened. */
function formOf({ definition, entry }: EntryScope, type: string): Form | null {
  const states = [...definition.workflow.states.values()];
  const here = definition.workflow.states.get(entry.state)?.events.find((event) => event.type === type);
  const event: StateEvent | undefined =
    here ?? states.flatMap((state) => state.events).find((candidate) => candidate.type === type);
  if (event?.form === undefined) return null;
  return event.form === "entry" ? definition.form : (definition.forms.get(event.form) ?? null);
}

function afterwards(base: string, type: string, shown: EntryShow): string {
  const query = new URLSearchParams({ fait: type });
  if (shown.next !== undefined) query.set("suivante", shown.next ?? "");
  if (shown.back !== "") query.set("liste", shown.back);
  return `${base}?${query}#fait`;
}

/** The last value of a field of ours. */
export const one = (read: Pick<ReadForm, "fields">, name: string): string | undefined => read.fields.get(name)?.at(-1);

/** The revision the page was made for; 0, which no entry has, when the form does not say: someone must look again. */
export function readRevision(read: Pick<ReadForm, "fields">): number {
  const text = one(read, "revision") ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
