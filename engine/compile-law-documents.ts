import { silenceEvent } from "./clock-of.ts";
import type { Files } from "./compile-clock.ts";
import type { CompiledDefinition } from "./definition.ts";
import type { DocumentTemplate, Node } from "./document.ts";
import { APPEAL, DECIDED, documentsOn, type Element, quotes, writtenAt } from "./legal-elements.ts";
import { type Report, under } from "./report.ts";

/** What a document gives by quoting it, or by a mark. */
interface Shown extends Element {
  readonly mark?: Node["kind"];
}

const SIGNED: Shown = {
  ...DECIDED,
  mark: "signature",
  name: "le prénom, le nom, la qualité et le service de qui décide ([signature])",
};

/** CRPA L.232-3: what was asked, when, and when silence accepted it. */
const ACCEPTED: Element = {
  by: ["about.certificate"],
  name: "ce que le silence a accepté, et quand ({{about.certificate}})",
};

/** A decision that a citizen keeps on paper says who took it, and how to contest one that refuses (CRPA L.212-2, R.421-5 CJA). */
export function checkDecisionDocuments(definition: CompiledDefinition, files: Files, report: Report): void {
  for (const { id, events } of definition.workflow.states.values()) {
    for (const { type, decision } of events) {
      if (!decision) continue;
      const elements = decision === "unfavorable" ? [SIGNED, APPEAL] : [SIGNED];
      for (const document of documentsOn(definition, id, type)) {
        checkDocument(document, elements, "decision-document", definition, files, report);
      }
    }
  }
}

/** Where silence accepts, it produces the certificate that the citizen may ask for (CRPA L.232-3). */
export function checkCertificates(definition: CompiledDefinition, files: Files, report: Report): void {
  const event = silenceEvent(definition);
  if (definition.clock.regime !== "SVA" || event === undefined) return;
  for (const { id, clock } of definition.workflow.states.values()) {
    if (clock === "stopped") continue;
    const documents = documentsOn(definition, id, event);
    if (documents.length === 0) {
      const message = `« ${event} » produit l'attestation de ce que le silence accepte : une action « document » (article L. 232-3).`;
      report.add("certificate", under(files.workflow, "silence", "SVA"), message);
    }
    for (const document of documents) {
      checkDocument(document, [ACCEPTED], "certificate", definition, files, report);
    }
  }
}

function checkDocument(
  { id, body }: DocumentTemplate,
  elements: readonly Shown[],
  code: "decision-document" | "certificate",
  definition: CompiledDefinition,
  files: Files,
  report: Report,
): void {
  for (const { by, mark, name } of elements) {
    const says = (node: Node) => "text" in node && by.some((path) => quotes(textOf(node), path));
    if (holds(body, (node) => node.kind === mark || says(node))) continue;
    report.add(code, writtenAt("documents", id, definition, files), `Le document « ${id} » doit donner ${name}.`);
  }
}

const textOf = ({ text }: Extract<Node, { readonly text: unknown }>) => text.map((piece) => piece.text);

/** Whether a part of a document, under a condition or not, is so. */
const holds = (nodes: readonly Node[], is: (node: Node) => boolean): boolean =>
  nodes.some((node) => (node.kind === "when" ? holds(node.holds, is) || holds(node.otherwise, is) : is(node)));
