/**
 * Writes engine/meta.generated.ts, the types of the files that the meta-schemas of schemas/meta describe:
 * `npx tsx test/generate-meta.ts`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compile, type JSONSchema } from "json-schema-to-typescript";

const ROOT = join(import.meta.dirname, "..");
export const GENERATED = join(ROOT, "engine/meta.generated.ts");

const BANNER = "/* Generated from schemas/meta by test/generate-meta.ts; do not edit. */";

type Node = { [key: string]: unknown };

/** One schema holding the three files, its references made local, so that each type is written once. */
function bundle(): JSONSchema {
  const $defs: Node = {};
  for (const name of ["field", "form", "workflow", "definition"]) {
    const { $id: _id, $schema: _schema, $defs: own, ...root } = read(name);
    $defs[name] = localise(root, name);
    for (const [key, value] of Object.entries((own ?? {}) as Node)) $defs[`${name}-${key}`] = localise(value, name);
  }
  return {
    title: "MetaFiles",
    type: "object",
    additionalProperties: false,
    required: ["definition", "workflow", "field"],
    properties: {
      definition: { $ref: "#/$defs/definition" },
      workflow: { $ref: "#/$defs/workflow" },
      field: { $ref: "#/$defs/field" },
    },
    $defs: $defs as NonNullable<JSONSchema["$defs"]>,
  };
}

/** Points references at the bundle, spells "a transition or a list of them" as a union, and keeps titles of types only. */
function localise(value: unknown, file: string): unknown {
  if (Array.isArray(value)) return value.map((item) => localise(item, file));
  if (typeof value !== "object" || value === null) return value;
  const node = value as Node;
  if (typeof node["$ref"] === "string") return { $ref: localRef(node["$ref"], file) };
  if (node["if"]) return { title: node["title"], anyOf: [localise(node["then"], file), localise(node["else"], file)] };
  return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, localise(child, file)]));
}

function localRef(ref: string, file: string): string {
  const [target = "", fragment = ""] = ref.split("#");
  const name = target === "" ? file : target.replace(/\.json$/, "");
  return fragment === "" ? `#/$defs/${name}` : `#/$defs/${name}-${fragment.replace("/$defs/", "")}`;
}

const read = (name: string): Node => JSON.parse(readFileSync(join(ROOT, "schemas/meta", `${name}.json`), "utf8"));

/** The text of engine/meta.generated.ts for the meta-schemas as they are. */
export const generate = (): Promise<string> =>
  compile(bundle(), "MetaFiles", { bannerComment: BANNER, ignoreMinAndMaxItems: true, unreachableDefinitions: false });

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) writeFileSync(GENERATED, await generate());
