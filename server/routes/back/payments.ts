import { decidePayment } from "../../commands/agent-payment.ts";
import { DECISIONS } from "../../commands/payment-decision.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { notFound, type Problem } from "../../problem.ts";
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
  const deciding = {
    ...{ payment: c.req.param("payment") ?? "", decision },
    attempt: one(form, "essai") ?? "",
    reason: one(form, "motif") ?? "",
    closing: one(form, "fermer") === "oui",
  };
  if (form.resumed) return showEntry(c, scope, { status: 200, back: "", deciding });
  const { ctx, member, definition, entry, actor, base } = scope;
  const outcome = await decidePayment(ctx, definition, { ...deciding, member: member.id, entry: entry.id, actor });
  if (outcome.ok) return c.redirect(`${base}?fait=${WRITTEN.payment}#fait`, 303);
  const { problem } = outcome;
  if (problem.code === "not-found") return refuse(c, problem);
  const now = (await entryIn(c, scope)) ?? scope;
  return showEntry(c, now, { status: statusOf(problem), back: "", refused: problem.detail, deciding });
}

function statusOf({ code }: Problem): 403 | 409 | 422 | 503 {
  if (code === "unavailable") return 503;
  if (code === "not-allowed") return 403;
  return code === "stale" ? 409 : 422;
}
