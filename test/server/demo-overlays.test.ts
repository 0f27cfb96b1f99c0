import { afterAll, beforeAll, expect, test } from "vitest";
import { type CompiledDefinition, compile, type Json } from "../../engine/index.ts";
import { publish } from "../../server/commands/publish.ts";
import { shippedPieces } from "../../server/definition-files.ts";
import { overlayWork } from "../../server/overlay-work.ts";
import { type DemoInstallation, installDemo } from "../helpers/demo-installation.ts";

const ID = "titres/rendez-vous";

let installation: DemoInstallation;
beforeAll(async () => {
  installation = await installDemo("mulhouse", new Date("2026-03-03T09:30:00.000Z"));
  await installation.ctx.catalogue.reload();
}, 120_000);
afterAll(() => installation.stop());

const offeredBy = (member: string): CompiledDefinition => {
  const found = installation.ctx.catalogue.definition(member, ID);
  if (!found) throw new Error(`${member} does not offer ${ID}`);
  return found;
};
const titleOf = (definition: CompiledDefinition, key: string) =>
  definition.form.order.find((field) => field.key === key)?.title;

/** The shared definition as it is, with some of its words changed, as its next version. */
async function next(title: string, name: string): Promise<CompiledDefinition> {
  const shared = offeredBy("mulhouse");
  const schema = structuredClone(shared.schema) as Record<string, Record<string, Record<string, Json>>>;
  const block = schema["x-definition"] as Record<string, unknown>;
  block["version"] = shared.version + 1;
  const { motif, nom } = schema["properties"] ?? {};
  if (motif) motif["title"] = title;
  if (nom) nom["title"] = name;
  const source = { file: "shared.json", schema, workflowFile: "workflow.json", workflow: shared.workflowSource };
  const compiled = compile(source, await shippedPieces(), { published: true });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
  return compiled.value;
}

test("every commune of the demonstration offers the appointment, one of them in its own words", () => {
  for (const member of ["mulhouse", "rixheim"]) expect(titleOf(offeredBy(member), "nom")).toBe("Votre nom");
  const illzach = offeredBy("illzach");
  expect(titleOf(illzach, "nom")).toBe("Nom de la personne qui vient");
  expect(titleOf(illzach, "fauteuil")).toBe("Faut-il un accès en fauteuil roulant ?");
  expect([illzach.privacy.retention, offeredBy("rixheim").privacy.retention]).toEqual(["P2M", "P3M"]);
});

test("the next version reaches those who took it as it is and the one who changed it, whose words stay", async () => {
  const before = offeredBy("illzach").version;
  const published = await publish(installation.ctx.db, [await next("Que venez-vous faire ?", "Votre nom")]);
  expect(published).toMatchObject({ ok: true, left: [] });
  await installation.ctx.catalogue.reload();
  for (const member of ["mulhouse", "rixheim", "illzach"]) {
    expect(titleOf(offeredBy(member), "motif")).toBe("Que venez-vous faire ?");
  }
  const illzach = offeredBy("illzach");
  expect(illzach.version).toBe(before + 1);
  expect(titleOf(illzach, "nom")).toBe("Nom de la personne qui vient");
  expect(titleOf(illzach, "fauteuil")).toBeDefined();
});

test("a version that changes the same words waits for the one who changed them, and names it", async () => {
  const published = await publish(installation.ctx.db, [await next("Pour quoi ?", "Nom de naissance")]);
  expect(published).toMatchObject({ ok: true, left: [{ member: "illzach", definition: ID }] });
  await installation.ctx.catalogue.reload();
  expect(titleOf(offeredBy("rixheim"), "nom")).toBe("Nom de naissance");
  expect([titleOf(offeredBy("illzach"), "nom"), titleOf(offeredBy("illzach"), "motif")]).toEqual([
    "Nom de la personne qui vient",
    "Que venez-vous faire ?",
  ]);
  const work = await overlayWork(installation.ctx, "illzach", ID);
  expect(work?.conflicts.map(({ pointer }) => pointer)).toEqual(["/fields/nom/title"]);
  expect(await overlayWork(installation.ctx, "rixheim", ID)).toMatchObject({ conflicts: [] });
});
