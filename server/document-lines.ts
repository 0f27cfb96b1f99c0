import { asksPayments, type CompiledDefinition, certificates, formatInstant } from "../engine/index.ts";
import type { DocumentLine } from "../renderer/document-list.tsx";
import { fileSize } from "../renderer/file-parts.tsx";
import { documentWords as words } from "../renderer/strings-documents.ts";
import type { Context } from "./context.ts";
import { entryDocuments } from "./store/documents.ts";

/**
 * The documents of an entry as a page lists them. A definition that has none, nor payments, costs no reading.
 * @param base address of the entry
 * @param agent false: what is for agents is left out
 */
export async function documentLines(
  ctx: Context,
  definition: CompiledDefinition,
  {
    member,
    id,
    base,
    agent,
  }: { readonly member: string; readonly id: string; readonly base: string; readonly agent: boolean },
): Promise<readonly DocumentLine[]> {
  if (definition.documents.size === 0 && !asksPayments(definition)) return [];
  const { made, waiting } = await entryDocuments(ctx, member, id);
  const certifying = certificates(definition);
  const soon = waiting.flatMap(({ template, late }): DocumentLine[] => {
    const document = definition.documents.get(template);
    if (!document || (document.internal && !agent)) return [];
    const { title, internal } = document;
    return [
      {
        title,
        href: null,
        detail: late && agent ? words.late : words.waiting,
        internal,
        certificate: certifying.has(template),
      },
    ];
  });
  const there = made.filter(({ internal }) => agent || !internal);
  return [
    ...soon,
    ...there.map(({ id: document, template, title, internal, pages, size, at }) => ({
      title,
      href: `${base}/documents/${document}`,
      detail: words.made(formatInstant(at.toISOString()), pages, fileSize(size)),
      internal,
      certificate: certifying.has(template),
    })),
  ];
}
