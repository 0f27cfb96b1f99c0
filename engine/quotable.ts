import type { CompiledDefinition } from "./definition.ts";
import type { DocumentTemplate } from "./document.ts";
import { machineOf } from "./event.ts";
import type { Field } from "./form.ts";
import type { Action, NodeSource } from "./machine.ts";
import { isGroup } from "./slot-value.ts";

/** An answer that a document may quote between `{{` and `}}`. */
export interface Quotable {
  /** "adresse.commune", "event.motif". */
  readonly source: string;
  readonly title: string;
}

/**
 * The answers that a document may quote: those of the entry, and those of every form by which it is produced. Lists are
 * left out: `[réponses]` shows them.
 */
export function quotable(definition: CompiledDefinition, document: DocumentTemplate): readonly Quotable[] {
  const told = (fields: readonly Field[], before: string): readonly Quotable[] =>
    fields.flatMap((field): readonly Quotable[] => {
      if (field.internal && !document.internal) return [];
      const source = `${before}${field.key}`;
      if (isGroup(field)) return told(field.fields ?? [], `${source}.`);
      return field.type === "array" && field.fields ? [] : [{ source, title: field.title }];
    });
  const forms = formsOf(definition, document.id).map((id) => (id === undefined ? [] : eventFields(definition, id)));
  const [first = [], ...rest] = forms;
  const common = first.filter(({ key }) => rest.every((form) => form.some((field) => field.key === key)));
  return [...told(definition.form.order, ""), ...told(common, "event.")];
}

const eventFields = ({ form, forms }: CompiledDefinition, id: string): readonly Field[] =>
  (id === "entry" ? form : forms.get(id))?.order ?? [];

/** The forms of the events that produce a document; undefined where none is asked. */
function formsOf(definition: CompiledDefinition, document: string): readonly (string | undefined)[] {
  const { states } = machineOf(definition).source;
  const makes = (actions: readonly Action[]) =>
    actions.some((action) => action.type === "document" && action.params.document === document);
  const walk = (nodes: ReadonlyMap<string, NodeSource>, above: string): readonly (string | undefined)[] =>
    [...nodes].flatMap(([name, node]) => {
      const path = `${above}${name}`;
      const arcs = [...node.always, ...[...node.after.values()].flat()];
      const alone = makes([...node.entry, ...node.exit, ...arcs.flatMap(({ actions }) => actions)]);
      const asked = [...node.on].flatMap(([event, on]) =>
        makes(on.flatMap(({ actions }) => actions)) ? formsAsked(definition, path, event) : [],
      );
      return [...(alone ? [undefined] : []), ...asked, ...walk(node.states, `${path}.`)];
    });
  return walk(states, "");
}

/** The form an event asks for, in a state or in those within it. */
const formsAsked = ({ workflow }: CompiledDefinition, path: string, event: string): readonly (string | undefined)[] =>
  [...workflow.states.values()]
    .filter(({ id }) => id === path || id.startsWith(`${path}.`))
    .flatMap(({ events }) => events.filter(({ type }) => type === event).map(({ form }) => form));
