import type { Names } from "./cel-names.ts";
import type { ActionContext } from "./compile-actions.ts";
import { compileDocument } from "./compile-documents.ts";
import { checkId, type Placed, placed } from "./compile-forms.ts";
import { compileTemplate } from "./compile-templates.ts";
import type { Template } from "./definition.ts";
import type { DocumentTemplate } from "./document.ts";
import type { DefinitionPart, DocumentFile, TemplateFile, WorkflowFile } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";

/** What a definition and its workflow write: mails and documents, those of the definition in place of the workflow's. */
export interface WrittenFiles {
  readonly templates: Placed<TemplateFile>;
  readonly documents: Placed<DocumentFile>;
}

/** The mails and the documents of both files, with their places. */
export function writtenFiles(workflow: WorkflowFile, workflowAt: At, part: DefinitionPart, partAt: At): WrittenFiles {
  const of = <T>(name: "templates" | "documents", shared?: Record<string, T>, own?: Record<string, T>) =>
    placed(shared, under(workflowAt, name), own, under(partAt, name));
  return {
    templates: of("templates", workflow.templates, part.templates),
    documents: of("documents", workflow.documents, part.documents),
  };
}

/** What actions may name of them: mails, those of them that have words for a text message, documents. */
export const writtenIds = ({ templates, documents }: WrittenFiles) => ({
  templates: new Set(templates.keys()),
  texts: new Set([...templates].flatMap(([id, { value }]) => (value.sms === undefined ? [] : [id]))),
  documents: new Map([...documents].map(([id, { value }]) => [id, { internal: value.internal ?? false }])),
});

/** The forms of the events that use each mail and each document: what they may quote. */
export interface Uses {
  readonly usedBy: (used: Parameters<ActionContext["uses"]>[0], form: string | undefined) => void;
  of(kind: keyof WrittenFiles, id: string): ReadonlySet<string | undefined> | undefined;
}

/** Nothing used yet, but for mails that no event sends. */
export function newUses(mails: readonly string[]): Uses {
  const found = {
    templates: new Map(mails.map((id) => [id, new Set<string | undefined>([undefined])])),
    documents: new Map<string, Set<string | undefined>>(),
  };
  return {
    usedBy(used, form) {
      const [forms, id] = "template" in used ? [found.templates, used.template] : [found.documents, used.document];
      forms.set(id, (forms.get(id) ?? new Set()).add(form));
    },
    of: (kind, id) => found[kind].get(id),
  };
}

interface Written {
  readonly templates: ReadonlyMap<string, Template>;
  readonly documents: ReadonlyMap<string, DocumentTemplate>;
}

/** Each is checked once for each form its event may ask for: what it quotes must be in all of them. */
export function compileWritten(
  files: WrittenFiles,
  uses: Uses,
  names: (form: string | undefined) => Names,
  report: Report,
): Written {
  const templates = new Map<string, Template>();
  for (const [id, { value, at }] of files.templates) {
    checkId(id, at, { report });
    const forms = uses.of("templates", id);
    if (!forms) report.add("template-unused", at, `Aucun courriel n'emploie le modèle « ${id} ».`);
    for (const form of forms ?? []) templates.set(id, compileTemplate(id, value, names(form), at, report));
  }
  const documents = new Map<string, DocumentTemplate>();
  for (const [id, { value, at }] of files.documents) {
    checkId(id, at, { report });
    const forms = uses.of("documents", id);
    if (!forms) report.add("document-unused", at, `Aucune action « document » ne produit « ${id} ».`);
    for (const form of forms ?? []) documents.set(id, compileDocument(id, value, names(form), at, report));
  }
  return { templates, documents };
}
