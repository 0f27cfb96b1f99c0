import { type Answers, actsByMandate, changes, parisDay } from "../../../engine/index.ts";
import { renderEventFields } from "../../../renderer/front/tracking-page.tsx";
import { renderFicheEvent } from "../../../renderer/space/fiche-event-page.tsx";
import { sendEvent } from "../../commands/send-event.ts";
import { slotOrigin } from "../../identity/address.ts";
import { askToSignIn, noticeResponse } from "../../middleware/answers.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { concernsAnswers } from "../../problem.ts";
import { heavyFor } from "../back/posted-answers.ts";
import { askedForm, eventOf, type PostedEvent, typedEvent } from "../front/citizen-event.ts";
import { type FicheScope, ficheScope } from "../front/entry-scope.ts";
import { eventView, type TypedEvent } from "../front/entry-show.ts";
import type { PageContext } from "../front/front-scope.ts";
import { actorsFor } from "../front/shown.ts";
import { ficheGone } from "./fiche.ts";

/** Name of the button that says that nothing has changed. */
const UNCHANGED = "_inchange";

/** GET /{member}/fiches/{entry}/evenements/{type}: what she may say of her fiche, filled with what it holds. */
export async function ficheEventRoute(c: PageContext): Promise<Response> {
  const scope = await ficheScope(c);
  if (!scope) return ficheGone(c);
  return showEvent(c, scope, c.req.param("type") ?? "", { status: 200 });
}

interface Show {
  readonly status: 200 | 409 | 422 | 429;
  readonly typed?: TypedEvent;
  /** She said that nothing had changed, and something has. */
  readonly differs?: boolean;
}

async function showEvent(c: PageContext, scope: FicheScope, type: string, show: Show): Promise<Response> {
  const event = eventOf(scope, type);
  if (!event) return c.redirect(scope.href, 303);
  const confirms = scope.definition.confirmation?.event === type;
  const html = renderFicheEvent(c.var.site(scope.member.id), {
    title: scope.holderView.title,
    href: scope.href,
    revision: scope.entry.revision,
    event: await eventView(c, scope, event, show.typed),
    confirms,
    differs: show.differs ?? false,
    unchanged: UNCHANGED,
  });
  return c.html(html, show.status);
}

/** POST: she acts on her fiche. What she typed is never lost. */
export async function postFicheEventRoute(c: PageContext): Promise<Response> {
  const scope = await ficheScope(c);
  if (!scope) return c.var.session === null ? askToSignIn(c, "citizen") : ficheGone(c);
  const type = c.req.param("type") ?? "";
  const { member, actor } = scope;
  const form = await readForm(c, {
    upload: { member: member.id, owner: actor.id, tooHeavy: heavyFor(askedForm(scope, type)) },
  });
  const posted = typedEvent(scope, type, form);
  const { typed } = posted;
  if (c.req.header("X-Partial") !== undefined) return redraw(c, scope, typed);
  if (posted.showAgain) return showEvent(c, scope, type, { status: 200, typed });
  if (typed.issues.length > 0) return showEvent(c, scope, type, { status: 422, typed });
  if (form.fields.has(UNCHANGED) && differs(scope, type, typed.answers)) {
    return showEvent(c, scope, type, { status: 422, typed, differs: true });
  }
  return act(c, scope, posted);
}

async function act(c: PageContext, scope: FicheScope, posted: PostedEvent): Promise<Response> {
  const { ctx, member, definition, entry, actor } = scope;
  const { typed, revision, hasForm } = posted;
  const { type } = typed;
  const sent = await sendEvent(ctx, {
    member: member.id,
    definitionId: definition.id,
    id: entry.id,
    actor,
    ...(actsByMandate(actor) && { actorIn: actorsFor(ctx, c.var.session, scope) }),
    type,
    revision,
    origin: slotOrigin(c, actor),
    ...(hasForm && { answers: typed.answers }),
  });
  if (sent.ok) return c.redirect(`${scope.href}?fait=${encodeURIComponent(type)}`, 303);
  const { problem } = sent;
  const now = (await ficheScope(c)) ?? scope;
  if (concernsAnswers(problem)) {
    const status = problem.status === 429 ? 429 : 422;
    return showEvent(c, now, type, { status, typed: { ...typed, issues: problem.issues } });
  }
  // The same button pressed twice: it is as she says already.
  if (problem.code === "stale" && !differs(now, type, typed.answers) && isConfirmedToday(now, type)) {
    return c.redirect(`${scope.href}?fait=${encodeURIComponent(type)}`, 303);
  }
  if (problem.code === "stale") return showEvent(c, now, type, { status: 409, typed: { ...typed, stale: true } });
  return noticeResponse(c, problem);
}

/** The fields alone, drawn again for what was just answered. Nothing is done. */
async function redraw(c: PageContext, scope: FicheScope, typed: TypedEvent): Promise<Response> {
  const event = eventOf(scope, typed.type);
  return event === undefined ? c.body(null, 409) : c.html(renderEventFields(await eventView(c, scope, event, typed)));
}

function isConfirmedToday({ definition, entry, context }: FicheScope, type: string): boolean {
  const { confirmation } = definition;
  return confirmation?.event === type && entry.answers[confirmation.on] === parisDay(context.now);
}

/** Whether what she left in the form is not what the fiche holds. */
function differs(scope: FicheScope, type: string, typed: Answers): boolean {
  const fields = eventOf(scope, type)?.fields ?? [];
  const stored = Object.fromEntries(Object.entries(scope.entry.answers).filter(([key]) => fields.includes(key)));
  return changes(stored, typed).length > 0;
}
