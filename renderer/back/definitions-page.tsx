import type { CompiledDefinition, State } from "../../engine/index.ts";
import { words } from "../strings-back.ts";
import { type BackFrame, renderBackPage } from "./back-page.tsx";
import { StateBadge } from "./state-badge.tsx";

/** The definitions a member offers, for who writes them. */
export interface DefinitionsPageView {
  readonly frame: BackFrame;
  readonly definitions: readonly CompiledDefinition[];
  /** Names of the member's units, by id. */
  readonly units: ReadonlyMap<string, string>;
}

/** The page of the definitions: what is published, and the paths entries take. Read only. */
export function definitionsPage({ frame, definitions, units }: DefinitionsPageView): string {
  return renderBackPage({
    frame,
    title: words.definitions.title,
    children: (
      <>
        <h1>{words.definitions.title}</h1>
        <p class="measure">{words.definitions.intro}</p>
        {definitions.length === 0 && <p class="empty">{words.definitions.none}</p>}
        {definitions.map((definition) => (
          <Definition key={definition.id} definition={definition} units={units} />
        ))}
      </>
    ),
  });
}

function Definition({ definition, units }: { definition: CompiledDefinition; units: ReadonlyMap<string, string> }) {
  const id = `definition-${definition.id.replace("/", "-")}`;
  const { workflow } = definition;
  return (
    <section class="definition panel" aria-labelledby={id}>
      <h2 id={id}>{definition.title}</h2>
      <dl class="glance-answers">
        <Fact term={words.definitions.id} text={definition.id} />
        <Fact term={words.definitions.version} text={words.number(definition.version)} />
        <Fact term={words.definitions.kind} text={words.definitions.kinds[definition.kind]} />
        {definition.unit !== null && (
          <Fact term={words.definitions.unit} text={units.get(definition.unit) ?? definition.unit} />
        )}
        <Fact term={words.definitions.steps} text={definition.form.steps.map((step) => step.title).join(" · ")} wide />
      </dl>
      <h3>{words.definitions.states}</h3>
      <ul class="graph">
        {[...workflow.states.values()].map((state) => (
          <li key={state.id}>
            <p>
              <StateBadge state={state} id={state.id} /> <span class="quiet">{notes(state, workflow.initial)}</span>
            </p>
            <Events definition={definition} state={state} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fact({ term, text, wide = false }: { term: string; text: string; wide?: boolean }) {
  return (
    <div class={wide ? "wide" : undefined}>
      <dt>{term}</dt>
      <dd>{text}</dd>
    </div>
  );
}

function notes(state: State, initial: string): string {
  return [
    state.id,
    ...(state.id === initial ? [words.definitions.initial] : []),
    ...(state.task ? [words.definitions.task] : []),
    ...(state.final ? [words.definitions.final] : []),
  ].join(" · ");
}

function Events({ definition, state }: { definition: CompiledDefinition; state: State }) {
  if (state.events.length === 0) return state.final ? null : <p class="quiet">{words.definitions.noEvent}</p>;
  return (
    <ul>
      {state.events.map((event) => (
        <li key={event.type}>
          {words.definitions.event(event.label, event.who.map((who) => words.definitions.who[who]).join(", "))}
          {targets(definition, state, event.type).map((target) => (
            <span key={target}>
              {" "}
              <span aria-hidden="true">→</span>
              <span class="sr">{words.definitions.leadsTo}</span> {target}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** Labels of the states an event may lead to, read in the workflow file; none for an event that stays where it is. */
function targets(definition: CompiledDefinition, state: State, type: string): readonly string[] {
  const node = nodeAt(definition.workflowSource, state.id.split("."));
  const on = record(node?.["on"])?.[type];
  const candidates = Array.isArray(on) ? on : [on];
  const names = candidates.flatMap((candidate) => {
    const target = typeof candidate === "string" ? candidate : record(candidate)?.["target"];
    return typeof target === "string" ? [target] : [];
  });
  return [...new Set(names)].map((name) => labelOf(definition, state, name));
}

/** A target is a sibling of its state, or "#machine.path". */
function labelOf(definition: CompiledDefinition, state: State, target: string): string {
  const { states } = definition.workflow;
  const sibling = [...state.id.split(".").slice(0, -1), target].join(".");
  const absolute = target.replace(/^#?[^.]*\./, "");
  return (states.get(sibling) ?? states.get(target) ?? states.get(absolute))?.label ?? target;
}

function nodeAt(source: unknown, path: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  return path.reduce<Readonly<Record<string, unknown>> | undefined>(
    (node, key) => record(record(node?.["states"])?.[key]),
    record(source),
  );
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
