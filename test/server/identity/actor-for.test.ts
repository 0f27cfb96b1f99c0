import { describe, expect, test } from "vitest";
import { actorFor, uploadOwner } from "../../../server/identity/actor-for.ts";
import type { AgentIdentity, Subject } from "../../../server/identity/subject.ts";
import { deriveSecrets } from "../../../server/secrets.ts";
import { assignmentsOf } from "../../../server/store/agents.ts";
import { catalogueOf } from "../../helpers/catalogue.ts";

/** Rixheim lets the agents of Mulhouse's town hall read what it has in "social". */
const catalogue = catalogueOf([], [], {
  sharedWith: (member, definition, other) =>
    member === "rixheim" && definition === "essai/social" && other === "mulhouse"
      ? [{ member, definition, with: other, unit: "etat-civil", role: "lecteur" }]
      : [],
});
const ctx = { secrets: deriveSecrets(new Uint8Array(32)), catalogue };
const school = {
  id: "essai/ecole",
  unit: null,
  privacy: { purpose: "", legalBasis: "", sector: "scolaire", retention: "P1Y" },
};
const social = {
  id: "essai/social",
  unit: "social",
  privacy: { purpose: "", legalBasis: "", sector: "social", retention: "P1Y" },
};
const nobody: Subject = { account: null, agent: null, grants: [], visitor: null, via: null };
const citizen: Subject = { ...nobody, account: { id: "compte-1", name: "Camille", email: "c@exemple.fr" } };
const visitor: Subject = { ...nobody, visitor: "ab12" };
const agent: Subject = {
  ...nobody,
  agent: {
    id: "agent-1",
    name: "Sophie",
    email: "s@m.fr",
    member: "mulhouse",
    assignments: assignmentsOf(["agent"], ["etat-civil"]),
  },
};

describe("a citizen", () => {
  test("has unrelated pseudonyms in two sectors and in two towns, and no name", () => {
    const actors = [
      actorFor(ctx, citizen, "mulhouse", school),
      actorFor(ctx, citizen, "mulhouse", social),
      actorFor(ctx, citizen, "rixheim", school),
    ];
    expect(new Set(actors.map((actor) => actor.id)).size).toBe(3);
    expect(JSON.stringify(actors)).not.toMatch(/compte-1|Camille|exemple/);
  });

  test("holds first what she opens now, then what she sent beforehand", () => {
    const actor = actorFor(ctx, citizen, "mulhouse", school);
    expect(actor.kind).toBe("citizen");
    expect(actor.holders[0]).toBe(actor.id);
    expect(actor.holders).toContain(uploadOwner(ctx, citizen, "mulhouse"));
    expect(actorFor(ctx, citizen, "rixheim", school).holders).not.toContain(uploadOwner(ctx, citizen, "mulhouse"));
  });
});

describe("a visitor", () => {
  test("acts under a pseudonym of her session", () => {
    const actor = actorFor(ctx, visitor, "mulhouse", school);
    expect(actor.kind).toBe("anonymous");
    expect(actor.id).not.toBe(actorFor(ctx, { ...visitor, visitor: "cd34" }, "mulhouse", school).id);
    expect(actor.holders[0]).toBe(actor.id);
  });

  test("without a session holds nothing", () => {
    for (const who of [null, nobody]) {
      expect(actorFor(ctx, who, "mulhouse", school)).toMatchObject({ kind: "anonymous", holders: [] });
    }
  });
});

describe("a link", () => {
  const granted = (target?: string): Subject => ({
    ...visitor,
    grants: [{ member: "mulhouse", sector: "scolaire", holder: "porteur", ...(target !== undefined && { target }) }],
  });

  test("opens one demande and no other of its holder", () => {
    expect(actorFor(ctx, granted("demande-1"), "mulhouse", school, "demande-1").holders).toContain("porteur");
    expect(actorFor(ctx, granted("demande-1"), "mulhouse", school, "demande-2").holders).not.toContain("porteur");
    expect(actorFor(ctx, granted("demande-1"), "mulhouse", school).holders).not.toContain("porteur");
  });

  test("counts in its own town and sector only", () => {
    expect(actorFor(ctx, granted(), "mulhouse", school).holders).toContain("porteur");
    expect(actorFor(ctx, granted(), "rixheim", school).holders).not.toContain("porteur");
    expect(actorFor(ctx, granted(), "mulhouse", social).holders).not.toContain("porteur");
  });
});

describe("an agent", () => {
  test("acts under her name, roles and units in her member, and holds nothing", () => {
    expect(actorFor(ctx, agent, "mulhouse", school)).toEqual({
      kind: "agent",
      id: "agent-1",
      name: "Sophie",
      member: "mulhouse",
      roles: ["agent"],
      offices: ["mulhouse/etat-civil"],
      units: [],
      holders: [],
    });
  });

  test("is a visitor like another in the next town with a browser, and a foreign agent with a token", () => {
    expect(actorFor(ctx, { ...agent, visitor: "ab12" }, "rixheim", school)).toMatchObject({
      kind: "anonymous",
      roles: [],
    });
    expect(actorFor(ctx, agent, "rixheim", school)).toMatchObject({ kind: "agent", member: "mulhouse" });
    expect(uploadOwner(ctx, agent, "rixheim")).toBeNull();
  });

  test("works in the next town what it shares with hers, under both names and no further than it says", () => {
    const sharing = actorFor(ctx, agent, "rixheim", social);
    expect(sharing).toMatchObject({ kind: "agent", name: "Sophie (mulhouse)", member: "rixheim", roles: ["lecteur"] });
    expect(actorFor(ctx, { ...agent, visitor: "ab12" }, "rixheim", social)).toMatchObject({ roles: ["lecteur"] });
    expect(actorFor(ctx, agent, "rixheim", { ...social, id: "essai/autre" }).roles).toEqual([]);
  });

  test("acts for the absent colleague whose prerogative she has from nobody else", () => {
    const lent = { role: "agent", unit: "social", definition: null, for: { id: "agent-2", name: "Léa" } } as const;
    const assignments = [...(agent.agent?.assignments ?? []), lent];
    const standIn = { ...agent, agent: { ...(agent.agent as AgentIdentity), assignments } };
    expect(actorFor(ctx, standIn, "mulhouse", social)).toMatchObject({
      roles: ["agent"],
      onBehalfOf: { kind: "agent", id: "agent-2", name: "Léa" },
    });
    expect(actorFor(ctx, standIn, "mulhouse", school)).not.toHaveProperty("onBehalfOf");
  });
});
