import type { Issue } from "../../../engine/index.ts";
import { cannedAnswerPage, cannedAnswersPage } from "../../../renderer/admin/canned-answers-page.tsx";
import { cannedWords as words } from "../../../renderer/strings-canned.ts";
import {
  type CannedPlan,
  findCannedAnswer,
  keepCannedAnswer,
  LONGEST_ANSWER,
  removeCannedAnswer,
} from "../../commands/canned-answer.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { notFound } from "../../problem.ts";
import { type CannedAnswer, cannedAnswers } from "../../store/canned-answers.ts";
import { type AgentScope, backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { saidDone } from "../said-done.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { posted } from "./posted.ts";

/** GET /{member}/agent/administration/reponses */
export async function cannedAnswersRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-fonctionnel"]);
  if (scope instanceof Response) return scope;
  const labels = new Map(oversOf(scope));
  const lines = (await cannedAnswers(scope.ctx.db, scope.member.id)).map((answer) => ({
    id: answer.id,
    title: answer.title,
    over: labels.get(overOf(answer)) ?? answer.definition ?? answer.unit ?? "",
  }));
  const frame = await backFrame(c, scope, ADMINISTRATION);
  return c.html(cannedAnswersPage({ frame, base: hrefOf(scope), lines, notice: saidDone(c, words.done) }));
}

/** GET …/reponses/nouvelle and …/reponses/{id} */
export async function cannedAnswerRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-fonctionnel"]);
  return scope instanceof Response ? scope : show(c, scope, {});
}

/** POST of the same. */
export async function saveCannedAnswerRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-fonctionnel"]);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const typed = typedAnswer(form);
  if (form.resumed) return show(c, scope, { typed });
  const id = c.req.param("id") ?? null;
  const outcome = await keepCannedAnswer(scope.ctx, scope.agent, id, typed);
  if (outcome.ok) return c.redirect(`${hrefOf(scope)}?fait=${id === null ? "ajout" : "enregistre"}`, 303);
  if (outcome.problem.code === "not-found") return refuse(c, outcome.problem);
  return show(c, scope, { typed, issues: outcome.problem.issues });
}

/** POST …/reponses/{id}/supprimer */
export async function deleteCannedAnswerRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-fonctionnel"]);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  if (form.resumed) return show(c, scope, {});
  const outcome = await removeCannedAnswer(scope.ctx, scope.agent, c.req.param("id") ?? "");
  return outcome.ok ? c.redirect(`${hrefOf(scope)}?fait=supprime`, 303) : refuse(c, outcome.problem);
}

const hrefOf = ({ member }: AgentScope): string => `/${member.id}/agent/${ADMINISTRATION}/reponses`;

/** One letter more than is taken, so that what is too long is said to be. */
const typedAnswer = (form: ReadForm): CannedPlan => ({
  title: posted(form, "titre").replace(/\s+/g, " "),
  body: posted(form, "texte", LONGEST_ANSWER * 2)
    .replaceAll("\r\n", "\n")
    .slice(0, LONGEST_ANSWER + 1),
  over: posted(form, "pour", 300),
});

const overOf = ({ definition, unit }: Pick<CannedAnswer, "definition" | "unit">): string =>
  definition !== null ? `definition:${definition}` : unit !== null ? `unite:${unit}` : "";

/** For what an answer may be: everything, each unit, each téléservice: nobody writes about a fiche. */
function oversOf({ ctx, member }: AgentScope): readonly (readonly [string, string])[] {
  const services = ctx.catalogue.definitions(member.id).filter(({ kind }) => kind === "service");
  return [
    ["", words.everything],
    ...member.units.map(({ id, name }) => [`unite:${id}`, words.ofUnit(name)] as const),
    ...services.map(({ id, title }) => [`definition:${id}`, title] as const),
  ];
}

interface Shown {
  readonly typed?: CannedPlan;
  readonly issues?: readonly Issue[];
}

async function show(c: PageContext, scope: AgentScope, { typed, issues = [] }: Shown): Promise<Response> {
  const id = c.req.param("id") ?? null;
  const kept = id === null ? null : await findCannedAnswer(scope.ctx, scope.member.id, id);
  if (id !== null && !kept) return refuse(c, notFound());
  const before: CannedPlan = kept ? { ...kept, over: overOf(kept) } : { title: "", body: "", over: "" };
  const html = cannedAnswerPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    base: hrefOf(scope),
    id,
    title: kept ? words.edit(kept.title) : words.add,
    typed: typed ?? before,
    overs: oversOf(scope),
    issues,
  });
  return c.html(html, issues.length > 0 ? 422 : 200);
}
