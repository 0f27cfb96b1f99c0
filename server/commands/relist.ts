import type { CompiledDefinition, Json } from "../../engine/index.ts";
import type { Db } from "../db/with-actor.ts";
import { loadLatest } from "../store/definitions.ts";
import { rewriteKeys } from "../store/entry-keys.ts";
import { latestOverlays } from "../store/overlays.ts";
import { compileStored } from "../stored-definition.ts";
import { listedAs } from "./write-entry.ts";

/** What the keys of lists depend on: the fields, which are listed and searched, and how addresses and duplicates are found. */
export function listed(schema: Json): string {
  const { properties, "x-definition": block } = schema as { readonly [key: string]: Json };
  const { list = [], search = [], sectors = null, duplicates = null } = block as { readonly [key: string]: Json };
  return JSON.stringify([properties ?? null, list, search, sectors, duplicates]);
}

/** Entries keep their version, but stand in the lists of their member's latest: their keys follow it. */
export async function relist(db: Db, id: string): Promise<void> {
  const base = await loadLatest(db, id);
  if (!base) return;
  const shared = compileStored(base);
  const overlays = (await latestOverlays(db)).filter((overlay) => overlay.id === id);
  const own = new Map(
    overlays.map((overlay): [string, CompiledDefinition] => [overlay.member, compileStored(overlay)]),
  );
  await rewriteKeys(db, id, (answers, reference, member) => listedAs(own.get(member) ?? shared, answers, reference));
}
