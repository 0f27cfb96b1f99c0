import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { GENERATED, GENERATED_OVERLAY, generate, generateOverlay } from "../generate-meta.ts";

test("the types of the engine are those that the meta-schemas generate", async () => {
  expect(readFileSync(GENERATED, "utf8"), "run: npx tsx test/generate-meta.ts").toBe(await generate());
});

test("so are the types of a member's overlay", async () => {
  expect(readFileSync(GENERATED_OVERLAY, "utf8"), "run: npx tsx test/generate-meta.ts").toBe(await generateOverlay());
});

test.each(["definition", "field", "form", "overlay", "workflow"])("the meta-schema %s is itself valid", (name) => {
  const file = new URL(`../../schemas/meta/${name}.json`, import.meta.url);
  const ajv = new Ajv2020();
  expect(ajv.validateSchema(JSON.parse(readFileSync(file, "utf8"))), ajv.errorsText()).toBe(true);
});
