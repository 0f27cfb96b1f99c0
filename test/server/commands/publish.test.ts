import { afterAll, beforeAll, expect, test } from "vitest";
import { type CompiledDefinition, compile, type Json } from "../../../engine/index.ts";
import { publish } from "../../../server/commands/publish.ts";
import { sendEvent } from "../../../server/commands/send-event.ts";
import { listEntries } from "../../../server/store/entry-list.ts";
import { type DemoInstallation, installDemo } from "../../helpers/demo-installation.ts";

const MEMBER = "mulhouse";

let installation: DemoInstallation;
let first: CompiledDefinition;

beforeAll(async () => {
  installation = await installDemo("mulhouse", new Date("2026-03-03T09:30:00.000Z"));
  const definition = installation.ctx.catalogue.definition(MEMBER, "etat-civil/acte-naissance");
  if (!definition) throw new Error("The demo offers nothing");
  first = definition;
});

afterAll(() => installation.stop());

/** The first definition again, so many versions later, its block changed. */
function version(later: number, change: Readonly<Record<string, Json>> = {}): CompiledDefinition {
  const block = {
    ...(first.schema["x-definition"] as Record<string, Json>),
    version: first.version + later,
    ...change,
  };
  const source = {
    file: "acte.json",
    schema: { ...first.schema, "x-definition": block },
    workflowFile: "parcours.json",
    workflow: first.workflowSource,
  };
  const result = compile(source, new Map());
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

const refusal = async (definition: CompiledDefinition) => {
  const outcome = await publish(installation.ctx.db, [definition]);
  return outcome.ok ? [] : outcome.issues.map((issue) => issue.code);
};

test("a version already published with the same content is left alone", async () => {
  expect(await publish(installation.ctx.db, [first])).toEqual({ ok: true, added: [], left: [] });
});

test("a version already published with another content is refused", async () => {
  expect(await refusal(version(0, { list: ["nom"] }))).toEqual(["version-reused"]);
});

test("a new version with other columns sorts and filters the entries of the one before", async () => {
  const { ctx } = installation;
  const before = await listEntries(ctx, { definition: first, member: MEMBER, sort: "nom", limit: 100 });
  const names = before.items.map((entry) => entry.answers["nom"]);
  const columns = [...first.list.map((column) => column.key)].reverse();
  expect(await publish(ctx.db, [version(2, { list: columns })])).toMatchObject({ ok: true });
  await ctx.catalogue.reload();
  const latest = ctx.catalogue.definition(MEMBER, first.id);
  if (!latest) throw new Error("The new version is not offered");
  expect(latest.version).toBe(first.version + 2);
  const after = await listEntries(ctx, { definition: latest, member: MEMBER, sort: "nom", limit: 100 });
  expect(after.items.map((entry) => entry.answers["nom"])).toEqual(names);
  expect(after.items.every((entry) => entry.version === first.version)).toBe(true);
  const wanted = String(names[0]);
  const found = await listEntries(ctx, { definition: latest, member: MEMBER, filters: { nom: [wanted] }, limit: 100 });
  expect(found.items.length).toBe(names.filter((name) => name === wanted).length);
});

test("an older number than the latest is refused", async () => {
  expect(await refusal(version(1))).toEqual(["version-older"]);
});

test("an entry of an earlier version stays where the latest lists it after an edit", async () => {
  const { ctx } = installation;
  const latest = ctx.catalogue.definition(MEMBER, first.id) ?? first;
  const { items } = await listEntries(ctx, {
    definition: latest,
    member: MEMBER,
    state: [first.workflow.initial],
    limit: 1,
  });
  const [entry] = items;
  const state = first.workflow.states.get(entry?.state ?? "");
  const edit = state?.events.find((event) => event.edit);
  if (!entry || !edit) throw new Error("No entry to edit");
  const units = first.unit === null ? [] : [first.unit];
  const actor = {
    kind: "agent",
    id: "11111111-1111-4111-8111-111111111111",
    member: MEMBER,
    roles: ["agent"],
    units,
    holders: [],
  } as const;
  const answers = { ...entry.answers, nom: "Zzyzx" };
  const request = {
    member: MEMBER,
    definitionId: first.id,
    id: entry.id,
    actor,
    type: edit.type,
    answers,
    revision: null,
  };
  expect(await sendEvent(ctx, request)).toMatchObject({ ok: true });
  const found = await listEntries(ctx, { definition: latest, member: MEMBER, filters: { nom: ["Zzyzx"] }, limit: 5 });
  expect(found.items.map(({ id }) => id)).toEqual([entry.id]);
});
