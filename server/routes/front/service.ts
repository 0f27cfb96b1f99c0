import {
  type Answers,
  type CompiledDefinition,
  can,
  decode,
  firstIncomplete,
  formatInstant,
  type Issue,
  inForce,
  isFiledByCitizens,
  type Journey,
  journey,
  nextStep,
  parisDay,
} from "../../../engine/index.ts";
import { renderServicePage, type ServiceView } from "../../../renderer/front/service-page.tsx";
import { changeDraft, startDraft } from "../../commands/draft.ts";
import { actorFor } from "../../identity/actor-for.ts";
import { slotOrigin, takeAsVisitor } from "../../identity/address.ts";
import { pairs, sealForm } from "../../identity/keep-form.ts";
import { ensureSession } from "../../identity/sessions.ts";
import { askToSignIn, noticeResponse, ownPath } from "../../middleware/answers.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { tooMany } from "../../problem.ts";
import { publishedSessions } from "../../published-sessions.ts";
import { rankedBy } from "../../ranked-for.ts";
import { formStatus } from "../../slot-sentences.ts";
import { listDrafts } from "../../store/drafts.ts";
import { depart, FRANCECONNECT } from "../outside/trip-pages.ts";
import { beginningOf, beginningView } from "./beginning.ts";
import { isPosted } from "./expired.ts";
import { contextOf, draftIn, gone, type PageContext, type ServiceScope, serviceScope } from "./front-scope.ts";
import { holdWished, type Wished, wishedSlot } from "./wished-slot.ts";

/** GET /{member}/{domain}/{name}: what the service is for, and the button that begins. */
export async function serviceRoute(c: PageContext): Promise<Response> {
  const scope = serviceScope(c);
  return scope ? showService(c, scope, null, [], await wishedSlot(scope, (name) => c.req.query(name))) : gone(c);
}

async function showService(
  c: PageContext,
  scope: ServiceScope,
  typed: ReadForm["fields"] | null,
  issues: readonly Issue[],
  wished: Wished | null = null,
): Promise<Response> {
  const { member, definition, href } = scope;
  const { page, privacy } = definition;
  const html = renderServicePage(c.var.site(member.id), {
    href,
    agentHref: `/${member.id}/agent/${definition.id}/nouveau`,
    title: definition.title,
    summary: page.summary ?? null,
    who: page.who ?? null,
    need: page.need ?? [],
    duration: page.duration ?? null,
    next: page.next ?? null,
    sections: page.sections ?? [],
    sessions: await publishedSessions(scope.ctx, member.id, definition),
    criteria: criteriaOf(scope),
    elsewhere: page.elsewhere ?? null,
    button: page.button ?? null,
    purpose: privacy.purpose,
    paperHref: isFiledByCitizens(definition) ? `${href}/papier` : null,
    start: startOf(c, scope),
    beginning: await beginningView(c, scope, typed),
    issues,
    draft: await latestDraft(scope),
    wished: wished?.view ?? null,
  });
  return c.html(html, formStatus(issues));
}

/** The criteria by which requests are ranked, with the tables that hold today. */
function criteriaOf({ ctx, member, definition: { id, scoring } }: ServiceScope): ServiceView["criteria"] {
  if (!scoring) return null;
  const today = parisDay(ctx.clock().toISOString());
  const known = ctx.catalogue.tariffs(rankedBy(ctx, member.id, id), id);
  const tables = scoring.tariffs.map((tariff) => ({
    tariff,
    held: inForce(tariff, known.get(tariff.id) ?? [], today),
  }));
  return { scoring, tables };
}

function startOf(c: PageContext, { ctx, member, definition, actor }: ServiceScope): ServiceView["start"] {
  if (!ctx.catalogue.offers(member.id, definition.id)) return "stopped";
  if (definition.page.elsewhere) return "elsewhere";
  if (actor.kind === "agent") return "agent";
  if (definition.access === "account" && !c.var.session?.account) return "sign-in";
  if (needsFranceConnect(c, definition)) return FRANCECONNECT.provider(c) ? "franceconnect" : "franceconnect-missing";
  // A visitor has no session before she begins: the right to open counts for her as it will then.
  return can(definition, actor, "open") ? "open" : "closed";
}

/** Whether the service wants an identity that FranceConnect vouches for, and this session has none. */
const needsFranceConnect = (c: PageContext, { access }: CompiledDefinition): boolean =>
  access === "franceconnect" && c.var.session?.via !== "franceconnect";

async function latestDraft({ ctx, member, definition, actor }: ServiceScope): Promise<ServiceView["draft"]> {
  const drafts = await listDrafts(ctx, member.id, actor.holders, ctx.clock());
  const draft = drafts.find((each) => each.definition === definition.id);
  if (draft === undefined) return null;
  return { href: `/${member.id}/demarches/${draft.id}`, savedAt: formatInstant(draft.updatedAt.toISOString()) };
}

