import { randomUUID } from "node:crypto";
import type { Issue } from "../../../engine/index.ts";
import { type ShownToken, type TokenAnswers, tokenMadePage, tokensPage } from "../../../renderer/admin/tokens-page.tsx";
import { tokenWords as words } from "../../../renderer/strings-admin-tokens.ts";
import { endApiToken, makeApiToken } from "../../commands/api-tokens.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { type ApiToken, listApiTokens } from "../../store/api-tokens.ts";
import { type AgentScope, backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { saidDone } from "../said-done.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { namesOf } from "./names.ts";
import { posted } from "./posted.ts";
import { dayEnd, typedDay } from "./typed-day.ts";

const blank = (): TokenAnswers => ({
  id: randomUUID(),
  name: "",
  role: "lecteur",
  verbs: ["read"],
  definitions: [],
  ends: "",
});

/** GET /{member}/agent/administration/jetons */
export async function tokensRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  return scope instanceof Response ? scope : show(c, scope, blank(), []);
}

/** POST …/jetons: makes one, shown on the answer and never again. */
export async function makeTokenRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const answers = answersOf(form);
  if (form.resumed) return show(c, scope, answers, []);
  const day = typedDay(answers.ends);
  const plan = { ...answers, expiresAt: day === "" ? null : dayEnd(day) };
  const outcome = await makeApiToken(scope.ctx, scope.agent, plan);
  if (!outcome.ok) return show(c, scope, answers, outcome.problem.issues);
  c.header("Cache-Control", "no-store");
  return c.html(tokenMadePage(await backFrame(c, scope, ADMINISTRATION), tokensHref(scope), outcome.value));
}

/** POST …/jetons/{id}/revoquer */
export async function revokeTokenRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  if (form.resumed) return show(c, scope, blank(), []);
  const outcome = await endApiToken(scope.ctx, scope.agent, c.req.param("id") ?? "");
  return outcome.ok ? c.redirect(`${tokensHref(scope)}?fait=revoque`, 303) : refuse(c, outcome.problem);
}

const tokensHref = ({ member }: AgentScope): string => `/${member.id}/agent/${ADMINISTRATION}/jetons`;

function answersOf(form: ReadForm): TokenAnswers {
  return {
    id: posted(form, "jeton"),
    name: posted(form, "nom", 100),
    role: posted(form, "role"),
    verbs: form.fields.get("verbes") ?? [],
    definitions: form.fields.get("definitions") ?? [],
    ends: posted(form, "fin", 20),
  };
}

async function show(
  c: PageContext,
  scope: AgentScope,
  answers: TokenAnswers,
  issues: readonly Issue[],
): Promise<Response> {
  const { ctx, member } = scope;
  const names = namesOf(scope).definitions;
  const now = ctx.clock();
  const html = tokensPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    base: tokensHref(scope),
    tokens: (await listApiTokens(ctx.db, member.id)).map((token) => shownToken(token, names, now)),
    definitions: [...names],
    answers,
    issues,
    notice: saidDone(c, words.done),
  });
  return c.html(html, issues.length > 0 ? 422 : 200);
}

function shownToken(token: ApiToken, names: ReadonlyMap<string, string>, now: Date): ShownToken {
  const { id, name, role, verbs, definitions, expiresAt, lastUsedAt, revokedAt } = token;
  return {
    id,
    name,
    role,
    verbs,
    definitions: definitions?.map((one) => names.get(one) ?? one) ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    state: revokedAt ? "revoked" : expiresAt && expiresAt <= now ? "expired" : "live",
  };
}
