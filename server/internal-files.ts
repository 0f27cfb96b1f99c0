import { type CompiledDefinition, type Entry, type EntryEvent, internalFiles } from "../engine/index.ts";

/** Ids of the files in internal fields of an entry or of its facts: for agents only. */
export function keptFiles(
  { form, forms, workflow }: CompiledDefinition,
  entry: Pick<Entry, "answers">,
  events: readonly EntryEvent[],
): readonly string[] {
  const inFacts = events.flatMap(({ type, from, data }) => {
    const asked = workflow.states.get(from ?? "")?.events.find((event) => event.type === type)?.form;
    const own = forms.get(asked ?? "");
    return [...internalFiles(form, { changes: data.changes ?? [] }), ...(own ? internalFiles(own, data) : [])];
  });
  return [...inFacts, ...internalFiles(form, { answers: entry.answers })];
}
