import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor, CompiledDefinition, Role } from "../../../engine/index.ts";
import { assignEntry } from "../../../server/commands/assign-entry.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { createAgent } from "../../../server/store/agent-access.ts";
import { findAssignable, listAssignable } from "../../../server/store/assignees.ts";
import { listEntries } from "../../../server/store/entry-list.ts";
import { entryHistory } from "../../../server/store/events.ts";
import { type DemoInstallation, installDemo } from "../../helpers/demo-installation.ts";

const MEMBER = "mulhouse";
let installation: DemoInstallation;
let definition: CompiledDefinition;

beforeAll(async () => {
  installation = await installDemo("mulhouse", new Date("2026-03-03T09:30:00.000Z"));
  const found = installation.ctx.catalogue.definition(MEMBER, "etat-civil/acte-naissance");
  if (!found) throw new Error("The demo offers no birth certificate");
  definition = found;
});
afterAll(() => installation.stop());

const actor = (roles: readonly Role[]): Actor => ({
  kind: "agent",
  id: randomUUID(),
  name: "Marc Ott",
  member: MEMBER,
  roles,
  units: ["etat-civil"],
  holders: [],
});

test("who only reads assigns nothing; who works the queue does", async () => {
  const { ctx } = installation;
  const { items } = await listEntries(ctx, { member: MEMBER, definition, limit: 1 });
  const [colleague] = await listAssignable(ctx, [{ member: { id: MEMBER }, definition }]);
  const request = {
    member: MEMBER,
    definitionId: definition.id,
    id: items[0]?.id ?? "",
    assignee: colleague?.id ?? "",
    revision: items[0]?.revision ?? 0,
  };
  const read = await assignEntry(ctx, { ...request, actor: actor(["lecteur"]) });
  expect(read.ok ? "assigned" : read.problem.code).toBe("not-allowed");
  expect((await assignEntry(ctx, { ...request, actor: actor(["agent"]) })).ok).toBe(true);
});

describe("someone who replaces a colleague", () => {
  const lend = (from: string, to: string, changes: { readonly ends?: string; readonly definition?: string } = {}) =>
    withActor(
      installation.ctx.db,
      { member: MEMBER },
      (tx) => tx`
        insert into delegation (member_id, id, from_agent, to_agent, definition, starts_on, ends_on, created_by)
        values (${MEMBER}, ${randomUUID()}, ${from}, ${to}, ${changes.definition ?? ""}, '2026-03-01',
                ${changes.ends ?? "2026-03-03"}, '{}')`,
    );
  const newcomer = async (name: string): Promise<string> => {
    const id = randomUUID();
    await createAgent(installation.ctx.db, { member: MEMBER, id, email: `${id}@mulhouse.example`, name });
    return id;
  };

  test("is given her entries, and takes them, until her last day", async () => {
    const { ctx } = installation;
    const where = { member: { id: MEMBER }, definition };
    const [absent] = await listAssignable(ctx, [where]);
    const [delegate, late, elsewhere] = [await newcomer("Zoé Relais"), await newcomer("Tard"), await newcomer("Autre")];
    expect(await findAssignable(ctx, where, delegate)).toBeNull();
    await lend(absent?.id ?? "", delegate);
    await lend(absent?.id ?? "", late, { ends: "2026-03-02" });
    await lend(absent?.id ?? "", elsewhere, { definition: "voirie/signalement" });
    expect(await findAssignable(ctx, where, delegate)).toEqual({ id: delegate, name: "Zoé Relais" });
    expect([await findAssignable(ctx, where, late), await findAssignable(ctx, where, elsewhere)]).toEqual([null, null]);

    const { items } = await listEntries(ctx, { member: MEMBER, definition, limit: 1 });
    const at = { member: MEMBER, definitionId: definition.id, id: items[0]?.id ?? "", revision: null };
    const herself = { ...actor(["agent"]), id: delegate, onBehalfOf: { kind: "agent", id: absent?.id ?? "" } as const };
    const taken = await assignEntry(ctx, { ...at, actor: herself, assignee: delegate });
    expect(taken.ok && taken.value.entry.assignee).toBe(delegate);
    const [last] = (await entryHistory(ctx, MEMBER, at.id)).slice(-1);
    expect(last?.actor.onBehalfOf).toEqual({ kind: "agent", id: absent?.id });
  });
});
