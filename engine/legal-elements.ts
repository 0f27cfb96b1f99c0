import type { Files } from "./compile-clock.ts";
import type { CompiledDefinition } from "./definition.ts";
import type { DocumentTemplate } from "./document.ts";
import { machineOf } from "./event.ts";
import type { Expression } from "./form.ts";
import type { Action } from "./machine.ts";
import { type At, under } from "./report.ts";

/** Something the law makes a mail or a document say: by quoting one of these, and what it is. */
export interface Element {
  readonly by: readonly string[];
  readonly name: string;
}

/** CRPA L.212-2: without signature, a decision bears first name, name, capacity and service. */
export const DECIDED: Element = {
  by: ["about.decision"],
  name: "le prénom, le nom, la qualité et le service de qui décide ({{about.decision}})",
};

export const APPEAL: Element = {
  by: ["about.appeal"],
  name: "les voies et délais de recours ({{about.appeal}})",
};

/** Whether an expression among these pieces of a text reads this path, or holds this expression. */
export const quotes = (pieces: readonly (string | Expression)[], wanted: string): boolean =>
  pieces.some((piece) => {
    if (typeof piece === "string") return false;
    const at = piece.source.indexOf(wanted);
    return at >= 0 && !/[\w.]/.test(piece.source[at - 1] ?? "") && !/\w/.test(piece.source[at + wanted.length] ?? "");
  });

/** What an event does in a state: the actions of each of its transitions, those of the states around included. */
export function actionsOn(definition: CompiledDefinition, state: string, event: string): readonly Action[] {
  let { states } = machineOf(definition).source;
  return state.split(".").flatMap((name) => {
    const node = states.get(name);
    states = node?.states ?? new Map();
    return (node?.on.get(event) ?? []).flatMap(({ actions }) => actions);
  });
}

/** What citizens receive of the documents that an event produces in a state. */
export const documentsOn = (
  definition: CompiledDefinition,
  state: string,
  event: string,
): readonly DocumentTemplate[] =>
  actionsOn(definition, state, event).flatMap((action) => {
    const document = action.type === "document" ? definition.documents.get(action.params.document) : undefined;
    return document && !document.internal ? [document] : [];
  });

/** Where the text of a mail or a document is written: the definition's own takes the place of the workflow's. */
export function writtenAt(
  kind: "templates" | "documents",
  id: string,
  { schema }: CompiledDefinition,
  files: Files,
): At {
  const part = schema["x-definition"] as { readonly [kind in "templates" | "documents"]?: object } | undefined;
  const own = part?.[kind] !== undefined && Object.hasOwn(part[kind], id);
  return own ? under(files.definition, "x-definition", kind, id, "body") : under(files.workflow, kind, id, "body");
}
