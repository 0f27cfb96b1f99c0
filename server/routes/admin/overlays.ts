import { type CompiledDefinition, type Conflict, type Issue, type Json, statementsOf } from "../../../engine/index.ts";
import type { PlacedIssueView } from "../../../renderer/admin/issue-list.tsx";
import type { ConflictView } from "../../../renderer/admin/overlay-conflicts.tsx";
import { overlayPage, overlaysPage } from "../../../renderer/admin/overlay-pages.tsx";
import { segments } from "../../../renderer/field-id.ts";
import { overlayWords as words } from "../../../renderer/strings-overlay.ts";
import { publishOverlay } from "../../commands/publish-overlay.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { labelOf, saidText } from "../../overlay-labels.ts";
import { mendedAt } from "../../overlay-parts.ts";
import { issuesOf, OVERLAY_FILE, overlayStates } from "../../overlay-work.ts";
import { notFound } from "../../problem.ts";
import { deleteOverlayDraft, saveOverlayDraft } from "../../store/overlays.ts";
import { backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { saidDone } from "../said-done.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { documentsHref } from "./document-preview.ts";
import { mailTrialsHref } from "./mail-trials.ts";
import { type OverlayScope, overlayScope, overlaysHref } from "./overlay-scope.ts";

/** GET /{member}/agent/administration/personnalisations */
export async function overlaysRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-fonctionnel"]);
  if (scope instanceof Response) return scope;
  const states = await overlayStates(scope.ctx, scope.member.id);
  const lines = states.map(({ definition, state, draft }) => ({
    href: `${overlaysHref(scope)}/${definition.id}`,
    title: definition.title,
    version: definition.version,
    state,
    draft,
  }));
  return c.html(overlaysPage({ frame: await backFrame(c, scope, ADMINISTRATION), lines }));
}

/** GET …/personnalisations/{domain}/{name} */
export async function overlayRoute(c: PageContext): Promise<Response> {
  const scope = await overlayScope(c);
  return scope instanceof Response ? scope : showOverlay(c, scope);
}

interface Shown {
  readonly issues?: Awaited<ReturnType<typeof issuesOf>>;
  readonly decided?: readonly (readonly [string, string])[];
  readonly status?: 200 | 422;
}

async function showOverlay(c: PageContext, scope: OverlayScope, shown: Shown = {}): Promise<Response> {
  const { work, base, list } = scope;
  const { overlay, conflicts } = work;
  const html = overlayPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    base,
    list,
    title: work.base.title,
    said: statementsOf(overlay).map(({ path, ours }) => ({ label: labelOf(path, work.base), text: saidText(ours) })),
    draft: work.draft,
    issues: (shown.issues ?? (await issuesOf(work))).map((issue) => issueView(issue, scope)),
    conflicts: conflicts.map((conflict) => conflictView(conflict, work.base)),
    waiting: work.base.version,
    decided: shown.decided ?? [],
    notice: saidDone(c, words.done),
    mails: mailTrialsHref(scope, scope.id),
    documents: [...work.base.documents.values()].map(({ id, title }) => ({
      href: `${documentsHref(scope, work.base.id)}/${id}`,
      title: overlay.documents?.[id]?.title ?? title,
    })),
  });
  return c.html(html, shown.status ?? 200);
}

/** An issue in words, with the way to what it is about. */
function issueView(issue: Issue, { work, base }: OverlayScope): PlacedIssueView {
  if (issue.file !== OVERLAY_FILE || issue.pointer === "") return issue;
  const path = segments(issue.pointer);
  const at = mendedAt(path, work.base, work.overlay);
  return at === null ? issue : { ...issue, mend: { label: labelOf(path, work.base), href: `${base}/${at}` } };
}

function conflictView(conflict: Conflict, base: CompiledDefinition): ConflictView {
  const { pointer, reason, before, now, ours, keep, message } = conflict;
  const label = pointer === "" ? words.parts.fichier : labelOf(segments(pointer), base);
  // Whether the base needs a question is said by the reason.
  const sides = reason === "needed" ? { before: "", now: "" } : { before: saidText(before), now: saidText(now) };
  const texts = { ...sides, ours: saidText(ours) };
  return { pointer, label, reason, ...texts, keep, ...(message !== undefined && { message }) };
}

/** POST …/{publier | abandonner | choisir} */
export async function overlayActionRoute(c: PageContext): Promise<Response> {
  const action = ACTIONS[c.req.param("action") ?? ""];
  return action ? action(c) : refuse(c, notFound());
}

const ACTIONS: Readonly<Record<string, (c: PageContext) => Promise<Response>>> = {
  publier: publishRoute,
  abandonner: abandonRoute,
  choisir: decideRoute,
};

async function publishRoute(c: PageContext): Promise<Response> {
  const scope = await overlayScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  if (form.resumed || scope.work.conflicts.length > 0) return showOverlay(c, scope);
  const { ctx, member, id, work, agent } = scope;
  const published = await publishOverlay(ctx, { member: member.id, definition: id, overlay: work.overlay, agent });
  if (published.ok) return c.redirect(`${scope.base}?fait=publie`, 303);
  return showOverlay(c, scope, { issues: published.issues, status: 422 });
}

async function abandonRoute(c: PageContext): Promise<Response> {
  const scope = await overlayScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  if (form.resumed) return showOverlay(c, scope);
  await deleteOverlayDraft(scope.ctx.db, scope.member.id, scope.id);
  return c.redirect(`${scope.base}?fait=abandonne`, 303);
}

/** Choices made on conflicts: those of before come along, since giving one up may show others. */
async function decideRoute(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const decided = [...form.fields].flatMap(([name, [value]]) =>
    name.startsWith("choix:") && (value === "ours" || value === "base") ? [[name, value] as const] : [],
  );
  const scope = await overlayScope(c, new Map(decided.map(([name, value]) => [name.slice("choix:".length), value])));
  if (scope instanceof Response) return scope;
  if (form.resumed) return showOverlay(c, scope);
  if (scope.work.conflicts.length > 0) {
    const again = new Set(scope.work.conflicts.map(({ pointer }) => `choix:${pointer}`));
    return showOverlay(c, scope, { decided: decided.filter(([name]) => !again.has(name)), status: 422 });
  }
  await saveWork(scope, scope.work.overlay as unknown as Json);
  return c.redirect(`${scope.base}?fait=choisi`, 303);
}

/** Keeps what is being written, to publish later. */
export async function saveWork({ ctx, member, id }: OverlayScope, overlay: Json): Promise<void> {
  await saveOverlayDraft(ctx.db, { member: member.id, definition: id, overlay, now: ctx.clock() });
}
