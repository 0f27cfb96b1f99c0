import { type CompiledDefinition, clockOf, type Entry, formatInstant, silence } from "../../../engine/index.ts";
import { renderConfirmation } from "../../../renderer/front/confirmation-page.tsx";
import { about } from "../../commands/write-entry.ts";
import { keepable } from "../space/keep.ts";
import { citizenAnswers } from "./citizen-answers.ts";
import { type CitizenScope, citizenScope, entryGone } from "./entry-scope.ts";
import { appointmentViews, showTracking } from "./entry-show.ts";
import type { PageContext } from "./front-scope.ts";
import { paymentLines } from "./payment-view.ts";
import { shown } from "./shown.ts";

/** GET /{member}/demandes/{entry}: where a demande stands; with `?confirmation`, the page that follows its sending. */
export async function trackingRoute(c: PageContext): Promise<Response> {
  const scope = await citizenScope(c);
  if (!scope) return entryGone(c);
  if (c.req.query("confirmation") !== undefined && scope.entry.revision === 1) return showConfirmation(c, scope);
  const done = c.req.query("fait");
  return showTracking(c, scope, { status: 200, ...(done !== undefined && { done }) });
}

async function showConfirmation(c: PageContext, scope: CitizenScope): Promise<Response> {
  const { ctx, member, definition, entry, actor, context, href } = scope;
  const reader = { ctx, session: c.var.session, member: member.id, actor, entry: entry.id };
  const names = await shown(reader, definition.form, entry.answers, `${href}/fichiers`);
  const state = definition.workflow.states.get(entry.state);
  const known = about(ctx, member.id, definition);
  const html = renderConfirmation(c.var.site(member.id), {
    title: definition.title,
    reference: entry.reference,
    sentAt: formatInstant(entry.createdAt),
    next: [state?.sentence ?? "", state?.next ?? ""].filter((sentence) => sentence !== ""),
    service: [known.service ?? known.member, ...(known.contact ?? "").split("\n")].filter((line) => line !== ""),
    silence: silence(clockOf(definition, entry), definition.appeal),
    mailedTo: acknowledgedTo(definition, entry),
    trackHref: href,
    appointments: await appointmentViews(scope),
    payments: await paymentLines(scope),
    keepable: await keepable(scope, c.var.session?.account ?? null),
    sections: citizenAnswers(definition.form, entry.answers, context, names.labels),
    files: names.files,
  });
  return c.html(html);
}

/** The address the workflow's first state writes to, when it is an answer. */
function acknowledgedTo(definition: CompiledDefinition, entry: Entry): string | null {
  const state = child(child(definition.workflowSource, "states"), definition.workflow.initial);
  const actions = child(state, "entry");
  for (const action of Array.isArray(actions) ? actions : []) {
    const to = child(child(action, "params"), "to");
    const address = child(action, "type") === "mail" && typeof to === "string" ? entry.answers[to] : undefined;
    if (typeof address === "string") return address;
  }
  return null;
}

function child(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
