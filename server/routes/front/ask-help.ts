import { type Answers, seekingAnswers } from "../../../engine/index.ts";
import { startDraft } from "../../commands/draft.ts";
import { actorFor } from "../../identity/actor-for.ts";
import { takeAsVisitor } from "../../identity/address.ts";
import { ensureSession } from "../../identity/sessions.ts";
import { noticeResponse } from "../../middleware/answers.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { tooMany } from "../../problem.ts";
import { readAsk } from "../../published-query.ts";
import { beginningOf } from "./beginning.ts";
import { gone, type PageContext } from "./front-scope.ts";
import { publishedScope } from "./published.ts";
import { communeOf } from "./published-places.ts";
import { type SeekingService, seekingService } from "./seeking.ts";

/**
 * POST /{member}/{domain}/{name}/annuaire/demande: begins a request to the service that looks for a place, with what was searched. Where
 * more is to be known first (an account, an identity), her page of it.
 */
export async function askHelpRoute(c: PageContext): Promise<Response> {
  const scope = await publishedScope(c);
  if (scope instanceof Response) return scope;
  const { ctx } = c.var;
  const { definition, today } = scope.register;
  const { places } = definition.publicView;
  const { fields } = await readForm(c);
  const params = new URLSearchParams([...fields].flatMap(([name, values]) => values.map((value) => [name, value])));
  const ask = readAsk(definition.publicView, params, today);
  const commune = communeOf(ask, places?.commune ?? null);
  const service = places && seekingService(ctx, scope.member.id, definition.id, commune);
  if (!service) return gone(c);
  const wait = await takeAsVisitor(c, "draft");
  if (wait !== null) return noticeResponse(c, tooMany(wait, "Beaucoup de démarches ont été commencées d’ici."));
  const asked = ask.place?.asked;
  const { seeks } = service.definition;
  const sought = asked ? seekingAnswers(seeks, asked, commune) : {};
  return begin(
    c,
    service,
    asked || commune === null || seeks.commune === undefined ? sought : { [seeks.commune]: commune },
  );
}

async function begin(c: PageContext, { member: id, definition }: SeekingService, sought: Answers): Promise<Response> {
  const { ctx } = c.var;
  const href = `/${id}/${definition.id}`;
  const member = ctx.catalogue.member(id);
  if (!member || (definition.access !== "anonymous" && !c.var.session?.account)) return c.redirect(href, 303);
  const session = await ensureSession(c);
  const actor = actorFor(ctx, session, id, definition);
  // Nobody is asked for whom here: it is for whoever searches.
  const begun = await beginningOf(c, { ctx, member, definition, actor, href }, new Map());
  const own = begun.ok ? begun.value.answers : {};
  const request = { member: id, definition, actor, answers: { ...own, ...sought }, prefilled: Object.keys(own) };
  const started = await startDraft(ctx, request);
  const [first] = definition.form.steps;
  return c.redirect(started.ok && first ? `/${id}/demarches/${started.value}/${first.id}` : href, 303);
}
