import { type Assignment, ROLES, type Role, type Verb } from "./actor.ts";
import type { CompiledDefinition, StateEvent, Who } from "./definition.ts";
import { SENDINGS, type Sending } from "./mailing.ts";
import { covers } from "./rights.ts";

/** An assignment, and where it comes from when it is not the agent's own in her member. */
export interface Holding extends Assignment {
  /** Last day ("2026-03-12") of a lent one, or of software's, when known. */
  readonly until?: string;
  /** It counts in another member than the agent's, which shares the definition: what remains of it there. */
  readonly share?: Share;
}

/** How a member shares a definition's entries with the agents of another. */
export interface Share {
  /** Unit of the agents meant; null for any. */
  readonly unit: string | null;
  readonly role: "agent" | "lecteur";
}

/** What remains of an agent's assignments in a member that shares this definition with hers: to act, or only to read. */
export function throughShares(
  assignments: readonly Holding[],
  shares: readonly Share[],
  definition: Pick<CompiledDefinition, "id">,
): readonly Holding[] {
  return shares.flatMap((share) =>
    assignments
      .filter(({ role }) => role === "agent" || role === "lecteur")
      .filter(({ unit }) => share.unit === null || unit === null || unit === share.unit)
      .filter((one) => one.definition === null || one.definition === definition.id)
      .map((one) => ({ ...one, role: share.role === "lecteur" ? share.role : one.role, unit: null, share })),
  );
}

/** Something one may do with the entries of a definition. */
export type Capability =
  | { readonly kind: "list" | "read" | "open" | "assign" | Sending }
  | {
      readonly kind: "event" | "edit";
      readonly type: string;
      readonly label: string;
      readonly states: readonly string[];
    };

/** One capability, whether these holdings give it, and why. */
export interface ExplainedRight {
  readonly capability: Capability;
  readonly allowed: boolean;
  /** Whom the definition names for it. */
  readonly who: readonly Who[];
  /** What gives it; empty when it is refused. */
  readonly because: readonly Holding[];
  /** When refused: what has a role it takes, but over something else. */
  readonly elsewhere: readonly Holding[];
  /** When refused: software whose token leaves this out, though its role would allow it. */
  readonly withheld: Verb | null;
}

/**
 * What an agent may do with the entries of a definition in one member, and why: the same answers as `can`, `canRead`,
 * `canWorkQueue` and `available` give to the actor these holdings make, guards aside (they depend on each entry).
 * @param verbs what software's token allows; absent for a person
 */
export function explainRights(
  definition: CompiledDefinition,
  holdings: readonly Holding[],
  verbs?: readonly Verb[],
): readonly ExplainedRight[] {
  return capabilities(definition).map(({ capability, who }) => {
    const needed = neededVerb(capability);
    const withRole = holdings.filter(({ role }) => who.includes(role));
    const giving = withRole.filter((one) => covers(one, definition));
    const permitted = verbs === undefined || (needed.length > 0 && needed.every((verb) => verbs.includes(verb)));
    // Assigning takes the role of agent and a sight of the lists, which another of her roles may give.
    const reads = !FROM_LISTS.includes(capability.kind) || holdings.some((one) => readsWith(definition, one));
    const allowed = giving.length > 0 && permitted && reads;
    return {
      capability,
      allowed,
      who,
      because: allowed ? giving : [],
      elsewhere: giving.length > 0 ? [] : withRole,
      withheld: giving.length > 0 && !permitted ? (needed.find((verb) => !verbs?.includes(verb)) ?? null) : null,
    };
  });
}

/** What is done from lists, which some role must open. */
const FROM_LISTS: readonly Capability["kind"][] = ["assign", ...SENDINGS];

/** What there is to do with the entries of a definition, and whom it names for each. */
export function capabilities(
  definition: CompiledDefinition,
): readonly { readonly capability: Capability; readonly who: readonly Who[] }[] {
  const { open, read } = definition.rights;
  return [
    { capability: { kind: "list" }, who: read.filter(isRole) },
    { capability: { kind: "read" }, who: read },
    { capability: { kind: "open" }, who: open },
    { capability: { kind: "assign" }, who: ["agent"] },
    ...sendings(definition),
    ...events(definition),
  ];
}

/** What is made of its lists to write to people. */
const sendings = ({ mailing }: CompiledDefinition) =>
  mailing === null
    ? []
    : SENDINGS.filter((what) => (what === "mailing" ? mailing.email.length > 0 : mailing.address !== null)).map(
        (what) => ({
          capability: { kind: what } as const,
          who: mailing.rights[what],
        }),
      );

const isRole = (who: Who): who is Role => ROLES.some((role) => role === who);

const readsWith = (definition: CompiledDefinition, one: Holding): boolean =>
  definition.rights.read.includes(one.role) && covers(one, definition);

function neededVerb({ kind }: Capability): readonly Verb[] {
  if (kind === "open") return ["open"];
  // Software has no page to assign nor to send from.
  if (kind === "assign" || SENDINGS.some((what) => what === kind)) return [];
  return kind === "event" || kind === "edit" ? ["event"] : ["read"];
}

/** Each event once per wording and per list of whom it is for, with the states that take it. */
function events(definition: CompiledDefinition) {
  const found = new Map<string, { readonly event: StateEvent; readonly states: string[] }>();
  for (const state of definition.workflow.states.values()) {
    for (const event of state.events) {
      const key = JSON.stringify([event.type, event.label, event.edit, event.who]);
      const known = found.get(key);
      if (known) known.states.push(state.label);
      else found.set(key, { event, states: [state.label] });
    }
  }
  return [...found.values()].map(({ event, states }) => ({
    capability: { kind: event.edit ? "edit" : "event", type: event.type, label: event.label, states } as const,
    who: event.who,
  }));
}
