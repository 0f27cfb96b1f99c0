import type { CompiledDefinition } from "./definition.ts";
import type { DocumentTemplate } from "./document.ts";
import { machineOf } from "./event.ts";
import type { Expression } from "./form.ts";
import type { Action } from "./machine.ts";

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
