import { DECISIONS, decidePayment } from "../../commands/agent-payment.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { notFound } from "../../problem.ts";
import { type PageContext, refuse } from "./agent-scope.ts";
import { entryIn, entryScope } from "./entry-scope.ts";
import { one } from "./send-event.ts";
import { showEntry } from "./show-entry.ts";
import { WRITTEN } from "./written.ts";

/** POST /{member}/agent/{domain}/{name}/{id}/paiements/{payment}/{decision}: what an agent decides about a payment. */
export async function decideRoute(c: PageContext): Promise<Response> {
  const scope = await entryScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const decision = DECISIONS.find((each) => each === c.req.param("decision"));
  if (!decision) return refuse(c, notFound());
  if (form.resumed) return showEntry(c, scope, { status: 200, back: "" });
  const { ctx, member, definition, entry, actor, base } = scope;
  const outcome = await decidePayment(ctx, definition, {
    ...{ member: member.id, entry: entry.id, payment: c.req.param("payment") ?? "", decision, actor },
    attempt: one(form, "essai") ?? "",
    reason: one(form, "motif") ?? "",
  });
  if (outcome.ok) return c.redirect(`${base}?fait=${WRITTEN.payment}#fait`, 303);
  const { problem } = outcome;
  if (problem.code === "not-found") return refuse(c, problem);
  const now = (await entryIn(c, scope)) ?? scope;
  const status = problem.code === "not-allowed" ? 403 : problem.code === "stale" ? 409 : 422;
  return showEntry(c, now, { status, back: "", refused: problem.detail });
}
