import { readFileSync } from "node:fs";
import { join } from "node:path";
import { listFiles, ROOT } from "./sources.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * The words no code may hold: for each definition of `schemas`, its id, its name, and the compound keys of its fields
 * ("dateNaissance"). Plain words ("nom", "commune") and keys of shared schemas belong to everybody.
 */
export function serviceWords(): readonly string[] {
  const shared = new Set(schemaFiles("schemas/shared").flatMap((schema) => fieldKeys(schema)));
  const words = new Set<string>();
  for (const path of definitionFiles()) {
    const schema = read(path);
    const id = String((schema as { $id?: unknown }).$id ?? "");
    for (const word of [id, id.split("/")[1] ?? "", ...fieldKeys(schema)]) {
      if (isTelling(word) && !shared.has(word) && !COMMON.has(word)) words.add(word);
    }
  }
  return [...words];
}

export function definitionFiles(): readonly string[] {
  return listFiles("schemas").filter((path) => path.endsWith(".json") && !/^schemas\/(meta|shared)\//.test(path));
}

/** Compound words of everybody's French, that a definition may be called by: its whole id is looked for all the same. */
const COMMON: ReadonlySet<string> = new Set(["rendez-vous"]);

/** Compound words only: "acte-naissance", "dateNaissance". */
const isTelling = (word: string) => /[a-z][A-Z]|[-/]/.test(word);

function schemaFiles(folder: string): readonly Json[] {
  return listFiles("schemas")
    .filter((path) => path.startsWith(`${folder}/`) && path.endsWith(".json"))
    .map(read);
}

const read = (path: string): Json => JSON.parse(readFileSync(join(ROOT, path), "utf8"));

/** The keys of every `properties` of a schema, however deep. */
function fieldKeys(schema: Json): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap(fieldKeys);
  const own = schema["properties"];
  const keys = typeof own === "object" && own !== null && !Array.isArray(own) ? Object.keys(own) : [];
  return [...keys, ...Object.values(schema).flatMap(fieldKeys)];
}
