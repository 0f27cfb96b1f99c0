import type { Hono } from "hono";
import { knowsInternal } from "../../engine/index.ts";
import { documentWords as words } from "../../renderer/strings-documents.ts";
import type { AppEnv, PageContext } from "../app-env.ts";
import { auditRead } from "../audit.ts";
import { noticeResponse } from "../middleware/answers.ts";
import { notFound } from "../problem.ts";
import { findDocument } from "../store/documents.ts";
import { isUuid } from "../store/entries.ts";
import { agentScope, definitionId } from "./back/agent-scope.ts";
import { entryToRead, sendFile } from "./files.ts";

/** Downloads of what the platform wrote about an entry, by whoever may read the entry. */
export function registerDocumentRoutes(app: Hono<AppEnv>): void {
  app.get("/:member/demandes/:entry/documents/:document", (c) => download(c));
  app.get("/:member/agent/:domain/:name/:entry/documents/:document", async (c) => {
    const scope = await agentScope(c, definitionId(c));
    return scope instanceof Response ? scope : download(c);
  });
}

async function download(c: PageContext): Promise<Response> {
  const { ctx } = c.var;
  const id = (c.req.param() as Record<string, string>)["document"] ?? "";
  const read = await entryToRead(c);
  const found = read && isUuid(id) ? await findDocument(ctx, read.entry.member, id) : null;
  if (!read || found?.entryId !== read.entry.id) return noticeResponse(c, notFound());
  const { entry, definition, actor } = read;
  if (found.internal && !knowsInternal(actor)) return noticeResponse(c, notFound());
  const { member } = entry;
  const of = { member, definition: definition.id, target: entry.id, detail: { file: found.id } };
  auditRead(ctx, actor, { ...of, action: "file-read" });
  return sendFile(c, member, {
    id: found.id,
    type: "application/pdf",
    name: words.fileName(found.title, entry.reference),
  });
}
