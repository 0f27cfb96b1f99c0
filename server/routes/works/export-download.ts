import { Readable } from "node:stream";
import { auditRead } from "../../audit.ts";
import { openFile } from "../../files/vault.ts";
import { notFound } from "../../problem.ts";
import { type PageContext, refuse } from "../back/agent-scope.ts";
import { disposition } from "../files.ts";
import { workScope } from "./work-scope.ts";

/** GET /{member}/agent/travaux/{work}/fichier: the file of an export, or of labels or letters, for its agent alone, as long as she reads every list it holds. */
export async function exportDownloadRoute(c: PageContext): Promise<Response> {
  const scope = await workScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, work, member, reached } = scope;
  if (work.kind === "bulk" || work.state !== "done" || work.expiresAt <= ctx.clock()) return refuse(c, notFound());
  const { file, name, type, members = [] } = work.report;
  if (file === undefined || name === undefined || type === undefined) return refuse(c, notFound());
  const seen = new Set(reached.places.map((place) => place.member.id));
  if (!members.every((id) => seen.has(id))) return refuse(c, notFound());
  const opened = await openFile(ctx, member.id, file);
  if (!opened.ok) return refuse(c, opened.problem);
  for (const place of reached.places.slice(0, 1)) {
    const read = { member: member.id, definition: work.definition, detail: { file } };
    auditRead(ctx, place.actor, { ...read, action: "file-read" });
  }
  // Node's and the platform's declarations of the same stream differ in name only.
  const body = Readable.toWeb(Readable.from(opened.value.content, { objectMode: false })) as ReadableStream;
  return c.body(body, 200, {
    "Content-Type": type,
    "Content-Length": String(opened.value.size),
    "Content-Disposition": disposition(name),
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cache-Control": "private, no-store",
  });
}
