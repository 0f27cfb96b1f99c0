import { type Answers, actsByMandate, available, editsEntry, type Form } from "../../../engine/index.ts";
import { renderEventFields } from "../../../renderer/front/tracking-page.tsx";
import { sendEvent } from "../../commands/send-event.ts";
import { slotOrigin } from "../../identity/address.ts";
import { askToSignIn, noticeResponse } from "../../middleware/answers.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { concernsAnswers } from "../../problem.ts";
import { heavyFor } from "../back/posted-answers.ts";
import { type CitizenScope, citizenScope, entryGone } from "./entry-scope.ts";
import { eventView, formOf, showTracking, type TypedEvent } from "./entry-show.ts";
import type { PageContext } from "./front-scope.ts";
import { postedStep } from "./posted-step.ts";
import { actorsFor } from "./shown.ts";

/** POST /{member}/demandes/{entry}/evenements/{type}: the holder acts on her demande. What she typed is never lost. */
export async function citizenEventRoute(c: PageContext): Promise<Response> {
  const scope = await citizenScope(c);
  if (!scope) return c.var.session === null ? askToSignIn(c, "citizen") : entryGone(c);
  const type = c.req.param("type") ?? "";
  const { ctx, member, definition, entry, actor } = scope;
  const tooHeavy = heavyFor(askedForm(scope, type));
  const form = await readForm(c, { upload: { member: member.id, owner: actor.id, tooHeavy } });
  const posted = typedEvent(scope, type, form);
  const { typed } = posted;
  if (c.req.header("X-Partial") !== undefined) return redraw(c, scope, typed);
  if (posted.showAgain) return showTracking(c, scope, { status: 200, typed });
  if (typed.issues.length > 0) return showTracking(c, scope, { status: 422, typed });
  const sent = await sendEvent(ctx, {
    member: member.id,
    definitionId: definition.id,
    id: entry.id,
    actor,
    ...(actsByMandate(actor) && { actorIn: actorsFor(ctx, c.var.session, scope) }),
    type,
    revision: posted.revision,
    origin: slotOrigin(c, actor),
    ...(posted.hasForm && { answers: typed.answers }),
  });
  if (sent.ok) return c.redirect(`${scope.href}?fait=${encodeURIComponent(type)}`, 303);
  const { problem } = sent;
  const now = (await citizenScope(c)) ?? scope;
  if (concernsAnswers(problem)) {
    return showTracking(c, now, {
      status: problem.status === 429 ? 429 : 422,
      typed: { ...typed, issues: problem.issues },
    });
  }
  if (problem.code === "stale") return showTracking(c, now, { status: 409, typed: { ...typed, stale: true } });
  return noticeResponse(c, problem);
}

/** The fields of the form alone, drawn again for what was just answered. Nothing is done. */
async function redraw(c: PageContext, scope: CitizenScope, typed: TypedEvent): Promise<Response> {
  const { definition, entry, actor, context } = scope;
  const event = available(definition, entry, actor, context.now).find(({ type }) => type === typed.type);
  return event === undefined ? c.body(null, 409) : c.html(renderEventFields(await eventView(c, scope, event, typed)));
}

/** Of an edit of some answers, these alone. */
const onlyOf = (fields: readonly string[] | undefined, answers: Answers): Answers =>
  fields === undefined ? answers : Object.fromEntries(Object.entries(answers).filter(([key]) => fields.includes(key)));

export interface PostedEvent {
  readonly typed: TypedEvent;
  readonly showAgain: boolean;
  readonly hasForm: boolean;
  /** 0, which no entry has, when the form does not say. */
  readonly revision: number;
}

/** The event as she may send it now; undefined when she may not. */
export const eventOf = ({ definition, entry, actor, context }: CitizenScope, type: string) =>
  available(definition, entry, actor, context.now).find((each) => each.type === type);

export function askedForm(scope: CitizenScope, type: string): Form | null {
  const event = eventOf(scope, type);
  return event === undefined ? null : formOf(scope, event);
}

export function typedEvent(scope: CitizenScope, type: string, read: ReadForm): PostedEvent {
  const { entry, context } = scope;
  const event = eventOf(scope, type);
  const form = askedForm(scope, type);
  const revision = Number(/^\d{1,9}$/.exec(read.fields.get("_revision")?.at(-1) ?? "")?.[0] ?? 0);
  if (form === null) {
    return {
      typed: { type, answers: {}, issues: [], stale: false },
      showAgain: read.resumed,
      hasForm: false,
      revision,
    };
  }
  const before: Answers = editsEntry(event?.form) ? entry.answers : {};
  const posted = postedStep(form, form.order, read, context, type);
  return {
    typed: { type, answers: onlyOf(event?.fields, posted.apply(before)), issues: posted.refused, stale: false },
    showAgain: posted.action !== null || read.resumed,
    hasForm: true,
    revision,
  };
}
