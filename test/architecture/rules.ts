import { type AstNode, type Breach, type Import, isNode, literalText, type Source, walk } from "./sources.ts";

interface Layer {
  /** Folders of the project it may import, itself included. */
  readonly layers: readonly string[];
  /** Packages it may import; null for any. */
  readonly packages: readonly string[] | null;
  /** Whether Node's own modules are allowed. */
  readonly node: boolean;
}

/** The table of architecture.md. */
const LAYERS: Readonly<Record<string, Layer>> = {
  engine: {
    // Of schemas/, the meta-schemas it checks definitions against.
    layers: ["engine", "schemas"],
    packages: ["ajv", "ajv-formats", "xstate", "@marcbachmann/cel-js", "re2js", "rrule"],
    node: false,
  },
  renderer: {
    layers: ["engine", "renderer"],
    packages: [
      "preact",
      "preact-render-to-string",
      "react",
      "@rjsf/core",
      "@rjsf/utils",
      "idiomorph",
      "d3-scale",
      "d3-shape",
      "pdfkit",
      "qrcode",
      "svg-to-pdfkit",
    ],
    node: false,
  },
  server: { layers: ["engine", "renderer", "server", "schemas", "workflows"], packages: null, node: true },
};

const layerOf = (path: string) => path.split("/")[0] ?? "";

/** "@rjsf/core/lib/x" → "@rjsf/core". */
function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Imports that go against the direction of the layers, or bring a package a layer may not know. */
export function layerBreaches(source: Source): readonly Breach[] {
  const layer = LAYERS[layerOf(source.path)];
  if (!layer) return [];
  return source.imports
    .filter((imported) => !allowed(layer, imported))
    .map((imported) => ({
      path: source.path,
      rule: "layer",
      detail: imported.specifier ?? "import computed at run time",
    }));
}

function allowed(layer: Layer, imported: Import): boolean {
  if (imported.specifier === null) return false;
  if (imported.target !== null) return layer.layers.includes(layerOf(imported.target));
  if (imported.specifier.startsWith("node:")) return layer.node;
  return layer.packages === null || layer.packages.includes(packageOf(imported.specifier));
}

