import { hash } from "node:crypto";
import type { CompiledDefinition, Issue, Json } from "../../engine/index.ts";
import { referencedDefinitions, refusedUpdates } from "../../engine/index.ts";
import { type Db, type Tx, withActor } from "../db/with-actor.ts";
import { announce } from "../store/announce.ts";
import {
  insertVersions,
  latestVersions,
  lockPublication,
  type PublishedVersion,
  publishedVersions,
  type StoredVersion,
} from "../store/definitions.ts";
import { followBases, type Left } from "./follow-bases.ts";
import { listed, relist } from "./relist.ts";

export type Published =
  | {
      readonly ok: true;
      readonly added: readonly CompiledDefinition[];
      /** Members whose overlay could not follow by itself: it stays on its version until someone decides. */
      readonly left: readonly Left[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Publishes compiled definitions: all of them, or none with every issue. A version already published with the same
 * content is left alone; with another content it is refused, since entries are pinned to it. Overlays of members follow
 * when nothing is in the way.
 * @param owner the member they belong to; null for the platform's own. Nobody else publishes a version of them.
 */
export async function publish(
  db: Db,
  definitions: readonly CompiledDefinition[],
  owner: string | null = null,
): Promise<Published> {
  const outcome = await withActor(db, { system: true }, (tx) => publishIn(tx, definitions, owner));
  if (!outcome.ok) return outcome;
  for (const id of outcome.relisted) await relist(db, id);
  const { added, left } = outcome;
  return { ok: true, added, left };
}

type Outcome =
  | (Published & { readonly ok: false })
  | (Published & { readonly ok: true; relisted: ReadonlySet<string> });

async function publishIn(tx: Tx, definitions: readonly CompiledDefinition[], owner: string | null): Promise<Outcome> {
  await lockPublication(tx);
  const ids = definitions.map((definition) => definition.id);
  const known = await publishedVersions(tx, ids);
  const latest = await latestVersions(tx);
  const digested = definitions.map((definition) => ({ ...definition, digest: digestOf(definition), owner }));
  const issues = digested.flatMap((definition) => {
    const refusal = refusedVersion(
      definition,
      definition.digest,
      owner,
      known.filter(({ id }) => id === definition.id),
    );
    return refusal ? [refusal] : [];
  });
  issues.push(...danglingIssues(definitions, latest));
  if (issues.length > 0) return { ok: false, issues };
  const added = digested.filter(({ id, version }) => !known.some((each) => each.id === id && each.version === version));
  await insertVersions(
    tx,
    added.map(({ workflowSource, ...version }) => ({ ...version, workflow: workflowSource })),
  );
  const followed = await followBases(tx, added);
  if (added.length > 0) await announce(tx);
  const moved = added.flatMap((definition) => {
    const before = latest.find((version) => version.id === definition.id);
    return before && listed(before.schema) !== listed(definition.schema) ? [definition.id] : [];
  });
  return { ok: true, added, left: followed.left, relisted: new Set([...moved, ...followed.relisted]) };
}

/** What names another definition, or an event of another, that is not there. */
function danglingIssues(
  definitions: readonly CompiledDefinition[],
  latest: readonly StoredVersion[],
): readonly Issue[] {
  const after = new Map<string, { readonly id: string; readonly workflow: Json }>([
    ...latest.map((version) => [version.id, version] as const),
    ...definitions.map(({ id, workflowSource }) => [id, { id, workflow: workflowSource }] as const),
  ]);
  const unknown = definitions.flatMap((definition) =>
    referencedDefinitions(definition)
      .filter((id) => !after.has(id))
      .map((id) => unknownReference(definition, id)),
  );
  const updates = definitions.flatMap(({ id, workflowSource }) =>
    refusedUpdates({ id, workflow: workflowSource }, after),
  );
  return [...unknown, ...updates, ...broken(definitions, latest)];
}

/** Definitions published before whose `update-entry` would no longer be taken. */
function broken(definitions: readonly CompiledDefinition[], latest: readonly StoredVersion[]): readonly Issue[] {
  const ids = new Set(definitions.map(({ id }) => id));
  return definitions.flatMap((definition) => {
    const { id, workflowSource } = definition;
    const target = new Map([[id, { id, workflow: workflowSource }]]);
    return latest
      .filter((version) => !ids.has(version.id))
      .flatMap((caller) =>
        refusedUpdates(caller, target).map(({ code, message }) => ({
          code,
          file: `${id}.json`,
          pointer: "/x-definition/workflow",
          message: `« ${caller.id} » s’en sert : ${message}`,
        })),
      );
  });
}

/** Why this version may not join those already published, or null. */
function refusedVersion(
  definition: CompiledDefinition,
  digest: string,
  owner: string | null,
  versions: readonly PublishedVersion[],
): Issue | null {
  if (versions.some((version) => version.owner !== owner)) return taken(definition);
  if (owner !== null && definition.governs) return governing(definition);
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

const taken = (definition: CompiledDefinition): Issue => ({
  ...issue(
    definition,
    "definition-owner",
    `L’identifiant « ${definition.id} » est celui d’une définition publiée par quelqu’un d’autre : choisissez-en un autre.`,
  ),
  pointer: "/$id",
});

/** What adds members to the group or takes them out is the group's, whoever writes it. */
const governing = (definition: CompiledDefinition): Issue => ({
  ...issue(
    definition,
    "definition-governs",
    "L’action « member » change les collectivités du groupe : seul l’exploitant de la plateforme peut publier cette définition.",
  ),
  pointer: "/x-definition/workflow",
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
