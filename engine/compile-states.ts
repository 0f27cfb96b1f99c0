import type { CheckedTransition } from "./compile-transitions.ts";
import type { State, StateEvent } from "./definition.ts";
import type { Expression } from "./form.ts";
import type { EventMeta } from "./meta.generated.ts";
import { partFormId } from "./part-edit.ts";
import { type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";
import { isWho } from "./who.ts";
import { type Candidate, isFinal, isLeaf, lineage, type StateNode } from "./workflow-graph.ts";

const STATE_NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** Checks how one state is written, its transitions apart. */
export function checkState(state: StateNode, report: Report): void {
  const { name, node, at } = state;
  if (!STATE_NAME.test(name)) {
    const message = `« ${name} » ne peut pas nommer un état : des mots sans accent ni majuscule, joints par des tirets.`;
    report.add("state-name", at, message);
  }
  if (node.type !== undefined && node.type !== "final") {
    const message = `Un état « ${node.type} » n'est pas accepté : une demande est dans un seul état, qui peut en contenir d'autres.`;
    report.add("state-type", under(at, "type"), message);
  }
  if (isLeaf(state)) checkLeaf(state, report);
  else checkGroup(state, report);
}

function checkLeaf(state: StateNode, report: Report): void {
  const { node, at, name } = state;
  if (node.initial !== undefined) {
    report.add("initial", under(at, "initial"), `« ${name} » ne contient pas d'états : il n'a pas d'état initial.`);
  }
  if (!node.meta) {
    report.add("state-meta", at, `L'état « ${name} » n'a pas de « meta » : que liront l'agent et l'usager ?`);
  }
  if (!isFinal(state)) return;
  for (const around of lineage(state)) {
    for (const key of ["on", "after", "always"] as const) {
      if (around.node[key] === undefined || Object.keys(around.node[key]).length === 0) continue;
      report.add(
        "final-events",
        under(around.at, key),
        `L'état « ${state.path} » est final : rien ne peut plus lui arriver.`,
      );
    }
  }
}

function checkGroup(state: StateNode, report: Report): void {
  const { node, at, name, children } = state;
  if (isFinal(state)) report.add("state-type", under(at, "type"), "Un état final ne contient pas d'autres états.");
  const known = children.map((child) => child.name);
  if (node.initial === undefined) {
    report.add("initial", at, `« ${name} » contient des états : dites par « initial » lequel vient d'abord.`);
  } else if (!known.includes(node.initial)) {
    report.add(
      "initial",
      under(at, "initial"),
      `L'état initial « ${node.initial} » n'existe pas${didYouMean(node.initial, known)}`,
    );
  }
}

/** What people see of a state where an entry can rest. */
export function stateOf(
  state: StateNode,
  candidates: ReadonlyMap<StateNode, readonly Candidate[]>,
  checked: ReadonlyMap<Candidate, CheckedTransition>,
  report: Report,
): State {
  const {
    label = state.name,
    sentence = "",
    tone = "neutral",
    task = false,
    next,
    messages,
    attendance,
  } = state.node.meta ?? {};
  return {
    id: state.path,
    label,
    sentence,
    tone,
    task,
    final: isFinal(state),
    clock: isFinal(state) ? "stopped" : (state.node.meta?.clock ?? "running"),
    ...(next === undefined ? {} : { next }),
    ...(messages === undefined ? {} : { messages }),
    ...(attendance === undefined ? {} : { attendance }),
    events: eventsOf(state, candidates, checked, report),
  };
}

function eventsOf(
  state: StateNode,
  candidates: ReadonlyMap<StateNode, readonly Candidate[]>,
  checked: ReadonlyMap<Candidate, CheckedTransition>,
  report: Report,
): readonly StateEvent[] {
  const byEvent = new Map<string, Candidate[]>();
  for (const around of lineage(state)) {
    for (const candidate of candidates.get(around) ?? []) {
      if (candidate.kind !== "on") continue;
      byEvent.set(candidate.key, [...(byEvent.get(candidate.key) ?? []), candidate]);
    }
  }
  return [...byEvent].flatMap(([type, tried]) => eventOf(type, tried, checked, report) ?? []);
}

function eventOf(
  type: string,
  tried: readonly Candidate[],
  checked: ReadonlyMap<Candidate, CheckedTransition>,
  report: Report,
): StateEvent | undefined {
  const [first] = tried;
  if (!first) return undefined;
  const meta = sharedMeta(tried, report);
  if (meta?.label === undefined) {
    report.add(
      "event-label",
      first.at,
      `L'évènement « ${type} » n'a pas de « label » : que lira l'agent sur le bouton ?`,
    );
    return undefined;
  }
  const { label, form, edit = false, tone, hint, past } = meta;
  const fields = edit ? meta.fields : undefined;
  const asked = fields ? partFormId(type) : edit ? "entry" : form;
  const legal = tried.map((candidate) => checked.get(candidate)?.legal).find((each) => each !== undefined);
  return {
    type,
    label,
    who: (meta.who ?? ["agent"]).filter(isWho),
    edit,
    guards: tried.map((candidate): Expression | null => checked.get(candidate)?.arc.guard ?? null),
    ...(asked === undefined ? {} : { form: asked }),
    ...(fields === undefined ? {} : { fields }),
    ...(tone === undefined ? {} : { tone }),
    ...(hint === undefined ? {} : { hint }),
    ...(past === undefined ? {} : { past }),
    ...attendanceOf(tried, checked),
    ...legal,
  };
}

/** What an event says of who had an appointment: the same wherever it leads, else nothing. */
function attendanceOf(
  tried: readonly Candidate[],
  checked: ReadonlyMap<Candidate, CheckedTransition>,
): Pick<StateEvent, "attendance"> {
  const marks = new Set(tried.map((candidate) => checked.get(candidate)?.target?.node.meta?.attendance));
  const [mark] = marks;
  return marks.size === 1 && mark !== undefined ? { attendance: mark } : {};
}

/** Several transitions of one event are one button: the first that has words gives them, and all ask the same form. */
function sharedMeta(tried: readonly Candidate[], report: Report): EventMeta | undefined {
  const spoken = tried.filter(({ node }) => node.meta !== undefined);
  const [first] = spoken;
  if (!first) return undefined;
  for (const candidate of spoken) {
    if (candidate.form === first.form) continue;
    const message = "Les transitions d'un même évènement doivent demander le même formulaire : c'est un seul bouton.";
    report.add("event-form", under(candidate.at, "meta"), message);
  }
  return first.node.meta;
}