/** The first cycle of each strongly tied group of files, types left out: they are erased. */
export function cycleBreaches(sources: readonly Source[]): readonly Breach[] {
  const edges = new Map(sources.map((source) => [source.path, valueTargets(source)]));
  const done = new Set<string>();
  const breaches: Breach[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    const seenAt = trail.indexOf(path);
    if (seenAt >= 0) {
      breaches.push({ path, rule: "cycle", detail: [...trail.slice(seenAt), path].join(" → ") });
      return;
    }
    if (done.has(path)) return;
    for (const target of edges.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return breaches;
}

function valueTargets(source: Source): readonly string[] {
  return source.imports.flatMap((imported) => (imported.target === null || imported.typeOnly ? [] : [imported.target]));
}

/** A file too long to be read at once. What is generated is read in what it is generated from. */
export function sizeBreaches(source: Source, limit = 300): readonly Breach[] {
  if (source.path.endsWith(".generated.ts")) return [];
  const lines = source.text.replace(/\n$/, "").split("\n").length;
  return lines > limit ? [{ path: source.path, rule: "size", detail: `${lines} lines` }] : [];
}

/** Functions longer than they may be, wherever they stand. */
export function functionBreaches(source: Source, limit = 50): readonly Breach[] {
  const breaches: Breach[] = [];
  const lineAt = (offset: number) => source.text.slice(0, offset).split("\n").length;
  walk(source.program, (node) => {
    if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) return;
    const first = lineAt(node.start);
    const lines = lineAt(Number(node["end"])) - first + 1;
    if (lines > limit)
      breaches.push({ path: source.path, rule: "function", detail: `${lines} lines at line ${first}` });
  });
  return breaches;
}

const IMPURE_GLOBALS = new Set([
  "process",
  "fetch",
  "crypto",
  "performance",
  "globalThis",
  "console",
  "require",
  "eval",
  "Buffer",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
]);
/** Readings of the machine's own time zone. */
const LOCAL_TIME = /^(get|set)(FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds|TimezoneOffset)$/;

/** What gives another answer on another machine or at another time. */
export function purityBreaches(source: Source): readonly Breach[] {
  const breaches: Breach[] = [];
  const found = (detail: string) => breaches.push({ path: source.path, rule: "purity", detail });
  walk(source.program, (node, ancestors) => {
    const member = memberName(node);
    if (member === "Date.now" || member === "Math.random") found(member);
    if (node.type === "MemberExpression" && LOCAL_TIME.test(nameOf(node["property"]))) found(nameOf(node["property"]));
    if (isCallOfDate(node) && (node["arguments"] as readonly unknown[]).length === 0) found("Date without argument");
    if (isReference(node, ancestors) && IMPURE_GLOBALS.has(nameOf(node))) found(nameOf(node));
  });
  return breaches;
}

function isCallOfDate(node: AstNode): boolean {
  return (node.type === "NewExpression" || node.type === "CallExpression") && nameOf(node["callee"]) === "Date";
}

/** A use of a name, as opposed to the key of a property or a member. */
function isReference(node: AstNode, ancestors: readonly AstNode[]): boolean {
  if (node.type !== "Identifier") return false;
  const parent = ancestors.at(-1);
  if (!parent || parent["computed"] === true) return true;
  if (parent.type === "MemberExpression") return parent["property"] !== node;
  return parent["key"] !== node && !parent.type.startsWith("TS");
}

const nameOf = (node: unknown) => (isNode(node) && node.type === "Identifier" ? String(node["name"]) : "");

function memberName(node: AstNode): string {
  return node.type === "MemberExpression" ? `${nameOf(node["object"])}.${nameOf(node["property"])}` : "";
}

/** Reading the environment anywhere but in the one file that types it. */
export function environmentBreaches(source: Source): readonly Breach[] {
  if (source.path === "server/config.ts") return [];
  const breaches: Breach[] = [];
  walk(source.program, (node) => {
    if (node.type === "MemberExpression" && memberName(node) === "process.env") {
      breaches.push({ path: source.path, rule: "environment", detail: "process.env" });
    }
  });
  return breaches;
}

const STATEMENT =
  /^\s*(select\s+[\s\S]+\sfrom\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+\w+\s+as\s*\(|create\s+(unique\s+)?(table|index|role|database|schema|function)\s|alter\s+(table|role|database)\s|drop\s+(table|role|database|schema)\s|truncate\s|begin\s*$|commit\s*$|rollback\s*$|set\s+local\s|notify\s|listen\s)/i;
const SQL_HOME = /^server\/(store|db)\//;

/** SQL, or the driver itself, outside the store. Types of the driver may be named anywhere in the server. */
export function sqlBreaches(source: Source): readonly Breach[] {
  if (SQL_HOME.test(source.path)) return [];
  const breaches: Breach[] = [];
  const found = (detail: string) => breaches.push({ path: source.path, rule: "sql", detail });
  for (const imported of source.imports) {
    if (imported.specifier === "postgres" && !imported.typeOnly) found("import of the driver");
  }
  walk(source.program, (node) => {
    const text = node.type === "TemplateLiteral" ? firstQuasi(node) : literalText(node);
    if (text !== null && STATEMENT.test(text)) found(text.trim().slice(0, 40));
  });
  return breaches;
}

function firstQuasi(node: AstNode): string {
  const quasis = node["quasis"] as readonly { value: { raw: string } }[];
  return quasis.map((quasi) => quasi.value.raw).join("?");
}

/** Entries are written by commands only: nobody else imports the store's writing half. */
export function writerBreaches(source: Source): readonly Breach[] {
  if (/^server\/(commands|store)\//.test(source.path)) return [];
  return source.imports
    .filter((imported) => imported.target === "server/store/entry-write.ts" && !imported.typeOnly)
    .map((imported) => ({ path: source.path, rule: "writer", detail: imported.specifier ?? "" }));
}

/** Words of a particular service: ids of definitions and the keys only they use. */
export function serviceBreaches(path: string, text: string, words: readonly string[]): readonly Breach[] {
  return words
    .filter((word) => new RegExp(`(?<![\\w-])${quoted(word)}(?![\\w-])`).test(text))
    .map((word) => ({ path, rule: "service", detail: word }));
}

const quoted = (word: string) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
