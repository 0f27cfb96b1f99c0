import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compile, compileOverlay } from "../../engine/index.ts";
import { sourceOf } from "../helpers/definition-files.ts";

const GUIDE = new URL("../../docs/personalise-a-definition.md", import.meta.url);

test("the overlay of the guide for administrators can be published", () => {
  const [, text = ""] = /```json\n([\s\S]*?)```/.exec(readFileSync(GUIDE, "utf8")) ?? [];
  const { source, pieces } = sourceOf("schemas/etat-civil/acte-naissance.json");
  const base = compile(source, pieces);
  if (!base.ok) throw new Error(JSON.stringify(base.issues));
  const overlay = JSON.parse(text);
  expect(overlay.base).toBe(base.value.version);
  const result = compileOverlay(base.value, { file: "personnalisation.json", overlay }, 9, pieces);
  expect(result.ok ? [] : result.issues).toEqual([]);
});
