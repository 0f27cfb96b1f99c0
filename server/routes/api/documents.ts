import { type Actor, type CompiledDefinition, knowsInternal } from "../../../engine/index.ts";
import { documentWords as words } from "../../../renderer/strings-documents.ts";
import { auditRead } from "../../audit.ts";
import { openFile } from "../../files/vault.ts";
import { notFound, problemResponse } from "../../problem.ts";
import { type EntryDocuments, entryDocuments, findDocument } from "../../store/documents.ts";
import { isUuid } from "../../store/entries.ts";
import { fileResponse } from "../files.ts";
import { logEntryRead, visibleEntry } from "./entry-read.ts";
import type { ApiContext } from "./subject.ts";

const PDF = "application/pdf";

/** GET /{member}/{definition}/entries/{id}/documents: what the platform wrote about the entry, newest first. */
export async function listDocuments(c: ApiContext): Promise<Response> {
  const found = await visibleEntry(c);
  if (found instanceof Response) return found;
  logEntryRead(found);
  const { ctx, entry, definition, actor } = found;
  return c.json(documentsView(await entryDocuments(ctx, entry.member, entry.id), definition, actor));
}

/** Documents as the API tells them: those for agents alone to agents alone, and without a code, which nobody verifies. */
function documentsView({ made, waiting }: EntryDocuments, { documents }: CompiledDefinition, actor: Actor) {
  const inside = knowsInternal(actor);
  return {
    items: made
      .filter(({ internal }) => inside || !internal)
      .map(({ id, template, title, internal, pages, size, sha256, code, at }) => ({
        id,
        document: template,
        title,
        type: PDF,
        size,
        pages,
        sha256: sha256.toString("hex"),
        internal,
        ...(!internal && { code }),
        at: at.toISOString(),
      })),
    waiting: waiting.flatMap(({ template, late }) => {
      const document = documents.get(template);
      if (!document || (document.internal && !inside)) return [];
      return [{ document: template, title: document.title, late }];
    }),
  };
}

/** GET …/documents/{document}: one of them, as its file. */
export async function readDocument(c: ApiContext): Promise<Response> {
  const found = await visibleEntry(c);
  if (found instanceof Response) return found;
  const { ctx, entry, definition, actor } = found;
  const id = c.req.param("document") ?? "";
  const document = isUuid(id) ? await findDocument(ctx, entry.member, id) : null;
  if (document?.entryId !== entry.id) return problemResponse(c, notFound());
  if (document.internal && !knowsInternal(actor)) return problemResponse(c, notFound());
  const of = { member: entry.member, definition: definition.id, target: entry.id, detail: { file: id } };
  auditRead(ctx, actor, { ...of, action: "file-read" });
  const file = await openFile(ctx, entry.member, id);
  if (!file.ok) return problemResponse(c, file.problem);
  return fileResponse(c, file.value, { type: PDF, name: words.fileName(document.title, entry.reference) });
}
