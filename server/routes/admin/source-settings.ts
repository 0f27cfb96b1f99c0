import type { Issue } from "../../../engine/index.ts";
import { sourceSettingsPage } from "../../../renderer/admin/source-settings-page.tsx";
import { sourceSettingWords as words } from "../../../renderer/strings-source-settings.ts";
import { forgetSourceSetting, keepSourceSetting } from "../../commands/source-setting.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { callsToday, USUAL_DAILY } from "../../source-ceiling.ts";
import { sourceSetting } from "../../store/source-settings.ts";
import { type AgentScope, backFrame, type PageContext } from "../back/agent-scope.ts";
import { saidDone } from "../said-done.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { posted } from "./posted.ts";

const KIND = "quotient-familial";
const LONGEST_TOKEN = 4_000;

/** GET /{member}/agent/administration/donnees */
export async function sourceSettingsRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  return scope instanceof Response ? scope : show(c, scope, {});
}

/** POST of the same: checks with the service, then keeps. */
export async function saveSourceSettingsRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const typed = {
    recipient: posted(form, "siret").replace(/\s/g, ""),
    delegation: posted(form, "delegation"),
    daily: posted(form, "appels", 20),
  };
  if (form.resumed) return show(c, scope, { typed });
  const token = posted(form, "jeton", LONGEST_TOKEN);
  const forgetToken = posted(form, "oublier") === "oui";
  const outcome = await keepSourceSetting(scope.ctx, scope.agent, KIND, { ...typed, token, forgetToken });
  if (!outcome.ok) return show(c, scope, { typed, issues: outcome.problem.issues });
  return c.redirect(`${hrefOf(scope)}?fait=${outcome.value === "taken" ? "enregistre" : "non-verifie"}`, 303);
}

/** POST …/donnees/retirer */
export async function forgetSourceSettingsRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  if (form.resumed) return show(c, scope, {});
  await forgetSourceSetting(scope.ctx, scope.agent, KIND);
  return c.redirect(`${hrefOf(scope)}?fait=retire`, 303);
}

const hrefOf = ({ member }: AgentScope): string => `/${member.id}/agent/${ADMINISTRATION}/donnees`;

interface Shown {
  readonly typed?: { readonly recipient: string; readonly delegation: string; readonly daily: string };
  readonly issues?: readonly Issue[];
}

async function show(c: PageContext, scope: AgentScope, { typed, issues = [] }: Shown): Promise<Response> {
  const { ctx, member } = scope;
  const kept = await sourceSetting(ctx, member.id, KIND);
  const html = sourceSettingsPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    base: hrefOf(scope),
    state: ctx.sources?.lookUps.get(KIND)?.state() ?? "none",
    isSet: kept !== null,
    hasToken: (kept?.token ?? "") !== "",
    hasVendor: (ctx.sources?.vendorToken ?? null) !== null,
    today: { calls: await callsToday(ctx, member.id, KIND), most: kept?.daily ?? USUAL_DAILY },
    typed: typed ?? {
      recipient: kept?.recipient ?? "",
      delegation: kept?.delegation ?? "",
      daily: String(kept?.daily ?? USUAL_DAILY),
    },
    issues,
    notice: saidDone(c, words.done),
  });
  return c.html(html, issues.length > 0 ? 422 : 200);
}
