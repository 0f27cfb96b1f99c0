import { commentsPage } from "../../../renderer/figures/comments-page.tsx";
import { steeringWords } from "../../../renderer/strings-steering.ts";
import { audit, auditRead } from "../../audit.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { notFound, problem } from "../../problem.ts";
import { countOpinions, eraseComment, listComments } from "../../store/opinions.ts";
import { backFrame, definitionId, type PageContext, refuse } from "../back/agent-scope.ts";
import { saidDone } from "../said-done.ts";
import { FEWEST_ANSWERS } from "./facts.ts";
import { FIGURES, type FigureScope, figureScope, placesOf } from "./figure-scope.ts";
import { askedPeriod, periodPairs } from "./period.ts";

/** GET …/chiffres/demarches/{domain}/{name}/avis: what citizens of this member wrote. Reading them is kept in the log. */
export async function commentsRoute(c: PageContext): Promise<Response> {
  const scope = await figureScope(c);
  if (scope instanceof Response) return scope;
  const place = ownPlace(scope, definitionId(c));
  if (!place) return refuse(c, notFound());
  const { ctx, member, base, now } = scope;
  const { definition, actor } = place;
  const { period, choice } = askedPeriod(c, now);
  const query = { definition: definition.id, ...period };
  const comments = await listComments(ctx.db, member.id, query);
  const scores = await countOpinions(ctx.db, member.id, query);
  const few = scores.reduce((all, { count }) => all + count, 0) < FEWEST_ANSWERS;
  const detail = { comments: comments.length };
  auditRead(ctx, actor, { member: member.id, action: "list-read", definition: definition.id, detail });
  const page = `${base}/demarches/${definition.id}`;
  const html = commentsPage({
    frame: await backFrame(c, scope, FIGURES),
    back: `${page}?${new URLSearchParams(periodPairs(choice))}`,
    action: `${page}/avis`,
    title: definition.title,
    choice,
    comments: comments.map((one) => ({ ...one, score: few ? null : one.score })),
    erases: actor.roles.includes("agent"),
    notice: saidDone(c, steeringWords.comments.done),
  });
  return c.html(html);
}

/** POST …/avis/{id}/effacer: takes away what names someone; the score stays. */
export async function eraseCommentRoute(c: PageContext): Promise<Response> {
  const scope = await figureScope(c);
  if (scope instanceof Response) return scope;
  const place = ownPlace(scope, definitionId(c));
  if (!place) return refuse(c, notFound());
  const form = await readForm(c);
  const { definition, actor } = place;
  const page = `${scope.base}/demarches/${definition.id}/avis`;
  if (form.resumed) return c.redirect(page, 303);
  if (!actor.roles.includes("agent")) {
    return refuse(c, problem("not-allowed", "Seuls les agents qui traitent ces demandes effacent un commentaire."));
  }
  const { ctx, member, agent } = scope;
  const erased = await eraseComment(ctx.db, member.id, definition.id, c.req.param("id") ?? "");
  if (!erased) return refuse(c, notFound());
  const by = { kind: "agent", id: agent.id, name: agent.name } as const;
  audit(ctx, { member: member.id, action: "comment", actor: by, definition: definition.id });
  return c.redirect(`${page}?fait=efface`, 303);
}

/** The definition in the agent's own member: what is written to another is its own agents' to read. */
const ownPlace = (scope: FigureScope, definition: string) =>
  placesOf(scope, definition).find(({ member }) => member.id === scope.member.id);
