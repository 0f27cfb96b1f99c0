import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const FOLDER = join(import.meta.dirname, "../../renderer/css");

describe("the styles of pages", () => {
  test.each(readdirSync(FOLDER))("%s never depend on how a screen is held (WCAG 1.3.4)", (name) => {
    expect(readFileSync(join(FOLDER, name), "utf8")).not.toMatch(/orientation\s*:/);
  });
});
