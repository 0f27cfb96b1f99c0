import { Readable } from "node:stream";
import type { Hono } from "hono";
import { type Actor, type CompiledDefinition, canRead, type Entry, knowsInternal } from "../../engine/index.ts";
import { fileWords } from "../../renderer/strings-files.ts";
import type { AppEnv, PageContext } from "../app-env.ts";
import { auditRead } from "../audit.ts";
import type { Context } from "../context.ts";
import { mayBeOpened } from "../file-view.ts";
import { isPicture, shownPicture } from "../files/picture.ts";
import { openFile } from "../files/vault.ts";
import { actorBefore } from "../identity/by-mandate.ts";
import { keptFiles } from "../internal-files.ts";
import { noticeResponse } from "../middleware/answers.ts";
import { done, notFound, type Outcome, type Problem, problem, refused } from "../problem.ts";
import { type FoundAttachment, findAttachment, type StoredAttachment } from "../store/attachments.ts";
import { findEntry, isUuid } from "../store/entries.ts";
import { entryHistory } from "../store/events.ts";
import type { ApiContext } from "./api/subject.ts";
import { agentScope, definitionId } from "./back/agent-scope.ts";
import { draftScope } from "./front/front-scope.ts";

const CITIZEN = "/:member/demandes/:entry/fichiers/:file";
const AGENT = "/:member/agent/:domain/:name/:entry/fichiers/:file";
const DRAFT = "/:member/demarches/:draft/fichiers/:file";

/** How a file leaves: to be saved, as it was sent; or as a picture of a page, without what it tells of its maker. */
type Way = "saved" | "shown";

/** Files of an entry, by whoever may read the entry; of a draft, by who fills it. */
export function registerFileRoutes(app: Hono<AppEnv>): void {
  for (const [suffix, way] of [
    ["", "saved"],
    ["/image", "shown"],
  ] as const) {
    app.get(`${CITIZEN}${suffix}`, (c) => ofEntry(c, way));
    app.get(`${AGENT}${suffix}`, async (c) => {
      const scope = await agentScope(c, definitionId(c));
      return scope instanceof Response ? scope : ofEntry(c, way);
    });
    app.get(`${DRAFT}${suffix}`, (c) => ofDraft(c, way));
  }
}

/** An entry that a path names, before someone who may read it. */
export interface ReadEntry {
  readonly entry: Entry;
  readonly definition: CompiledDefinition;
  readonly actor: Actor;
}

/** The entry whose file the path names; null when there is none, or this person may not know of it. */
export async function entryToRead(c: PageContext): Promise<ReadEntry | null> {
  const { ctx, session } = c.var;
  const { member = "", entry: entryId = "", domain, name } = c.req.param() as Record<string, string>;
  const entry = ctx.catalogue.member(member) && (await findEntry(ctx, member, entryId));
  if (!entry || (domain !== undefined && entry.definition !== `${domain}/${name}`)) return null;
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  const actor = actorBefore(ctx, session, member, definition, entry);
  return canRead(definition, entry, actor) ? { entry, definition, actor } : null;
}

async function ofEntry(c: PageContext, way: Way): Promise<Response> {
  const { member = "", file = "" } = c.req.param() as Record<string, string>;
  const read = await entryToRead(c);
  const found = read ? await fileOfEntry(c.var.ctx, read, file) : refused(notFound());
  if (!found.ok) return noticeResponse(c, found.problem);
  return way === "saved" ? sendFile(c, member, found.value) : showPicture(c, member, found.value);
}

/**
 * A file of an entry, for someone who may read the entry: from here on she has opened it, which is logged. Refusals:
 * `not-found` (it is another's, or kept among agents), `not-allowed` (the antivirus keeps it from her).
 */
