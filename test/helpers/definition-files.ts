import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { DefinitionSource } from "../../engine/index.ts";

const ROOT = join(import.meta.dirname, "../..");
const SCHEMAS = join(ROOT, "schemas");

const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), "utf8"));
const jsonOf = (folder: string): readonly string[] => readdirSync(join(SCHEMAS, folder)).filter(isJson);
const isJson = (name: string): boolean => name.endsWith(".json");

/** "schemas/etat-civil/acte-naissance.json" and its like: every definition of the repository. */
export const DEFINITION_FILES: readonly string[] = readdirSync(SCHEMAS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["meta", "shared"].includes(entry.name))
  .flatMap(({ name }) => jsonOf(name).map((file) => `schemas/${name}/${basename(file)}`));

/** The files of one definition, and the pieces it may share. */
export function sourceOf(file: string): { source: DefinitionSource; pieces: ReadonlyMap<string, unknown> } {
  const schema = read(file);
  const workflowFile = `workflows/${schema["x-definition"].workflow}.json`;
  return {
    source: { file, schema, workflowFile, workflow: read(workflowFile) },
    pieces: new Map(jsonOf("shared").map((name) => [`shared/${name}`, read(`schemas/shared/${name}`)])),
  };
}
