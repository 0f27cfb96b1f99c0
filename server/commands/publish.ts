import { hash } from "node:crypto";
import type { CompiledDefinition, Issue, Json } from "../../engine/index.ts";
import { referencedDefinitions } from "../../engine/index.ts";
import type { Db } from "../db/with-actor.ts";
import { insertVersions, latestVersions, publishedDigests } from "../store/definitions.ts";
import { rewriteKeys } from "../store/entry-keys.ts";
import { listedAs } from "./write-entry.ts";

export type Published =
  | { readonly ok: true; readonly added: readonly CompiledDefinition[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Publishes compiled definitions: all of them, or none with every issue. A version already published with the same
 * content is left alone; with another content it is refused, since entries are pinned to it.
 */
export async function publish(db: Db, definitions: readonly CompiledDefinition[]): Promise<Published> {
  const ids = definitions.map((definition) => definition.id);
  const [digests, latest] = await Promise.all([publishedDigests(db, ids), latestVersions(db)]);
  const known = new Set([...ids, ...latest.map((version) => version.id)]);
  const issues: Issue[] = [];
  const added: (CompiledDefinition & { readonly digest: string })[] = [];
  for (const definition of definitions) {
    const digest = digestOf(definition);
    const versions = digests.filter((version) => version.id === definition.id);
    const refusal = refusedVersion(definition, digest, versions);
    if (refusal) issues.push(refusal);
    else if (!versions.some(({ version }) => version === definition.version)) added.push({ ...definition, digest });
    const unknown = referencedDefinitions(definition).filter((id) => !known.has(id));
    issues.push(...unknown.map((id) => unknownReference(definition, id)));
  }
  if (issues.length > 0) return { ok: false, issues };
  const rows = added.map(({ id, version, schema, workflowSource, digest }) => ({
    id,
    version,
    schema,
    workflow: workflowSource,
    digest,
  }));
  if (rows.length > 0) await insertVersions(db, rows);
  for (const definition of added) {
    const before = latest.find((version) => version.id === definition.id);
    if (before && listed(before.schema) !== listed(definition.schema)) await relist(db, definition);
  }
  return { ok: true, added };
}

/** What the keys of lists depend on: the fields, and which are listed and searched. */
function listed(schema: Json): string {
  const { properties, "x-definition": block } = schema as { readonly [key: string]: Json };
  const { list = [], search = [] } = block as { readonly [key: string]: Json };
  return JSON.stringify([properties ?? null, list, search]);
}

/** Entries keep their version, but stand in the lists of the latest: their keys follow it. */
function relist(db: Db, definition: CompiledDefinition): Promise<void> {
  return rewriteKeys(db, definition.id, (answers, reference) => listedAs(definition, answers, reference));
}

/** Why this version may not join those already published, or null. */
function refusedVersion(
  definition: CompiledDefinition,
  digest: string,
  versions: readonly { readonly version: number; readonly digest: string }[],
): Issue | null {
  const same = versions.find((version) => version.version === definition.version);
  if (same) return same.digest === digest ? null : reused(definition);
  const newest = Math.max(0, ...versions.map((version) => version.version));
  return definition.version < newest ? older(definition, newest) : null;
}

const digestOf = (definition: CompiledDefinition): string =>
  hash("sha256", JSON.stringify([definition.schema, definition.workflowSource]));

const issue = (definition: CompiledDefinition, code: string, message: string): Issue => ({
  code,
  file: `${definition.id}.json`,
  pointer: "/x-definition/version",
  message,
});

const reused = (definition: CompiledDefinition): Issue =>
  issue(
    definition,
    "version-reused",
    `La version ${definition.version} est déjà publiée avec un autre contenu (formulaire ou parcours) : passez à la version ${definition.version + 1}.`,
  );

const older = (definition: CompiledDefinition, newest: number): Issue =>
  issue(definition, "version-older", `La version ${newest} est déjà publiée : choisissez un numéro plus grand.`);

const unknownReference = (definition: CompiledDefinition, id: string): Issue =>
  issue(definition, "unknown-definition", `La définition « ${id} », citée ici, n’est pas publiée.`);
