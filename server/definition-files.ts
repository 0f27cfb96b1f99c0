import { isUtf8 } from "node:buffer";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { type CompiledDefinition, compile, didYouMean, type Issue } from "../engine/index.ts";
import { type JsonText, readJsonText } from "./json-text.ts";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** An issue with the line of its file, from 1, when the file could be read. */
export type PlacedIssue = Issue & { readonly line?: number };

/** What a folder of definitions holds: all compiled, or every issue of every file. */
export type Loaded =
  | { readonly ok: true; readonly definitions: readonly CompiledDefinition[] }
  | { readonly ok: false; readonly issues: readonly PlacedIssue[] };

/** The definitions shipped with the platform (`schemas/`, `workflows/`). */
export const loadShipped = (): Promise<Loaded> => loadFolder(join(ROOT, "schemas"));

/** The pieces that `$ref` may name wherever a definition is written, by path under `schemas/`. */
export const shippedPieces = (): Promise<ReadonlyMap<string, unknown>> => readShared(join(ROOT, "schemas"), newFiles());

/** The workflows that any definition may share, by id. */
export async function shippedWorkflows(): Promise<ReadonlyMap<string, unknown>> {
  const files = await readAll(join(ROOT, "workflows"), newFiles());
  return new Map([...files].map(([file, content]) => [basename(file, ".json"), content]));
}

/**
 * Reads and compiles every definition of a folder. A definition is a JSON file with `x-definition`; its workflow is
 * `<workflow>.json` in the folder, in its `workflows` sub-folder, or among the shipped ones. Files under `shared/` (the
 * folder's, else the shipped ones) are what `$ref` may name.
 * @param largestFile bytes of the largest file the installation takes, for definitions about to be published in it
 */
export async function loadFolder(folder: string, largestFile?: number): Promise<Loaded> {
  if (!(await isFolder(folder))) return refused([fileIssue(folder, "no-folder", "Ce dossier n’existe pas.")]);
  const files = newFiles();
  const own = [...(await readAll(folder, files))].filter(([file]) => !isAside(folder, file));
  const shared = await readShared(folder, files);
  const means: Means = {
    places: [join(folder, "workflows"), folder, join(ROOT, "workflows")],
    shared,
    files,
    ...(largestFile !== undefined && { largestFile }),
  };
  const definitions = new Map<string, Found>();
  for (const [file, schema] of own) {
    if (isDefinition(schema)) await compileOne({ file, schema }, means, definitions);
    else if (schema !== undefined && !isWorkflow(schema)) files.issues.push(neither(file));
  }
  if (files.issues.length === 0 && definitions.size === 0) {
    files.issues.push(
      fileIssue(folder, "no-definition", "Ce dossier ne contient aucune définition (fichier JSON avec x-definition)."),
    );
  }
  if (files.issues.length > 0) return refused(files.issues.map((issue) => withLine(issue, files)));
  return { ok: true, definitions: [...definitions.values()].map(({ definition }) => definition) };
}

interface Found {
  readonly file: string;
  readonly definition: CompiledDefinition;
}

/** The files read so far: each once, with what is wrong with it. */
interface Files {
  readonly issues: PlacedIssue[];
  /** By the name that issues give them; null for a file that is not JSON. */
  readonly texts: Map<string, JsonText | null>;
}

const newFiles = (): Files => ({ issues: [], texts: new Map() });
const refused = (issues: readonly PlacedIssue[]): Loaded => ({ ok: false, issues });

/** What the definitions of a folder are compiled with. */
interface Means {
  /** Folders where workflows are. */
  readonly places: readonly string[];
  readonly shared: ReadonlyMap<string, unknown>;
  readonly files: Files;
  readonly largestFile?: number;
}

