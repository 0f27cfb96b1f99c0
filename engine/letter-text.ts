import { extendNames, namesOf } from "./cel-names.ts";
import { compileDocument } from "./compile-documents.ts";
import { compileTemplate } from "./compile-templates.ts";
import type { CompiledDefinition, Template } from "./definition.ts";
import type { DocumentTemplate, Node } from "./document.ts";
import type { Field } from "./form.ts";
import { newReport } from "./report.ts";
import { failed, type Issue, ok, type Result } from "./result.ts";
import { isGroup } from "./slot-value.ts";

/** Places where an agent may have an answer put in a text; what it takes to work one out is bounded by how many there are. */
const MOST_QUOTES = 100;
const FILE = "texte";

/** Marks of documents that follow from a fact of an entry: a letter that an agent writes to many follows from none. */
const OF_A_FACT: Readonly<Partial<Record<Node["kind"], string>>> = {
  code: "code de vérification",
  prices: "prix",
  standing: "classement",
  card: "carte",
  answers: "réponses",
};

/**
 * Compiles a letter that an agent writes to those of a list: the language of documents, over the answers of the entry. Nothing internal
 * is quoted. Issues point to "/title" and "/body".
 */
export function compileLetter(
  definition: CompiledDefinition,
  { title, body }: { readonly title: string; readonly body: string },
): Result<DocumentTemplate> {
  if (tooMany(body)) return failed([quotesIssue()]);
  const report = newReport();
  const at = { file: FILE, pointer: "" };
  const document = compileDocument(FILE, { title, body }, namesFor(definition), at, report);
  for (const kind of kindsOf(document.body)) {
    const mark = OF_A_FACT[kind];
    if (mark === undefined) continue;
    report.add(
      "document-mark",
      { file: FILE, pointer: "/body" },
      `« [${mark}] » ne sert pas dans une lettre à plusieurs.`,
    );
  }
  const issues = report.issues();
  return issues.length > 0 ? failed(issues) : ok(document);
}

const kindsOf = (nodes: readonly Node[]): ReadonlySet<Node["kind"]> =>
  new Set(
    nodes.flatMap((node) =>
      node.kind === "when" ? [...kindsOf(node.holds), ...kindsOf(node.otherwise)] : [node.kind],
    ),
  );

/** The same for a mail: what is quoted stands between `{{` and `}}` in its subject and its body. */
export function compileMass(
  definition: CompiledDefinition,
  { subject, body }: { readonly subject: string; readonly body: string },
): Result<Template> {
  if (tooMany(`${subject}${body}`)) return failed([quotesIssue()]);
  const report = newReport();
  const template = compileTemplate(FILE, { subject, body }, namesFor(definition), { file: FILE, pointer: "" }, report);
  if ([...template.subject, ...template.body].some((piece) => piece === LINK)) {
    const message = "« {{lien}} » mène à une demande : un courriel à plusieurs n'en a pas.";
    report.add("template-syntax", { file: FILE, pointer: "/body" }, message);
  }
  const issues = report.issues();
  return issues.length > 0 ? failed(issues) : ok(template);
}

const LINK = "{{lien}}";

const namesFor = ({ form }: CompiledDefinition) => extendNames(namesOf(form.order), { about: true });

const tooMany = (text: string): boolean => text.split("{{").length - 1 > MOST_QUOTES;

const quotesIssue = (): Issue => ({
  code: "template-syntax",
  pointer: "/body",
  message: `Ce texte cite plus de ${MOST_QUOTES} réponses.`,
});

/** The answers that such a text may quote, each as it is written between braces. Lists and files are not. */
export function massQuotable({
  form,
}: Pick<CompiledDefinition, "form">): readonly { readonly source: string; readonly title: string }[] {
  const told = (fields: readonly Field[], before: string): readonly { source: string; title: string }[] =>
    fields.flatMap((field) => {
      if (field.internal || field.widget.startsWith("attachment")) return [];
      const source = `${before}${field.key}`;
      if (isGroup(field)) return told(field.fields ?? [], `${source}.`);
      return field.type === "array" && field.fields ? [] : [{ source, title: field.title }];
    });
  return told(form.order, "");
}
