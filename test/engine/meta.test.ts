import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { GENERATED, generate } from "../generate-meta.ts";

test("the types of the engine are those that the meta-schemas generate", async () => {
  expect(readFileSync(GENERATED, "utf8"), "run: npx tsx test/generate-meta.ts").toBe(await generate());
});
