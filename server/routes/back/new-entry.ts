import { randomUUID } from "node:crypto";
import { type CompiledDefinition, fillsForCitizen, isFiledByCitizens, numberedForm } from "../../../engine/index.ts";
import { formPage } from "../../../renderer/back/form-page.tsx";
import { words } from "../../../renderer/strings-back.ts";
import { mayOpen } from "../../commands/may-open.ts";
import { openEntry } from "../../commands/open-entry.ts";
import { type actorFor, actorsOf } from "../../identity/actor-for.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { concernsAnswers, notFound, problem } from "../../problem.ts";
import { withSectors } from "../../sectors.ts";
import { contextOf, pricingContext } from "../front/front-scope.ts";
import { type AgentScope, agentScope, backFrame, definitionId, type PageContext, refuse } from "./agent-scope.ts";
import { type Arrival, afterwards, arrivalIssues, counterOf, readChannel } from "./counter.ts";
import { filledForm, type Typed } from "./filled.ts";
import { NO_ENTRY } from "./labels.ts";
import { isPartial, partialFields } from "./partial-fields.ts";
import { heavyFor } from "./posted-answers.ts";
import { reach } from "./reach.ts";
import { one } from "./send-event.ts";
import { typedForm } from "./typed-form.ts";

/** GET /{member}/agent/{domain}/{name}/nouveau: the whole form of a definition, empty. */
export async function newEntryRoute(c: PageContext): Promise<Response> {
  const opening = await openingScope(c);
  if (opening instanceof Response) return opening;
  const arrival = { channel: readChannel(c.req.query("canal")), receivedOn: "" };
  return showForm(c, opening, { answers: {}, ...arrival }, randomUUID(), 200);
}

/** POST of the same: opens the entry. Sent twice, it makes one. */
export async function createEntryRoute(c: PageContext): Promise<Response> {
  const opening = await openingScope(c);
  if (opening instanceof Response) return opening;
  const { scope, definition, actor } = opening;
  const upload = { member: scope.member.id, owner: actor.id, tooHeavy: heavyFor(definition.form) };
  const form = await readForm(c, { upload });
  const key = readKey(one(form, "cle"));
  const arrival: Arrival = {
    channel: readChannel(one(form, "canal")),
    receivedOn: (one(form, "recu") ?? "").slice(0, 40),
  };
  const written = typedForm(definition.form, form);
  const typed = { ...written, ...arrival, issues: [...arrivalIssues(arrival, scope.now), ...written.issues] };
  if (isPartial(c)) {
    const context = await openingContext(opening, typed);
    return c.html(await partialFields(c, scope, { form: definition.form, typed, context, ...placeOf(opening) }));
  }
  if (typed.showAgain) return showForm(c, opening, typed, key, 200);
  if (typed.issues.length > 0) return showForm(c, opening, typed, key, 422);
  const outcome = await save(opening, typed, key);
  if (outcome.ok) return c.redirect(await afterwards(scope.ctx, definition, outcome.value), 303);
  const refusal = outcome.problem;
  if (concernsAnswers(refusal)) {
    return showForm(c, opening, { ...typed, issues: refusal.issues }, key, refusal.status === 429 ? 429 : 422);
  }
  if (refusal.code !== "idempotency-conflict") return refuse(c, refusal);
  const twice = { code: "twice", pointer: "", message: words.form.twice };
  return showForm(c, opening, { ...typed, issues: [twice] }, randomUUID(), 409);
}

/** Opens the entry: for a citizen when citizens fill this form, as her own fiche otherwise. */
function save({ scope, definition, actor }: Opening, { answers, ...arrival }: Filled, key: string) {
  const { ctx, session, member } = scope;
  return openEntry(ctx, {
    member: member.id,
    definition,
    actor,
    actorIn: actorsOf(ctx, session),
    answers,
    idempotencyKey: key,
    ...(isFiledByCitizens(definition) && { counter: counterOf(ctx, member.id, definition, arrival) }),
  });
}

/** What was typed in the form of a new entry. */
interface Filled extends Typed, Arrival {}

interface Opening {
  readonly scope: AgentScope;
  readonly definition: CompiledDefinition;
  readonly actor: ReturnType<typeof actorFor>;
}

async function openingScope(c: PageContext): Promise<Opening | Response> {
  const id = definitionId(c);
  const scope = await agentScope(c, id);
  if (scope instanceof Response) return scope;
  const place = reach(scope.ctx, scope.session, scope.member.id, id).find(({ member }) => member === scope.member);
  if (!place) return refuse(c, notFound());
  const { definition, actor } = place;
  if (!mayOpen(scope.ctx, scope.member.id, definition, actor))
    return refuse(c, problem("not-allowed", words.form.notAllowed(definition.kind)));
  return { scope, definition, actor };
}

async function showForm(
  c: PageContext,
  opening: Opening,
  typed: Filled,
  key: string,
  status: 200 | 409 | 422 | 429,
): Promise<Response> {
  const { scope, definition } = opening;
  const { home, member } = scope;
  const base = `/${home.id}/agent/${definition.id}`;
  const html = formPage({
    frame: await backFrame(c, scope, definition.id),
    title: isFiledByCitizens(definition) ? words.counter.title : words.form.create(definition.kind),
    subtitle: member === home ? definition.title : `${definition.title} – ${member.name}`,
    filled: await filledForm(
      scope,
      typed.channel === "papier" ? numberedForm(definition.form) : definition.form,
      typed,
      await openingContext(opening, typed),
      placeOf(opening),
    ),
    stale: null,
    action: placeOf(opening).action,
    hidden: [["cle", key]],
    submit: words.form.save(definition.kind),
    cancel: base,
    cancelLabel: words.entry.back(definition.title),
    ...(isFiledByCitizens(definition) && { arrival: { channel: typed.channel, receivedOn: typed.receivedOn } }),
  });
  return c.html(html, status);
}

const placeOf = ({ scope, definition }: Opening) => ({
  action: `/${scope.member.id}/agent/${definition.id}/nouveau`,
  slots: { definition, entry: null },
  ...NO_ENTRY,
});

const openingContext = ({ scope, definition, actor }: Opening, { answers }: Typed) =>
  withSectors(scope.ctx, scope.member.id, definition.form, answers, {
    ...pricingContext({ ...contextOf(scope.ctx, scope.member, definition, actor), now: scope.now }),
    forCitizen: fillsForCitizen(definition, actor),
  });

/** The key that makes a form sent twice one entry; a new one when the form has none. */
function readKey(text: string | undefined): string {
  return text !== undefined && /^[0-9a-f-]{36}$/.test(text) ? text : randomUUID();
}
