import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { GENERATED, GENERATED_OVERLAY, generate, generateOverlay } from "../generate-meta.ts";

test("the types of the engine are those that the meta-schemas generate", async () => {
  expect(readFileSync(GENERATED, "utf8"), "run: npx tsx test/generate-meta.ts").toBe(await generate());
});

test("so are the types of a member's overlay", async () => {
  expect(readFileSync(GENERATED_OVERLAY, "utf8"), "run: npx tsx test/generate-meta.ts").toBe(await generateOverlay());
});
