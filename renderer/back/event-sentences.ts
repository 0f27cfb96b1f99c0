import {
  type CompiledDefinition,
  type EntryEvent,
  type EventActor,
  type Form,
  LINK_MOVED,
  PARTED,
  type Principal,
  TOOK_IN,
  UNSUBSCRIBED,
  WENT_TO,
} from "../../engine/index.ts";
import { words } from "../strings-back.ts";
import { duplicateWords } from "../strings-duplicates.ts";
import { ficheWords } from "../strings-fiches.ts";
import { sendingWords } from "../strings-sendings.ts";

/** The type of the fact that opens a history, and of the one recorded when an entry changes hands. */
const OPENED = 1;
const ASSIGNED = "assigner";
/** Whoever filed without an account made the entry hers. */
const CLAIMED = "rattacher";

/** What happened, as the buttons name it: "Demander des pièces". The opening has the workflow's own words. */
export function eventLabel(definition: CompiledDefinition, event: EntryEvent): string {
  if (event.seq === OPENED) return [definition.workflow.opened, ...channelOf(event)].join(" ");
  const merged = mergedLabel(event);
  if (merged !== null) return merged;
  const known = eventOf(definition, event);
  if (known) return known.label;
  if (event.type === ASSIGNED) {
    const agent = event.data.answers?.["agent"];
    return typeof agent === "string" ? words.history.assigned(agent) : words.history.released;
  }
  if (event.type === CLAIMED) return words.history.claimed;
  if (event.type === "inviter" || event.type === "detacher") return ficheWords.back.facts[event.type];
  if (event.type === LINK_MOVED) return duplicateWords.history.linkMoved;
  if (event.type === UNSUBSCRIBED) return sendingWords.fact;
  return definition.workflow.states.get(event.to)?.label ?? event.type;
}

/** Of facts that make fiches one, or part them. */
function mergedLabel({ type, data: { merged } }: EntryEvent): string | null {
  if (!merged) return null;
  const { tookIn, wentTo, parted } = duplicateWords.history;
  const said = new Map([
    [TOOK_IN, tookIn],
    [WENT_TO, wentTo],
    [PARTED, parted],
  ]);
  return said.get(type)?.(merged.reference) ?? null;
}

const channelOf = ({ data }: EntryEvent): readonly string[] =>
  data.channel === undefined ? [] : [words.counter.by[data.channel]];

/** Who did it, an agent or a mandatary by her name, anyone else by what they are; and for whom, when it was for someone else. */
export function actorLabel(actor: EventActor): string {
  const { onBehalfOf } = actor;
  return onBehalfOf ? words.history.onBehalf(actorAlone(actor), principalLabel(onBehalfOf)) : actorAlone(actor);
}

function principalLabel({ kind, name }: Principal): string {
  return name ?? (kind === "agent" ? words.entry.agent : words.entry.citizen);
}

function actorAlone(actor: EventActor): string {
  if (actor.kind === "agent") return actor.name ?? words.entry.agent;
  if (actor.kind === "system") return words.entry.system;
  return actor.kind === "citizen" ? (actor.name ?? words.entry.citizen) : words.entry.anonymous;
}

/** The form whose answers came with an event; null when it asked none, or asked the entry's own. */
export function eventForm(definition: CompiledDefinition, event: EntryEvent): Form | null {
  const id = eventOf(definition, event)?.form;
  return id === undefined || id === "entry" ? null : (definition.forms.get(id) ?? null);
}

function eventOf(definition: CompiledDefinition, event: EntryEvent) {
  const state = event.from === null ? undefined : definition.workflow.states.get(event.from);
  return state?.events.find((candidate) => candidate.type === event.type);
}
