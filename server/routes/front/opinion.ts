import type { Issue } from "../../../engine/index.ts";
import { renderMessage } from "../../../renderer/front/message-page.tsx";
import { renderOpinion } from "../../../renderer/front/opinion-page.tsx";
import { opinionWords as words } from "../../../renderer/strings-opinion.ts";
import { asksOpinion, giveOpinion, opinionGiven } from "../../commands/give-opinion.ts";
import { askToSignIn } from "../../middleware/answers.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { type CitizenScope, citizenScope, entryGone } from "./entry-scope.ts";
import type { PageContext } from "./front-scope.ts";

/** GET /{member}/demandes/{entry}/avis: the question, once the demande is settled and while it has no answer. */
export async function opinionRoute(c: PageContext): Promise<Response> {
  const scope = await holderScope(c);
  if (scope instanceof Response) return scope;
  if (!asksOpinion(scope.definition, scope.entry)) return said(c, scope, words.title, words.early);
  if (await opinionGiven(scope.ctx, scope.entry)) return said(c, scope, words.thanks, words.given);
  return show(c, scope, { score: 0, comment: "", issues: [] });
}

/** POST: keeps the answer. */
export async function postOpinionRoute(c: PageContext): Promise<Response> {
  const scope = await holderScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const field = (name: string) => form.fields.get(name)?.at(-1)?.trim() ?? "";
  const typed = { score: Number(/^[1-5]$/.exec(field("avis"))?.[0] ?? 0), comment: field("commentaire") };
  if (form.resumed) return show(c, scope, { ...typed, issues: [] });
  const outcome = await giveOpinion(scope.ctx, scope.definition, scope.entry, typed);
  if (outcome.ok) return said(c, scope, words.thanks, words.thanksText);
  const { problem } = outcome;
  if (problem.code === "invalid") return show(c, scope, { ...typed, issues: problem.issues });
  return said(c, scope, problem.code === "stale" ? words.thanks : words.title, problem.detail);
}

/** The demande of whoever holds it: agents read it by their rights and have no opinion to give on it. */
async function holderScope(c: PageContext): Promise<CitizenScope | Response> {
  const scope = await citizenScope(c);
  const holds = scope?.entry.holder != null && scope.actor.holders.includes(scope.entry.holder);
  if (scope && holds) return scope;
  return c.var.session === null ? askToSignIn(c, "citizen") : entryGone(c);
}

interface Typed {
  readonly score: number;
  readonly comment: string;
  readonly issues: readonly Issue[];
}

function show(c: PageContext, { member, definition, href }: CitizenScope, typed: Typed): Response | Promise<Response> {
  const view = { ...typed, title: definition.title, action: `${href}/avis`, back: href };
  return c.html(renderOpinion(c.var.site(member.id), view), typed.issues.length > 0 ? 422 : 200);
}

function said(
  c: PageContext,
  { member, href }: CitizenScope,
  title: string,
  text: string,
): Response | Promise<Response> {
  return c.html(renderMessage(c.var.site(member.id), { title, text, link: { href, label: words.back } }));
}