/**
 * POST /{member}/{domain}/{name}/commencer: begins a draft, empty or with what a page kept when its session ended. In
 * the latter case, someone who has signed in since goes on with her own draft.
 */
export async function startRoute(c: PageContext): Promise<Response> {
  const scope = serviceScope(c);
  if (!scope) return gone(c);
  const { ctx, member, definition } = scope;
  const form = await readForm(c);
  const field = (name: string) => form.fields.get(name)?.at(-1) ?? "";
  const account = c.var.session?.account ?? null;
  if (field("_action") === "sign-in" && account === null) return askToSignIn(c, "citizen");
  if (definition.access === "account" && account === null) return askToSignIn(c, "citizen");
  if (scope.actor.kind !== "agent" && needsFranceConnect(c, definition)) return askToVerify(c, scope, form);
  const kept = keptAnswers(definition, form);
  const own = field("_brouillon") === "" ? null : await draftIn(c, member, field("_brouillon"));
  if (own?.draft.entryId === null && own.definition.id === definition.id) {
    await changeDraft(ctx, member.id, own.draft, (answers) => ({ ...answers, ...kept }));
    return c.redirect(own.base, 303);
  }
  return begin(c, scope, form, kept);
}

/** Leaves for FranceConnect with the form. */
async function askToVerify(c: PageContext, { ctx, href }: ServiceScope, { fields }: ReadForm): Promise<Response> {
  if (!FRANCECONNECT.provider(c)) return c.redirect(href, 303);
  const kept = sealForm(ctx, { path: ownPath(c), fields: pairs(fields) });
  return depart(c, FRANCECONNECT, { back: href, kept, strong: false });
}

/** What a page kept goes on as it was; an empty form is begun with what the account knows. */
async function begin(c: PageContext, scope: ServiceScope, read: ReadForm, kept: Answers): Promise<Response> {
  const { ctx, member, definition, href } = scope;
  const fresh = Object.keys(kept).length === 0;
  if (fresh && read.resumed) return showService(c, scope, read.fields, []);
  const begun = fresh ? await beginningOf(c, scope, read.fields) : null;
  if (begun?.ok === false) return showService(c, scope, read.fields, begun.issues);
  const wait = await takeAsVisitor(c, "draft");
  if (wait !== null) return noticeResponse(c, tooMany(wait, "Beaucoup de démarches ont été commencées d’ici."));
  const session = await ensureSession(c);
  const actor = begun?.value.by ?? actorFor(ctx, session, member.id, definition);
  const held = fresh ? await heldFor(c, { ...scope, actor }, read) : null;
  if (held instanceof Response) return held;
  const answers = { ...(begun?.value.answers ?? kept), ...held };
  const started = await startDraft(ctx, {
    ...{ member: member.id, definition, actor, answers },
    ...(begun?.value.onBehalf && { onBehalf: begun.value.onBehalf }),
    prefilled: Object.keys(begun?.value.answers ?? {}),
  });
  if (!started.ok) return c.redirect(href, 303);
  const path = journey(definition.form, answers, contextOf(ctx, member, definition, actor));
  const page = fresh ? beginsAt(path, held) : firstPage(path, read.fields.get("_etape")?.at(-1) ?? "");
  return c.redirect(`/${member.id}/demarches/${started.value}/${page ?? "verifier"}`, 303);
}

/** Pages filled beforehand are to be read like the others, but for those she has just filled elsewhere. */
const beginsAt = (path: Journey, held: Answers | null): string | undefined =>
  (held === null ? path.steps[0] : path.steps.find(({ fields }) => fields.some(({ key }) => !Object.hasOwn(held, key))))
    ?.step.id;

/** The answers of a link of the national engine, its slot held; the page again when someone was quicker. */
async function heldFor(c: PageContext, scope: ServiceScope, read: ReadForm): Promise<Answers | Response | null> {
  const wished = await wishedSlot(scope, (name) => read.fields.get(name)?.at(-1));
  const held = wished && (await holdWished(scope, wished, slotOrigin(c, scope.actor)));
  return held && held.issues.length > 0 ? showService(c, scope, read.fields, held.issues) : (held?.answers ?? null);
}

/** The page after the one that was kept, if all before it is filled; else the first to fill. */
function firstPage(path: Journey, kept: string): string {
  const rank = path.steps.findIndex(({ step }) => step.id === kept);
  const filled = path.steps.findIndex(({ complete }) => !complete);
  const next = rank >= 0 && (filled < 0 || rank < filled) ? nextStep(path, kept) : firstIncomplete(path);
  return next?.step.id ?? "verifier";
}

/** Only what the post names: files are not there, and boxes of other pages say nothing. */
function keptAnswers(definition: CompiledDefinition, read: ReadForm): Answers {
  const fields = definition.form.order.filter(({ key }) => isPosted(read.fields, key));
  return decode(fields, read.fields);
}