export async function fileOfEntry(
  ctx: Context,
  { entry, definition, actor }: ReadEntry,
  file: string,
): Promise<Outcome<FoundAttachment>> {
  const { member } = entry;
  const attachment = await findAttachment(ctx, member, file);
  if (attachment?.entryId !== entry.id) return refused(notFound());
  if (await isKeptFrom(ctx, definition, entry, actor, attachment.id)) return refused(notFound());
  const held = heldBack(ctx, attachment, actor);
  if (held) return refused(held);
  const of = { member, definition: definition.id, target: entry.id, detail: { file: attachment.id } };
  auditRead(ctx, actor, { ...of, action: "file-read" });
  return done(attachment);
}

/** What she has sent in a form she has not sent yet. */
async function ofDraft(c: PageContext, way: Way): Promise<Response> {
  const scope = await draftScope(c);
  const id = c.req.param("file") ?? "";
  const attachment = scope && isUuid(id) ? await findAttachment(scope.ctx, scope.member.id, id) : null;
  const hers = scope !== null && [scope.actor.id, ...scope.actor.holders].includes(attachment?.owner ?? "");
  if (!attachment || attachment.entryId !== null || !hers) return noticeResponse(c, notFound());
  const held = heldBack(scope.ctx, attachment, scope.actor);
  if (held) return noticeResponse(c, held);
  return way === "saved" ? sendFile(c, scope.member.id, attachment) : showPicture(c, scope.member.id, attachment);
}

/** What the antivirus keeps from being opened, with how to go on. */
function heldBack(ctx: Context, attachment: FoundAttachment, actor: Actor): Problem | null {
  if (mayBeOpened(ctx, attachment, [actor.id, ...actor.holders])) return null;
  const { infected, waiting } = fileWords;
  if (attachment.scan !== "infected") return problem("not-allowed", waiting);
  return problem("not-allowed", actor.kind === "agent" ? infected.agent : infected.citizen);
}

/** Whether a file is in an internal field, of the entry or of an event, that this actor may not know of. */
async function isKeptFrom(
  ctx: Context,
  definition: CompiledDefinition,
  entry: Entry,
  actor: Actor,
  file: string,
): Promise<boolean> {
  if (knowsInternal(actor)) return false;
  return keptFiles(definition, entry, await entryHistory(ctx, entry.member, entry.id)).includes(file);
}

const ALONE = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "Cache-Control": "private, no-store",
};

/** A file as a download: never shown as a page of ours, whatever is inside. */
export async function sendFile(
  c: PageContext,
  member: string,
  attachment: Pick<StoredAttachment, "id" | "name" | "type">,
): Promise<Response> {
  const file = await openFile(c.var.ctx, member, attachment.id);
  return file.ok ? fileResponse(c, file.value, attachment) : noticeResponse(c, file.problem);
}

/** An open file as a download. */
export function fileResponse(
  c: PageContext | ApiContext,
  { content, size }: { readonly content: AsyncIterable<Uint8Array>; readonly size: number },
  { name, type }: Pick<StoredAttachment, "name" | "type">,
): Response {
  return c.body(streamOf(content), 200, {
    "Content-Type": type === "text/plain" ? "text/plain; charset=utf-8" : type,
    "Content-Length": String(size),
    "Content-Disposition": disposition(name),
    ...ALONE,
  });
}

/** A photo or a drawing within a page. A drawing made of code (SVG) is not of those accepted, hence never here. */
async function showPicture(c: PageContext, member: string, attachment: StoredAttachment): Promise<Response> {
  if (!isPicture(attachment.type)) return noticeResponse(c, notFound());
  const file = await openFile(c.var.ctx, member, attachment.id);
  if (!file.ok) return noticeResponse(c, file.problem);
  return c.body(streamOf(shownPicture(attachment.type, file.value.content)), 200, {
    "Content-Type": attachment.type,
    "Content-Disposition": disposition(attachment.name, "inline"),
    ...ALONE,
  });
}

/** Node's and the platform's declarations of the same stream differ in name only. */
const streamOf = (content: AsyncIterable<Uint8Array>): ReadableStream =>
  Readable.toWeb(Readable.from(content, { objectMode: false })) as ReadableStream;

/** RFC 6266 with the name of RFC 8187, and an ASCII one for old software. */
export function disposition(name: string, how: "attachment" | "inline" = "attachment"): string {
  const ascii = name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
