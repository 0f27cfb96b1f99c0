/**
 * Writes engine/meta.generated.ts and engine/overlay-file.generated.ts, the types of the files that the meta-schemas of
 * schemas/meta describe:
 * `npx tsx test/generate-meta.ts`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compile, type JSONSchema } from "json-schema-to-typescript";

const ROOT = join(import.meta.dirname, "..");
export const GENERATED = join(ROOT, "engine/meta.generated.ts");
export const GENERATED_OVERLAY = join(ROOT, "engine/overlay-file.generated.ts");

const BANNER = "/* Generated from schemas/meta by test/generate-meta.ts; do not edit. */";

type Node = { [key: string]: unknown };

/** One schema holding these files, its references made local, so that each type is written once. */
function bundle(files: readonly string[]): JSONSchema {
  const $defs: Node = {};
  for (const name of ["field", "form", "workflow", "definition", "overlay"]) {
    const { $id: _id, $schema: _schema, $defs: own, ...root } = read(name);
    $defs[name] = localise(root, name);
    for (const [key, value] of Object.entries((own ?? {}) as Node)) $defs[`${name}-${key}`] = localise(value, name);
  }
  return {
    title: "MetaFiles",
    type: "object",
    additionalProperties: false,
    required: [...files],
    properties: Object.fromEntries(files.map((name) => [name, { $ref: `#/$defs/${name}` }])),
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

const compiled = (files: readonly string[]): Promise<string> =>
  compile(bundle(files), "MetaFiles", {
    bannerComment: BANNER,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: false,
  });

/** The text of engine/meta.generated.ts for the meta-schemas as they are. */
export const generate = (): Promise<string> => compiled(["definition", "workflow", "field"]);

/** The text of engine/overlay-file.generated.ts: its own types, the others being those of meta.generated.ts. */
export async function generateOverlay(): Promise<string> {
  const blocks = (await compiled(["overlay"])).split(/\n(?=\/\*\*|export )/);
  const own = blocks.filter((block) => /^export (?:interface|type) Overlay/.test(block)).map((block) => block.trim());
  const used = ["ChoiceSchema", "FieldSchema", "PageWords"].join(", ");
  return `${BANNER}\nimport type { ${used} } from "./meta.generated.ts";\n\n${own.join("\n\n")}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  writeFileSync(GENERATED, await generate());
  writeFileSync(GENERATED_OVERLAY, await generateOverlay());
}
