import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Any node of the ESTree the parser gives; children are found by walking. */
export interface AstNode {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

export interface Import {
  /** As written: "./entry.ts", "node:fs", "ajv"; null when it is computed at run time. */
  readonly specifier: string | null;
  /** Path from the root when the specifier is relative, else null. */
  readonly target: string | null;
  /** Erased before running: cannot make a cycle of evaluation. */
  readonly typeOnly: boolean;
}

export interface Source {
  /** From the root, with slashes: "engine/apply.ts". */
  readonly path: string;
  readonly text: string;
  readonly program: AstNode;
  readonly imports: readonly Import[];
}

/** Something the architecture forbids, and where. */
export interface Breach {
  readonly path: string;
  readonly rule: string;
  readonly detail: string;
}

/** Parses one file; throws when it does not parse, since an unread file could hide anything. */
export function readSource(path: string, text: string): Source {
  const parsed = parseSync(path, text);
  const [error] = parsed.errors;
  if (error) throw new Error(`${path}: ${error.message}`);
  const program = parsed.program as unknown as AstNode; // the parser's types list every node kind; the walk needs none
  return { path, text, program, imports: importsOf(path, program) };
}

/** Every .ts and .tsx file under these folders of the root. */
export function readSources(folders: readonly string[]): readonly Source[] {
  return folders
    .flatMap((folder) => listFiles(folder))
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => readSource(path, readFileSync(join(ROOT, path), "utf8")));
}

/** Paths from the root of the files under a folder. */
export function listFiles(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

/** Calls `visit` on every node with its ancestors, nearest last. */
export function walk(node: AstNode, visit: (node: AstNode, ancestors: readonly AstNode[]) => void): void {
  const descend = (current: AstNode, ancestors: readonly AstNode[]) => {
    visit(current, ancestors);
    const below = [...ancestors, current];
    for (const child of Object.values(current)) {
      for (const item of Array.isArray(child) ? child : [child]) if (isNode(item)) descend(item, below);
    }
  };
  descend(node, []);
}

export function isNode(value: unknown): value is AstNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** The text of a string literal, or of a template without holes; null for anything else. */
export function literalText(node: unknown): string | null {
  if (!isNode(node)) return null;
  if (node.type === "Literal") return typeof node["value"] === "string" ? node["value"] : null;
  if (node.type !== "TemplateLiteral") return null;
  const quasis = node["quasis"] as readonly { value: { cooked: string } }[];
  return quasis.length === 1 ? (quasis[0]?.value.cooked ?? null) : null;
}

const IMPORTING = new Set([
  "ImportDeclaration",
  "ExportNamedDeclaration",
  "ExportAllDeclaration",
  "ImportExpression",
  "TSImportType",
]);

function importsOf(path: string, program: AstNode): readonly Import[] {
  const imports: Import[] = [];
  walk(program, (node) => {
    if (!IMPORTING.has(node.type) || !node["source"]) return;
    const specifier = literalText(node["source"]);
    const relativePath = specifier?.startsWith(".") ? normalize(join(dirname(path), specifier)) : null;
    imports.push({ specifier, target: relativePath?.split(sep).join("/") ?? null, typeOnly: isTypeOnly(node) });
  });
  return imports;
}

function isTypeOnly(node: AstNode): boolean {
  if (node.type === "TSImportType" || node["importKind"] === "type" || node["exportKind"] === "type") return true;
  const specifiers = node["specifiers"];
  if (!Array.isArray(specifiers) || specifiers.length === 0) return false;
  return specifiers.every((item) => isNode(item) && (item["importKind"] === "type" || item["exportKind"] === "type"));
}
