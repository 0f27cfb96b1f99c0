import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { type CompiledDefinition, compile, type Issue } from "../engine/index.ts";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** What a folder of definitions holds: all compiled, or every issue of every file. */
export type Loaded =
  | { readonly ok: true; readonly definitions: readonly CompiledDefinition[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** The definitions shipped with the platform (`schemas/`, `workflows/`). */
export const loadShipped = (): Promise<Loaded> => loadFolder(join(ROOT, "schemas"), join(ROOT, "workflows"));

/**
 * Reads and compiles every definition of a folder. A definition is a JSON file with `x-definition`; its workflow is
 * `<workflow>.json` in the folder, in its `workflows` sub-folder, or among the shipped ones. Files under `shared/` (the
 * folder's, else the shipped ones) are what `$ref` may name.
 */
export async function loadFolder(folder: string, ...workflowFolders: readonly string[]): Promise<Loaded> {
  const issues: Issue[] = [];
  const files = await readAll(folder, issues);
  const own = [...files].filter(([file]) => !isAside(folder, file));
  const shared = await readShared(folder, issues);
  const places = [join(folder, "workflows"), folder, ...workflowFolders, join(ROOT, "workflows")];
  const definitions: CompiledDefinition[] = [];
  for (const [file, schema] of own) {
    const workflowId = workflowOf(schema);
    if (workflowId === null) continue;
    const workflow = await readWorkflow(workflowId, places, issues);
    const name = relative(process.cwd(), file);
    const result = compile({ file: name, schema, workflowFile: workflow.file, workflow: workflow.content }, shared);
    if (result.ok) definitions.push(result.value);
    else issues.push(...result.issues);
  }
  if (issues.length === 0 && definitions.length === 0) {
    issues.push(
      fileIssue(folder, "no-definition", "Ce dossier ne contient aucune définition (fichier JSON avec x-definition)."),
    );
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, definitions };
}

function isAside(folder: string, file: string): boolean {
  const [first = ""] = relative(folder, file).split(sep);
  return first === "meta" || first === "shared" || first === "workflows";
}

function workflowOf(schema: unknown): string | null {
  if (typeof schema !== "object" || schema === null || !("x-definition" in schema)) return null;
  const block: unknown = schema["x-definition"];
  if (typeof block !== "object" || block === null || !("workflow" in block)) return "";
  return typeof block.workflow === "string" ? block.workflow : "";
}

async function readWorkflow(id: string, places: readonly string[], issues: Issue[]) {
  // The name comes from a definition: it may not leave the folders.
  const name = `${basename(id)}.json`;
  for (const place of places) {
    const file = join(place, name);
    if (await isFile(file)) return { file: relative(process.cwd(), file), content: await readJsonFile(file, issues) };
  }
  return { file: `workflows/${name}`, content: undefined };
}

async function readShared(folder: string, issues: Issue[]): Promise<ReadonlyMap<string, unknown>> {
  const shared = new Map<string, unknown>();
  for (const place of [join(ROOT, "schemas", "shared"), join(folder, "shared")]) {
    for (const [file, content] of await readAll(place, issues)) shared.set(`shared/${basename(file)}`, content);
  }
  return shared;
}

async function readAll(folder: string, issues: Issue[]): Promise<ReadonlyMap<string, unknown>> {
  const names = await readdir(folder, { recursive: true }).catch((): string[] => []);
  const files = new Map<string, unknown>();
  for (const name of names.filter((candidate) => candidate.endsWith(".json")).sort()) {
    files.set(join(folder, name), await readJsonFile(join(folder, name), issues));
  }
  return files;
}

async function readJsonFile(file: string, issues: Issue[]): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    issues.push(fileIssue(file, "not-json", `Ce fichier n’est pas du JSON lisible : ${reason}`));
    return undefined;
  }
}

const fileIssue = (file: string, code: string, message: string): Issue => ({
  code,
  file: relative(process.cwd(), file) || file,
  pointer: "",
  message,
});

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
