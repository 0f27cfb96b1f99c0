import { type Json, readOverlay } from "../../../engine/index.ts";
import { overlayFilePage, overlayPartPage } from "../../../renderer/admin/overlay-part-page.tsx";
import type { PlacedIssue } from "../../definition-files.ts";
import { readJsonText } from "../../json-text.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { isPart, type Part, partSections, typedSections, withPart } from "../../overlay-parts.ts";
import { OVERLAY_FILE } from "../../overlay-work.ts";
import { notFound } from "../../problem.ts";
import { backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { ADMINISTRATION } from "./admin-scope.ts";
import { addQuestion, showAdd } from "./overlay-add.ts";
import { type OverlayScope, overlayScope } from "./overlay-scope.ts";
import { saveWork } from "./overlays.ts";
import { posted } from "./posted.ts";

/** GET …/personnalisations/{domain}/{name}/{part}: a form for one part of what may be changed. */
export async function overlayPartRoute(c: PageContext): Promise<Response> {
  const scope = await partScope(c);
  if (scope instanceof Response) return scope;
  const part = c.req.param("part") ?? "";
  if (part === "fichier") return showFile(c, scope, textOf(scope), []);
  if (part === "ajouter") return showAdd(c, scope);
  return isPart(part) ? showPart(c, scope, part) : refuse(c, notFound());
}

/** POST of the same: keeps it as a draft. */
export async function saveOverlayPartRoute(c: PageContext): Promise<Response> {
  const scope = await partScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const part = c.req.param("part") ?? "";
  if (part === "fichier") return saveFile(c, scope, form);
  if (part === "ajouter") return addQuestion(c, scope, form);
  if (!isPart(part)) return refuse(c, notFound());
  const { base, overlay } = scope.work;
  const typed = (name: string) => posted(form, name, Number.POSITIVE_INFINITY).replaceAll("\r\n", "\n");
  const sections = partSections(part, base, overlay);
  const { issues, sections: filled } = typedSections(sections, typed);
  if (issues.length > 0) return showPart(c, scope, part, { sections: filled, issues });
  const changed = withPart(sections, overlay, typed);
  if (form.resumed) return showPart(c, { ...scope, work: { ...scope.work, overlay: changed } }, part);
  await saveWork(scope, changed as unknown as Json);
  return c.redirect(`${scope.base}?fait=enregistre`, 303);
}

/** While conflicts wait, only the file can be written: the forms speak of the definition as it is now. */
async function partScope(c: PageContext): Promise<OverlayScope | Response> {
  const scope = await overlayScope(c);
  if (scope instanceof Response || c.req.param("part") === "fichier") return scope;
  return scope.work.conflicts.length > 0 ? c.redirect(scope.base, 303) : scope;
}

async function showPart(
  c: PageContext,
  scope: OverlayScope,
  part: Part,
  typed?: ReturnType<typeof typedSections>,
): Promise<Response> {
  const { base, overlay } = scope.work;
  const frame = await backFrame(c, scope, ADMINISTRATION);
  const shown = typed ?? { sections: partSections(part, base, overlay), issues: [] };
  const html = overlayPartPage({ frame, base: scope.base, part, definition: base.title, ...shown });
  return c.html(html, shown.issues.length > 0 ? 422 : 200);
}

const textOf = ({ work }: OverlayScope): string => JSON.stringify(work.overlay, null, 2);

async function showFile(
  c: PageContext,
  scope: OverlayScope,
  text: string,
  issues: readonly PlacedIssue[],
): Promise<Response> {
  const frame = await backFrame(c, scope, ADMINISTRATION);
  const definition = scope.work.base.title;
  const html = overlayFilePage({ frame, base: scope.base, part: "fichier", definition, text, issues });
  return c.html(html, issues.length > 0 ? 422 : 200);
}

async function saveFile(c: PageContext, scope: OverlayScope, form: ReadForm): Promise<Response> {
  const text = form.fields.get("fichier")?.[0] ?? "";
  if (form.resumed) return showFile(c, scope, text, []);
  const read = readJsonText(text);
  if (!read.ok) {
    const { line, message } = read.mistake;
    return showFile(c, scope, text, [{ code: "not-json", file: OVERLAY_FILE, pointer: "", line, message }]);
  }
  const overlay = readOverlay({ file: OVERLAY_FILE, overlay: read.text.value });
  if (!overlay.ok) {
    const placed = overlay.issues.map((issue) => ({ ...issue, line: read.text.lineOf(issue.pointer) }));
    return showFile(c, scope, text, placed);
  }
  await saveWork(scope, overlay.value as unknown as Json);
  return c.redirect(`${scope.base}?fait=enregistre`, 303);
}
