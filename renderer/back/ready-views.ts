import type { CompiledDefinition } from "../../engine/index.ts";
import { queueWords } from "../strings-queues.ts";
import { EVERY_STATE, orderedStates, WAITING, waitsForCitizen } from "./list-state.ts";

/** A list everybody has, composed beforehand. */
export interface ReadyView {
  readonly name: string;
  /** Query string of its address, as `listQueryString` writes it. */
  readonly query: string;
}

const LATE: readonly (readonly [string, string])[] = [["filtre[_echeance]", "passe"]];
const SOON: readonly (readonly [string, string])[] = [["filtre[_echeance]", "+7j"]];

/** The lists that a queue has before anyone composes one: those that mean something for its workflow and its clock. */
export function readyViews(definition: CompiledDefinition): readonly ReadyView[] {
  if (definition.kind !== "service") return [];
  const { ready } = queueWords;
  const view = (name: string, pairs: readonly (readonly [string, string])[]) => ({
    name,
    query: new URLSearchParams(pairs.map(([key, value]) => [key, value])).toString(),
  });
  const due = (name: string, filter: readonly (readonly [string, string])[]) =>
    view(name, [["etat", EVERY_STATE], ...filter, ["tri", "due"]]);
  const waits = orderedStates(definition).some(waitsForCitizen);
  return [
    view(ready.mine, [["pour", "moi"]]),
    view(ready.unit, [["pour", "service"]]),
    view(ready.nobody, [["pour", "personne"]]),
    ...(definition.clock.regime === "none" ? [] : [due(ready.late, LATE), due(ready.soon, SOON)]),
    ...(waits ? [view(ready.waiting, [["etat", WAITING]])] : []),
  ];
}
