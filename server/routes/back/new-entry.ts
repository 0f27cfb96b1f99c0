import { randomUUID } from "node:crypto";
import { readForm } from "../../middleware/posted-form.ts";
import { type PageContext, refuse } from "./agent-scope.ts";
import { ASIDE, readAside } from "./aside.ts";
import { type Arrival, afterwards, arrivalIssues, readChannel } from "./counter.ts";
import { RENEWED } from "./desk-renewal.ts";
import { OPENED } from "./entry.ts";
import { originOf } from "./entry-origin.ts";
import { comesBack, openingScope, readKey, renewingIn, save, unseen } from "./opening.ts";
import { fieldsAgain, showForm } from "./opening-form.ts";
import { isPartial } from "./partial-fields.ts";
import { heavyFor } from "./posted-answers.ts";
import { resumeAside } from "./quick-form.ts";
import { one } from "./send-event.ts";
import { typedForm } from "./typed-form.ts";

/** GET /{member}/agent/{domain}/{name}/nouveau: the whole form of a definition, empty. */
export async function newEntryRoute(c: PageContext): Promise<Response> {
  const opening = await openingScope(c, c.req.query(RENEWED));
  if (opening instanceof Response) return opening;
  const arrival = { channel: readChannel(c.req.query("canal")), receivedOn: "" };
  const origin = await originOf(opening.scope, opening.definition, c.req.query("depuis"));
  const answers = opening.renews?.answers ?? origin?.answers ?? {};
  return showForm(c, { ...opening, origin }, { answers, ...arrival }, randomUUID(), 200);
}

/** POST of the same: opens the entry. Sent twice, it makes one. */
export async function createEntryRoute(c: PageContext): Promise<Response> {
  const asked = await openingScope(c);
  if (asked instanceof Response) return asked;
  const { scope, definition, actor } = asked;
  const upload = { member: scope.member.id, owner: actor.id, tooHeavy: heavyFor(definition.form) };
  const form = await readForm(c, { upload });
  const origin = await originOf(scope, definition, one(form, "depuis"));
  const aside = readAside(one(form, ASIDE));
  const opening = await renewingIn(c, { ...asked, origin, ...(aside && { aside }) }, one(form, RENEWED));
  if (opening instanceof Response) return opening;
  const key = readKey(one(form, "cle"));
  const arrival: Arrival = {
    channel: readChannel(one(form, "canal")),
    receivedOn: (one(form, "recu") ?? "").slice(0, 40),
  };
  const read = typedForm(definition.form, form);
  // A question that was not asked yet could not carry the reference: it is there once it is.
  const written = { ...read, answers: { ...opening.origin?.answers, ...read.answers } };
  const typed = { ...written, ...arrival, issues: [...arrivalIssues(arrival, scope.now), ...written.issues] };
  if (isPartial(c)) return c.html(await fieldsAgain(c, opening, typed));
  if (typed.showAgain) return showForm(c, opening, typed, key, 200);
  if (typed.issues.length > 0) return showForm(c, opening, typed, key, 422);
  const alike = await unseen(opening, typed, one(form, "vues") ?? "", key);
  if (alike.length > 0) return showForm(c, opening, { ...typed, alike }, key, 409);
  const outcome = await save(opening, typed, key);
  if (outcome.ok) {
    const page = await afterwards(scope.ctx, definition, outcome.value);
    if (aside) return resumeAside(c, opening, aside, { view: outcome.value.view, page });
    return c.redirect(opening.origin ? `${opening.origin.href}&fait=${OPENED}#onglet` : page, 303);
  }
  const back = comesBack(outcome.problem, key);
  if (!back) return refuse(c, outcome.problem);
  return showForm(c, opening, { ...typed, issues: back.issues }, back.key, back.status);
}
