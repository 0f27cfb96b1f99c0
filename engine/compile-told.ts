import type { ActionContext, ListContext, ParamReader } from "./compile-actions.ts";
import type { Action } from "./machine.ts";
import { under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

/** A mail, and the document that goes with it. */
export function compileMail(params: ParamReader, context: ListContext): Action | undefined {
  const template = knownTemplate(params, context);
  const to = params.expression("to", "string");
  const document = params.text("document");
  if (document !== undefined && !joins(document, params, context)) return undefined;
  if (template === undefined) return undefined;
  return to && { type: "mail", params: { to, template, ...(document !== undefined && { document }) } };
}

/** A mail joins what the same actions produced before it, and that citizens may read. */
function joins(document: string, { at }: ParamReader, { documents, produced, report }: ListContext): boolean {
  const known = documents.get(document);
  const wrong = !known
    ? `Le document « ${document} » n'existe pas${didYouMean(document, documents.keys())}`
    : known.internal
      ? `Le document « ${document} » est réservé aux agents : un courriel ne peut pas le joindre.`
      : `Mettez l'action qui produit « ${document} » avant ce courriel, dans la même liste.`;
  if (known && !known.internal && produced.has(document)) return true;
  report.add("document-joined", under(at, "document"), wrong);
  return false;
}

/** A text message. */
export function compileSms(params: ParamReader, context: ActionContext): Action | undefined {
  const template = knownTemplate(params, context);
  const to = params.expression("to", "string");
  if (template === undefined) return undefined;
  if (!context.texts.has(template)) {
    const message = `Le modèle « ${template} » n'a pas de texte de SMS (« sms »).`;
    context.report.add("template-sms", under(params.at, "template"), message);
  }
  return to && { type: "sms", params: { to, template } };
}

function knownTemplate(params: ParamReader, { templates, report, uses }: ActionContext): string | undefined {
  const template = params.text("template") ?? "";
  if (templates.has(template)) {
    uses({ template });
    return template;
  }
  const message = `Le modèle « ${template} » n'existe pas${didYouMean(template, templates)}`;
  report.add("template-unknown", under(params.at, "template"), message);
  return undefined;
}
