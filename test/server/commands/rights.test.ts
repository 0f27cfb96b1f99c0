import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor, CompiledDefinition, Role } from "../../../engine/index.ts";
import { assignEntry } from "../../../server/commands/assign-entry.ts";
import { listAssignable } from "../../../server/store/assignees.ts";
import { listEntries } from "../../../server/store/entry-list.ts";
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
