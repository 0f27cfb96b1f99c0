import { describe, expect, test } from "vitest";
import { type Actor, apply, compile, keptAs, open, SYSTEM } from "../../engine/index.ts";
import { buildDefinition, definitionSource, NOW } from "../helpers/definitions.ts";

const properties = {
  objet: { type: "string", title: "Objet" },
  partage: { type: "boolean", title: "Partager" },
};
const parts = (kept: object, more: object = {}) => ({
  properties,
  definition: { kind: "register", rights: { open: ["agent"], read: ["agent"] }, kept, ...more } as never,
});
const agent = (offices: readonly string[]): Actor => ({
  ...{ kind: "agent", id: "a", name: "Nora", member: "ville", roles: ["agent"], units: [], holders: [], offices },
});
const opening = (actor: Actor, answers: object) => ({
  ...{ id: "1", reference: "R", member: "ville", holder: null, answers: answers as never, actor, now: NOW },
});

describe("what a unit keeps", () => {
  const definition = buildDefinition(parts({ shared: "partage" }));

  test("is the entry of whoever opens it, unless it says that it is shared", () => {
    const own = open(definition, opening(agent(["ville/nord"]), { objet: "x" }));
    expect(own).toMatchObject({ ok: true, entry: { unit: "ville/nord", keptBy: "ville/nord" } });
    const shared = open(definition, opening(agent(["ville/nord"]), { objet: "x", partage: true }));
    expect(shared.ok && [shared.entry.unit, shared.entry.keptBy]).toEqual(["ville/nord", undefined]);
  });

  test("takes no event from an agent of another unit, and one from the system", () => {
    const opened = open(definition, opening(agent(["ville/nord"]), { objet: "x" }));
    if (!opened.ok) throw new Error(opened.message);
    const sent = { type: "prendre-en-charge" };
    expect(apply(definition, opened.entry, sent, agent(["ville/sud"]), NOW)).toMatchObject({ code: "not-allowed" });
    expect(apply(definition, opened.entry, sent, agent(["ville/sud", "ville/nord"]), NOW)).toMatchObject({ ok: true });
    expect(keptAs(definition, { partage: false }, "ville/nord")).toEqual({ unit: "ville/nord", keptBy: "ville/nord" });
    expect(open(definition, opening(SYSTEM, { objet: "x" }))).not.toHaveProperty("entry.unit");
  });
});

test("a register that citizens write, or shared by what is no yes or no, does not compile", () => {
  const codes = (source: Parameters<typeof definitionSource>[0]) => {
    const result = compile(definitionSource(source), new Map(), { published: true });
    return result.ok ? [] : result.issues.map(({ code, pointer }) => `${code} ${pointer}`);
  };
  expect(codes(parts({ shared: "partage" }))).toEqual([]);
  expect(codes(parts({}, { rights: { open: ["citizen", "agent"], read: ["agent"] } }))).toEqual([
    "kept /x-definition/kept",
  ]);
  expect(codes(parts({ shared: "objet" }))).toEqual(["kept /x-definition/kept/shared"]);
});
