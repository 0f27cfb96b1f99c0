import { type CompiledDefinition, parisDay, specimen } from "../../../engine/index.ts";
import { documentPdf } from "../../../renderer/pdf/document-pdf.ts";
import { about } from "../../commands/write-entry.ts";
import { overlayWork, tryOverlay } from "../../overlay-work.ts";
import { letterheadOf } from "../../pdf/letterhead.ts";
import { notFound } from "../../problem.ts";
import { type AgentScope, definitionId, type PageContext, refuse } from "../back/agent-scope.ts";
import { sendPdf } from "../send-pdf.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";

/** Where the trials of a definition's documents are. */
export const documentsHref = ({ member }: Pick<AgentScope, "member">, definition: string): string =>
  `/${member.id}/agent/${ADMINISTRATION}/documents/${definition}`;

/**
 * GET …/documents/{domain}/{name}/{document}: a document with made-up answers, marked as a specimen, as the member is
 * writing it or has published it.
 */
export async function documentPreviewRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-fonctionnel"]);
  if (scope instanceof Response) return scope;
  const { ctx, member, now } = scope;
  const definition = await definitionAtHand(scope, definitionId(c));
  const template = definition?.documents.get(c.req.param("document") ?? "");
  if (!definition || !template) return refuse(c, notFound());
  const { reference, ...composed } = specimen(definition, template, now, about(ctx, member.id, definition));
  const { bytes } = await documentPdf({
    head: await letterheadOf(ctx, ctx.db, member, definition),
    composed,
    about: definition.title,
    reference,
    at: new Date(now),
    day: parisDay(now),
    verification: null,
  });
  return sendPdf(c, bytes, `${composed.title}.pdf`, "inline");
}

/** The definition with the changes that are not published yet, when they can be; else as it is. */
export async function definitionAtHand({ ctx, member }: AgentScope, id: string): Promise<CompiledDefinition | null> {
  const work = await overlayWork(ctx, member.id, id);
  const tried = work && work.conflicts.length === 0 ? await tryOverlay(work) : null;
  return tried?.ok ? tried.value : ctx.catalogue.definition(member.id, id);
}
