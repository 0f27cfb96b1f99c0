import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Actor,
  available,
  type CompiledDefinition,
  can,
  canRead,
  canWorkQueue,
  type Entry,
  type ExplainedRight,
  explainRights,
  type Holding,
  ROLES,
  rolesOver,
  throughShares,
  type Verb,
  type Who,
} from "../../engine/index.ts";
import { agent } from "../helpers/actors.ts";
import { buildDefinition, INSTRUCTION } from "../helpers/definitions.ts";

const WHO: readonly Who[] = [...ROLES, "holder", "citizen", "anonymous", "system"];
const NOW = "2026-03-03T09:00:00.000Z";
const BASE = buildDefinition({
  workflow: {
    states: {
      ...(INSTRUCTION["states"] as Record<string, never>),
      instruction: {
        meta: { label: "À instruire", sentence: "Votre demande est étudiée.", tone: "active", task: true },
        on: {
          accepter: { target: "acceptee", meta: { label: "Accepter", who: ["agent"] } },
          corriger: { meta: { label: "Corriger", edit: true, who: ["agent"] } },
        },
      },
    },
  },
});

const some = <T>(values: readonly T[]) => fc.subarray([...values]);
const unit = fc.constantFrom(null, "etat-civil", "voirie");
const holding: fc.Arbitrary<Holding> = fc.record({
  role: fc.constantFrom(...ROLES),
  unit,
  definition: fc.constantFrom(null, BASE.id, "autre/demande"),
});
const verbs = fc.option(some<Verb>(["read", "open", "event"]), { nil: undefined });

/** The definition with other rights, another unit, and events for other people. */
const definition: fc.Arbitrary<CompiledDefinition> = fc
  .record({ open: some(WHO), read: some(WHO), events: fc.array(some(WHO), { minLength: 4, maxLength: 4 }), unit })
  .map(({ open, read, events, unit: of }) => {
    let rank = 0;
    const states = [...BASE.workflow.states].map(([id, state]) => {
      const retold = state.events.map((event) => ({ ...event, who: events[rank++ % events.length] ?? [] }));
      return [id, { ...state, events: retold }] as const;
    });
    return { ...BASE, unit: of, rights: { open, read }, workflow: { ...BASE.workflow, states: new Map(states) } };
  });

/** As the server makes her for one definition: see identity/actor-for.ts. */
function actorOf(about: CompiledDefinition, held: readonly Holding[], allowed: readonly Verb[] | undefined): Actor {
  const roles = rolesOver(held, about);
  return agent({
    roles,
    units: about.unit === null || roles.length === 0 ? [] : [about.unit],
    ...(allowed && { verbs: allowed }),
  });
}

const entryIn = (state: string): Entry => ({
  id: "0190b0a0-0000-7000-8000-000000000001",
  reference: "AAAA-AAAA",
  member: "mulhouse",
  definition: BASE.id,
  version: 1,
  kind: "service",
  state,
  revision: 1,
  answers: {},
  holder: null,
  assignee: null,
  createdAt: NOW,
  updatedAt: NOW,
});

const answer = (rights: readonly ExplainedRight[], kind: string): boolean =>
  rights.find(({ capability }) => capability.kind === kind)?.allowed ?? false;

describe("explaining rights", () => {
  test("answers as the rights themselves do, whatever the assignments, the definition and the token", () => {
    fc.assert(
      fc.property(definition, fc.array(holding, { maxLength: 4 }), verbs, (about, held, allowed) => {
        const rights = explainRights(about, held, allowed);
        const actor = actorOf(about, held, allowed);
        expect(answer(rights, "list")).toBe(canWorkQueue(about, actor));
        expect(answer(rights, "open")).toBe(can(about, actor, "open"));
        expect(answer(rights, "read")).toBe(canRead(about, entryIn("deposee"), actor));
        const assigns = actor.roles.includes("agent") && canWorkQueue(about, actor) && allowed === undefined;
        expect(answer(rights, "assign")).toBe(assigns);
        for (const [id, state] of about.workflow.states) {
          const told = rights
            .filter(
              ({ capability, allowed: yes }) =>
                yes && "states" in capability && capability.states.includes(state.label),
            )
            .map(({ capability }) => ("type" in capability ? capability.type : ""));
          const sent = available(about, entryIn(id), actor, NOW).map(({ type }) => type);
          expect(told.sort()).toEqual([...sent].sort());
        }
      }),
      { numRuns: 500 },
    );
  });

  test("always gives a ground for a yes, and none for a no", () => {
    fc.assert(
      fc.property(definition, fc.array(holding, { maxLength: 4 }), verbs, (about, held, allowed) => {
        for (const right of explainRights(about, held, allowed)) {
          expect(right.because.length > 0).toBe(right.allowed);
          // Without what it names as the ground, the answer is no.
          const without = explainRights(
            about,
            held.filter((one) => !right.because.includes(one)),
            allowed,
          );
          const same = without.find(
            ({ capability }) => JSON.stringify(capability) === JSON.stringify(right.capability),
          );
          if (right.allowed) expect(same?.allowed).toBe(false);
        }
      }),
    );
  });

  test("says what is lent, and by whom", () => {
    const lent: Holding = {
      role: "agent",
      unit: null,
      definition: null,
      for: { id: "a", name: "Sophie Muller" },
      until: "2026-03-12",
    };
    const accept = explainRights(BASE, [lent]).find(
      ({ capability }) => "type" in capability && capability.type === "accepter",
    );
    expect(accept).toMatchObject({ allowed: true, because: [lent] });
  });

  test("tells a role held over something else from no role at all", () => {
    const elsewhere: Holding = { role: "agent", unit: null, definition: "autre/demande" };
    const [list] = explainRights(BASE, [elsewhere]);
    expect(list).toMatchObject({ allowed: false, because: [], elsewhere: [elsewhere] });
    expect(explainRights(BASE, [])[0]).toMatchObject({ allowed: false, elsewhere: [] });
  });

  test("says what a token withholds", () => {
    const held: Holding = { role: "agent", unit: null, definition: null };
    const open = explainRights({ ...BASE, rights: { open: ["agent"], read: ["agent"] } }, [held], ["read"]);
    expect(open.find(({ capability }) => capability.kind === "open")).toMatchObject({
      allowed: false,
      withheld: "open",
    });
  });
});

describe("a share between members", () => {
  const worker: Holding = { role: "agent", unit: "relais", definition: null };

  test("lets only agents and readers of the unit meant through, whatever the unit of the definition", () => {
    const admin: Holding = { role: "admin-membre", unit: null, definition: null };
    const elsewhere: Holding = { role: "agent", unit: "voirie", definition: null };
    const through = throughShares([worker, admin, elsewhere], [{ unit: "relais", role: "agent" }], BASE);
    expect(through.map(({ role, unit: of }) => [role, of])).toEqual([["agent", null]]);
  });

  test("for reading makes a reader of an agent", () => {
    const [held] = throughShares([worker], [{ unit: null, role: "lecteur" }], BASE);
    expect(held?.role).toBe("lecteur");
    expect(throughShares([{ ...worker, definition: "autre/demande" }], [{ unit: null, role: "agent" }], BASE)).toEqual(
      [],
    );
  });
});
