import { Readable } from "node:stream";
import type { Hono } from "hono";
import { type Actor, type CompiledDefinition, canRead, type Entry, knowsInternal } from "../../engine/index.ts";
import type { AppEnv, PageContext } from "../app-env.ts";
import { auditRead } from "../audit.ts";
import type { Context } from "../context.ts";
import { openFile } from "../files/vault.ts";
import { actorBefore } from "../identity/by-mandate.ts";
import { keptFiles } from "../internal-files.ts";
import { noticeResponse } from "../middleware/answers.ts";
import { notFound } from "../problem.ts";
import { findAttachment, type StoredAttachment } from "../store/attachments.ts";
import { findEntry, isUuid } from "../store/entries.ts";
import { entryHistory } from "../store/events.ts";
import { agentScope, definitionId } from "./back/agent-scope.ts";

/** Downloads of the files of an entry, by whoever may read the entry. */
export function registerFileRoutes(app: Hono<AppEnv>): void {
  app.get("/:member/demandes/:entry/fichiers/:file", (c) => download(c));
  app.get("/:member/agent/:domain/:name/:entry/fichiers/:file", async (c) => {
    const scope = await agentScope(c, definitionId(c));
    return scope instanceof Response ? scope : download(c);
  });
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

async function download(c: PageContext): Promise<Response> {
  const { ctx } = c.var;
  const { member = "", file = "" } = c.req.param() as Record<string, string>;
  const read = await entryToRead(c);
  if (!read || !isUuid(file)) return noticeResponse(c, notFound());
  const { entry, definition, actor } = read;
  const attachment = await findAttachment(ctx, member, file);
  if (attachment?.entryId !== entry.id) return noticeResponse(c, notFound());
  if (await isKeptFrom(ctx, definition, entry, actor, attachment.id)) return noticeResponse(c, notFound());
  const of = { member, definition: definition.id, target: entry.id, detail: { file: attachment.id } };
  auditRead(ctx, actor, { ...of, action: "file-read" });
  return sendFile(c, member, attachment);
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

/** A file as a download: never shown as a page of ours, whatever is inside. */
export async function sendFile(
  c: PageContext,
  member: string,
  attachment: Pick<StoredAttachment, "id" | "name" | "type">,
): Promise<Response> {
  const file = await openFile(c.var.ctx, member, attachment.id);
  if (!file.ok) return noticeResponse(c, file.problem);
  // Node's and the platform's declarations of the same stream differ in name only.
  const body = Readable.toWeb(Readable.from(file.value.content, { objectMode: false })) as ReadableStream;
  return c.body(body, 200, {
    "Content-Type": attachment.type === "text/plain" ? "text/plain; charset=utf-8" : attachment.type,
    "Content-Length": String(file.value.size),
    "Content-Disposition": disposition(attachment.name),
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cache-Control": "private, no-store",
  });
}

/** RFC 6266 with the name of RFC 8187, and an ASCII one for old software. */
export function disposition(name: string): string {
  const ascii = name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
