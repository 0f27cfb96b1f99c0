import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { COMPILE_CODES } from "../../engine/compile-codes.ts";
import { compile, compileOverlay } from "../../engine/index.ts";

const FOLDER = join(import.meta.dirname, "../definitions");

interface Place {
  readonly code: string;
  readonly file: string;
  readonly pointer: string;
}

/** One broken definition: what changes in the accepted one (JSON Merge Patch, RFC 7386), and the issue that must follow. */
interface Fixture extends Place {
  readonly why: string;
  readonly definition?: unknown;
  readonly workflow?: unknown;
  readonly shared?: unknown;
  /** A member's overlay on the definition so changed. */
  readonly overlay?: unknown;
  /** Issues that cannot but come with it. */
  readonly also?: readonly Place[];
}

const read = (path: string): unknown => JSON.parse(readFileSync(join(FOLDER, path), "utf8"));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function patched(value: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(value) ? { ...value } : {};
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) delete result[key];
    else result[key] = patched(result[key], change);
  }
  return result;
}

function compileWith({ definition = {}, workflow = {}, shared = {}, overlay }: Partial<Fixture>) {
  const base = compile(
    {
      file: "definition.json",
      schema: patched(read("accepted/definition.json"), definition),
      workflowFile: "workflow.json",
      workflow: patched(read("accepted/workflow.json"), workflow),
    },
    new Map([["shared/adresse.json", patched(read("accepted/adresse.json"), shared)]]),
    { largestFile: 50_000_000 },
  );
  if (!base.ok || overlay === undefined) return base;
  return compileOverlay(base.value, { file: "overlay.json", overlay }, 2, new Map());
}

const fixtures = readdirSync(join(FOLDER, "refused")).map(
  (name) => [name.replace(/\.json$/, ""), read(`refused/${name}`) as Fixture] as const,
);

test("accepts the definition that the broken ones are made from", () => {
  const result = compileWith({});
  expect(result.ok ? [] : result.issues).toEqual([]);
});

describe("refuses, at its place and with its own code,", () => {
  test.each(fixtures)("%s", (_name, fixture) => {
    const result = compileWith(fixture);
    const { code, file, pointer, also = [] } = fixture;
    const found = result.ok ? [] : result.issues;
    expect(found.map((issue) => ({ code: issue.code, file: issue.file, pointer: issue.pointer }))).toEqual([
      { code, file, pointer },
      ...also,
    ]);
    for (const { message } of found) expect(message).toMatch(/^[\p{Lu}«].{10,}[.?!»]$/su);
  });
});

test("has a fixture for every code that compiling can give", () => {
  const covered = new Set(fixtures.map(([, { code }]) => code));
  expect(COMPILE_CODES.filter((code) => !covered.has(code))).toEqual([]);
});

test("gives every issue of both files at once, sorted by file and place", () => {
  const result = compileWith({
    definition: { properties: { nom: { title: null, "x-when": "documment == 'copie'" } } },
    workflow: { initial: "depose" },
  });
  expect(result.ok ? [] : result.issues.map(({ file, pointer }) => `${file}${pointer}`)).toEqual([
    "definition.json/properties/nom",
    "definition.json/properties/nom/x-when",
    "workflow.json/initial",
  ]);
});
