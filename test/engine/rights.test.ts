import { describe, expect, test } from "vitest";
import {
  type Assignment,
  apply,
  available,
  can,
  canRead,
  canWorkQueue,
  rolesOver,
  SYSTEM,
} from "../../engine/index.ts";
import { ANONYMOUS, agent, citizen } from "../helpers/actors.ts";
import { CHILDMINDER } from "../helpers/childminder.ts";
import { buildDefinition } from "../helpers/definitions.ts";

const SERVICE = buildDefinition({ definition: { unit: "etat-civil" } });
const ENTRY = { member: "mulhouse", holder: "porteur-1" };
const NOW = "2026-03-03T09:00:00.000Z";
const CLERK = agent({ units: ["etat-civil"] });

describe("rights of a téléservice", () => {
  test("let anyone open it, and only its holder and the agents of its unit read it", () => {
    for (const actor of [ANONYMOUS, citizen(), CLERK]) expect(can(SERVICE, actor, "open")).toBe(true);
    for (const actor of [citizen(), CLERK, agent({ units: ["etat-civil"], roles: ["lecteur"] }), SYSTEM]) {
      expect(canRead(SERVICE, ENTRY, actor)).toBe(true);
    }
    for (const actor of [
      ANONYMOUS,
      citizen("porteur-2"),
      agent({ units: ["petite-enfance"] }),
      agent({ units: ["etat-civil"], member: "rixheim" }),
      agent({ units: ["etat-civil"], roles: ["admin-fonctionnel", "admin-membre"] }),
    ]) {
      expect(canRead(SERVICE, ENTRY, actor)).toBe(false);
    }
  });

  test("make an agent act by her roles only, even where anyone may", () => {
    expect(can(SERVICE, agent({ units: ["etat-civil"], roles: ["lecteur"] }), "open")).toBe(false);
    expect(can(SERVICE, agent({ units: ["petite-enfance"] }), "open")).toBe(false);
  });

  test("give an entry nobody holds to no citizen", () => {
    expect(canRead(SERVICE, { member: "mulhouse", holder: null }, { ...citizen(), holders: [] })).toBe(false);
  });
});

describe("rights of a register", () => {
  test("keep it to agents: those who act open, those who read only read", () => {
    const reader = agent({ roles: ["lecteur"] });
    expect(can(CHILDMINDER, agent(), "open")).toBe(true);
    expect(can(CHILDMINDER, reader, "open")).toBe(false);
    expect(can(CHILDMINDER, citizen(), "open")).toBe(false);
    expect(canRead(CHILDMINDER, ENTRY, reader)).toBe(true);
    expect(canRead(CHILDMINDER, ENTRY, citizen())).toBe(false);
  });
});

describe("canWorkQueue", () => {
  test("is for agents and readers of the unit, never for citizens nor administrators", () => {
    expect(canWorkQueue(SERVICE, CLERK)).toBe(true);
    expect(canWorkQueue(SERVICE, agent({ units: ["etat-civil"], roles: ["lecteur"] }))).toBe(true);
    expect(canWorkQueue(SERVICE, agent())).toBe(false);
    expect(canWorkQueue(SERVICE, citizen())).toBe(false);
    expect(canWorkQueue(SERVICE, agent({ units: ["etat-civil"], roles: ["admin-membre"] }))).toBe(false);
  });
});

describe("assignments", () => {
  const over = (unit: string | null, definition: string | null): Assignment => ({ role: "agent", unit, definition });

  test("give their role over the definitions of their unit, or one alone", () => {
    const about = { id: "etat-civil/acte-naissance", unit: "etat-civil" };
    expect(rolesOver([over(null, null)], about)).toEqual(["agent"]);
    expect(rolesOver([over("etat-civil", null)], about)).toEqual(["agent"]);
    expect(rolesOver([over("etat-civil", about.id)], about)).toEqual(["agent"]);
    expect(rolesOver([over("etat-civil", "etat-civil/acte-deces"), over("petite-enfance", null)], about)).toEqual([]);
    expect(rolesOver([over("petite-enfance", null)], { ...about, unit: null })).toEqual(["agent"]);
  });
});

describe("software with a token of its own", () => {
  test("does what its token allows, and no more than its role", () => {
    const reading = agent({ units: ["etat-civil"], verbs: ["read"] });
    expect(canRead(SERVICE, ENTRY, reading)).toBe(true);
    expect(canWorkQueue(SERVICE, reading)).toBe(true);
    expect(can(SERVICE, reading, "open")).toBe(false);
    expect(canRead(SERVICE, ENTRY, agent({ units: ["etat-civil"], verbs: ["open"] }))).toBe(false);
    const entry = {
      ...ENTRY,
      ...{
        id: "1",
        reference: "R",
        definition: SERVICE.id,
        version: 1,
        kind: "service" as const,
        revision: 1,
        answers: {},
      },
      ...{ state: SERVICE.workflow.initial, assignee: null, createdAt: NOW, updatedAt: NOW },
    } as const;
    const [event] = available(SERVICE, entry, CLERK, NOW);
    expect(event).toBeDefined();
    expect(available(SERVICE, entry, reading, NOW)).toEqual([]);
    expect(apply(SERVICE, entry, { type: event?.type ?? "" }, reading, NOW)).toMatchObject({ code: "not-allowed" });
  });
});

describe("a téléservice that asks for FranceConnect", () => {
  test("opens for a citizen whose identity was vouched for, and for an agent who saw her papers", () => {
    const definition = buildDefinition({ definition: { access: "franceconnect" } });
    expect(can(definition, citizen(), "open")).toBe(false);
    expect(can(definition, { ...citizen(), verified: true }, "open")).toBe(true);
    expect(can(definition, ANONYMOUS, "open")).toBe(false);
    expect(can(definition, agent(), "open")).toBe(true);
  });
});
