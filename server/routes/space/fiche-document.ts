import { documentWords } from "../../../renderer/strings-documents.ts";
import { noticeResponse } from "../../middleware/answers.ts";
import { notFound } from "../../problem.ts";
import { findDocument } from "../../store/documents.ts";
import { isUuid } from "../../store/entries.ts";
import { sendFile } from "../files.ts";
import { ficheScope } from "../front/entry-scope.ts";
import type { PageContext } from "../front/front-scope.ts";
import { linkedBy } from "./fiche-links.ts";

/**
 * GET /{member}/fiches/{entry}/liens/{relation}/{of}/{linked}/documents/{document}: what was delivered about an entry that is about her,
 * whoever filed it. Notes and documents of the service are not.
 */
export async function ficheDocumentRoute(c: PageContext): Promise<Response> {
  const scope = await ficheScope(c);
  const params = c.req.param() as Record<string, string>;
  const { relation: asked = "", of = "", linked = "", document = "" } = params;
  const relation = scope?.definition.relations.find(
    ({ id }) => id === asked && scope.holderView.relations.includes(id),
  );
  if (!scope || !relation) return noticeResponse(c, notFound());
  const found = (await linkedBy(c, scope, relation)).find(({ entry }) => entry.member === of && entry.id === linked);
  const made = found && isUuid(document) ? await findDocument(scope.ctx, of, document) : null;
  if (!found || !made || made.internal || made.entryId !== found.entry.id) return noticeResponse(c, notFound());
  const name = documentWords.fileName(made.title, found.entry.reference);
  return sendFile(c, of, { id: made.id, type: "application/pdf", name });
}
