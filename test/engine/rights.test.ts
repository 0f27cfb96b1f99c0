import { describe, expect, test } from "vitest";
import { can, canRead, canWorkQueue, SYSTEM } from "../../engine/index.ts";
import { ANONYMOUS, agent, citizen } from "../helpers/actors.ts";
import { CHILDMINDER } from "../helpers/childminder.ts";
import { buildDefinition } from "../helpers/definitions.ts";

const SERVICE = buildDefinition({ definition: { unit: "etat-civil" } });
const ENTRY = { member: "mulhouse", holder: "porteur-1" };
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