async function compileOne(
  { file, schema }: { readonly file: string; readonly schema: object },
  { places, shared, files, ...limits }: Means,
  definitions: Map<string, Found>,
): Promise<void> {
  const name = nameOf(file);
  const id = workflowOf(schema);
  const workflow = id === null ? undefined : await readWorkflow(id, places, files);
  if (id !== null && workflow === undefined) files.issues.push(await unknownWorkflow(name, id, places));
  const workflowFile = workflow?.file ?? "";
  const result = compile({ file: name, schema, workflowFile, workflow: workflow?.content }, shared, limits);
  if (result.ok) {
    const { value: definition } = result;
    const already = definitions.get(definition.id);
    if (already) files.issues.push(sameId(name, definition.id, already.file));
    definitions.set(definition.id, { file: name, definition });
  } else {
    // A workflow that could not be read has been reported, in better words.
    const known = workflow?.content !== undefined;
    files.issues.push(...result.issues.filter((issue) => known || issue.file !== workflowFile));
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const isDefinition = (schema: unknown): schema is object => isObject(schema) && "x-definition" in schema;
const isWorkflow = (content: unknown): boolean => isObject(content) && "states" in content && "initial" in content;

function isAside(folder: string, file: string): boolean {
  const [first = ""] = relative(folder, file).split(sep);
  return first === "meta" || first === "shared" || first === "workflows";
}

/** The workflow a definition names; null when it names none, which compiling reports. */
function workflowOf(schema: object): string | null {
  const block: unknown = "x-definition" in schema ? schema["x-definition"] : null;
  return isObject(block) && "workflow" in block && typeof block.workflow === "string" ? block.workflow : null;
}

async function readWorkflow(id: string, places: readonly string[], files: Files) {
  // The name comes from a definition: it may not leave the folders.
  const name = `${basename(id)}.json`;
  for (const place of places) {
    const file = join(place, name);
    if (await isFile(file)) return { file: nameOf(file), content: await readJsonFile(file, files) };
  }
  return undefined;
}

async function unknownWorkflow(file: string, id: string, places: readonly string[]): Promise<Issue> {
  const names = await Promise.all(places.map((place) => readdir(place).catch((): string[] => [])));
  const known = names.flat().flatMap((name) => (name.endsWith(".json") ? [basename(name, ".json")] : []));
  const message = `Il n’y a pas de parcours « ${id} » (fichier workflows/${basename(id)}.json)${didYouMean(id, known)}`;
  return { code: "workflow-unknown", file, pointer: "/x-definition/workflow", message };
}

async function readShared(folder: string, files: Files): Promise<ReadonlyMap<string, unknown>> {
  const shared = new Map<string, unknown>();
  for (const place of [join(ROOT, "schemas", "shared"), join(folder, "shared")]) {
    for (const [file, content] of await readAll(place, files)) {
      const name = `shared/${basename(file)}`;
      shared.set(name, content);
      files.texts.set(name, files.texts.get(nameOf(file)) ?? null);
    }
  }
  return shared;
}

async function readAll(folder: string, files: Files): Promise<ReadonlyMap<string, unknown>> {
  const names = await readdir(folder, { recursive: true }).catch((): string[] => []);
  const contents = new Map<string, unknown>();
  for (const name of names.filter((candidate) => candidate.endsWith(".json")).sort()) {
    contents.set(join(folder, name), await readJsonFile(join(folder, name), files));
  }
  return contents;
}

/** The value a file holds; undefined when it is not JSON, which is reported the first time. */
async function readJsonFile(file: string, { issues, texts }: Files): Promise<unknown> {
  const name = nameOf(file);
  const known = texts.get(name);
  if (known !== undefined) return known?.value;
  const bytes = await readFile(file);
  if (!isUtf8(bytes)) {
    texts.set(name, null);
    issues.push(fileIssue(file, "not-utf8", "Les accents de ce fichier seraient perdus : enregistrez-le en UTF-8."));
    return undefined;
  }
  const read = readJsonText(bytes.toString("utf8"));
  texts.set(name, read.ok ? read.text : null);
  if (!read.ok) {
    const { line, message } = read.mistake;
    issues.push({ ...fileIssue(file, "not-json", message), line });
    return undefined;
  }
  for (const { key, line } of read.text.twice) {
    const message = `Le nom « ${key} » est employé deux fois au même endroit : le premier serait perdu, changez l’un des deux.`;
    issues.push({ ...fileIssue(file, "duplicate-key", message), line });
  }
  return read.text.value;
}

function withLine(issue: PlacedIssue, { texts }: Files): PlacedIssue {
  const text = issue.line === undefined ? texts.get(issue.file ?? "") : undefined;
  return text ? { ...issue, line: text.lineOf(issue.pointer) } : issue;
}

const fileIssue = (file: string, code: string, message: string): Issue => ({
  code,
  file: nameOf(file),
  pointer: "",
  message,
});

const neither = (file: string): Issue =>
  fileIssue(
    file,
    "not-definition",
    "Ce fichier n’a pas de « x-definition » : ce n’est pas une définition. Corrigez ce nom, ou retirez le fichier du dossier.",
  );

const sameId = (file: string, id: string, other: string): Issue => ({
  code: "definition-twice",
  file,
  pointer: "/$id",
  message: `L’identifiant « ${id} » est déjà celui de ${other} : chaque définition a le sien.`,
});

/** Under the current folder, its path from there; elsewhere, its whole path. */
function nameOf(file: string): string {
  const name = relative(process.cwd(), file);
  return name === "" || name.startsWith("..") ? resolve(file) : name;
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
