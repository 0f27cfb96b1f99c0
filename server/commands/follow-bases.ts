import { hash } from "node:crypto";
import { type CompiledDefinition, followBase, type Json, type OverlayFile } from "../../engine/index.ts";
import type { Tx } from "../db/with-actor.ts";
import { shippedPieces } from "../definition-files.ts";
import { loadVersion } from "../store/definitions.ts";
import { insertOverlay, latestOverlays, nextVersion, type StoredOverlay } from "../store/overlays.ts";
import { compileStored } from "../stored-definition.ts";
import { listed } from "./relist.ts";

/** An overlay that waits for someone to decide. */
export interface Left {
  readonly member: string;
  readonly definition: string;
}

/**
 * Publishes the overlays of these definitions again on their new version, each as its member's next, in the same
 * transaction. One in conflict stays on its version.
 */
export async function followBases(
  tx: Tx,
  bases: readonly CompiledDefinition[],
): Promise<{ readonly left: readonly Left[]; readonly relisted: readonly string[] }> {
  const left: Left[] = [];
  const relisted: string[] = [];
  if (bases.length === 0) return { left, relisted };
  const overlays = await latestOverlays(tx);
  const shared = await shippedPieces();
  for (const now of bases) {
    for (const mine of overlays.filter(({ id, baseVersion }) => id === now.id && baseVersion < now.version)) {
      const stored = await loadVersion(tx, mine.id, mine.baseVersion);
      if (!stored) throw new Error(`No version ${mine.baseVersion} of ${mine.id}`);
      const version = await nextVersion(tx, mine.member, mine.id);
      const overlay = mine.overlay as unknown as OverlayFile;
      const followed = followBase({ overlay, before: compileStored(stored), now, version }, shared);
      if (!followed.ok) {
        left.push({ member: mine.member, definition: mine.id });
        continue;
      }
      await insertOverlay(tx, overlayRow(mine.member, followed.overlay, followed.definition));
      if (listed(mine.schema) !== listed(followed.definition.schema)) relisted.push(mine.id);
    }
  }
  return { left, relisted };
}

/** The row of a personalised version. */
export function overlayRow(
  member: string,
  overlay: OverlayFile,
  { id, version, schema, workflowSource: workflow }: CompiledDefinition,
): StoredOverlay & { readonly digest: string } {
  const written = overlay as unknown as Json;
  const digest = hash("sha256", JSON.stringify([written, schema, workflow]));
  return { member, id, version, baseVersion: overlay.base, overlay: written, schema, workflow, digest };
}
