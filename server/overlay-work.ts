import {
  type CompiledDefinition,
  type Conflict,
  compileOverlay,
  type Decision,
  followBase,
  type Issue,
  type OverlayFile,
  type Result,
} from "../engine/index.ts";
import type { Context } from "./context.ts";
import { shippedPieces } from "./definition-files.ts";
import { loadLatest, loadVersion } from "./store/definitions.ts";
import { latestOverlay, loadOverlayDraft, overlayDrafts } from "./store/overlays.ts";
import { compileStored } from "./stored-definition.ts";

/** The name that issues give to an overlay being written. */
export const OVERLAY_FILE = "personnalisation.json";

/** What a member is changing in a definition: its draft, else what it published, moved to the base's latest version. */
export interface OverlayWork {
  readonly base: CompiledDefinition;
  readonly overlay: OverlayFile;
  /** Not published yet. */
  readonly draft: boolean;
  /** Number of the member's last version; null while it offers the base as it is. */
  readonly published: number | null;
  /** What to decide before anything else; the overlay is then still on the version it was written on. */
  readonly conflicts: readonly Conflict[];
}

/** Definitions a member adopted and did not write: those it may personalise. */
export const personalisable = ({ catalogue }: Pick<Context, "catalogue">, member: string) =>
  catalogue.shelf(member).flatMap(({ definition: { id }, owner }) => {
    const used = owner === member ? null : catalogue.definition(member, id);
    return used ? [used] : [];
  });

/** The work on one definition, or null when this member may not personalise it. */
export async function overlayWork(
  ctx: Context,
  member: string,
  id: string,
  decisions: ReadonlyMap<string, Decision> = new Map(),
): Promise<OverlayWork | null> {
  if (!personalisable(ctx, member).some((definition) => definition.id === id)) return null;
  const [stored, last, draft] = await Promise.all([
    loadLatest(ctx.db, id),
    latestOverlay(ctx.db, member, id),
    loadOverlayDraft(ctx.db, member, id),
  ]);
  if (!stored) return null;
  const base = compileStored(stored);
  const written = (draft ?? last?.overlay ?? { of: id, base: base.version }) as unknown as OverlayFile;
  const work = { base, overlay: written, draft: draft !== null, published: last?.version ?? null, conflicts: [] };
  if (written.base >= base.version) return work;
  const before = await loadVersion(ctx.db, id, written.base);
  if (!before) return work;
  const version = base.version;
  const following = { overlay: written, before: compileStored(before), now: base, version, decisions };
  const followed = followBase(following, await shippedPieces());
  if (!followed.ok) return { ...work, conflicts: followed.conflicts };
  return { ...work, overlay: followed.overlay, draft: work.draft || last !== null };
}

/** What the work would make, with every issue. */
export async function tryOverlay({ base, overlay }: OverlayWork): Promise<Result<CompiledDefinition>> {
  return compileOverlay(base, { file: OVERLAY_FILE, overlay }, base.version, await shippedPieces());
}

export type OverlayState = "base" | "own" | "conflict" | "waiting";

/** Where a member stands with each definition it may personalise. */
export async function overlayStates(
  ctx: Context,
  member: string,
): Promise<
  readonly { readonly definition: CompiledDefinition; readonly state: OverlayState; readonly draft: boolean }[]
> {
  const drafts = new Set(await overlayDrafts(ctx.db, member));
  return Promise.all(
    personalisable(ctx, member).map(async (definition) => {
      const work = await overlayWork(ctx, member, definition.id);
      const draft = drafts.has(definition.id);
      return { definition, draft, state: work ? stateOf(work, draft) : "base" };
    }),
  );
}

function stateOf({ conflicts, published, draft }: OverlayWork, kept: boolean): OverlayState {
  if (conflicts.length > 0) return "conflict";
  if (published === null) return "base";
  // Moved to the base's latest without anyone's work: it can be published as it is.
  return draft && !kept ? "waiting" : "own";
}

/** The issues of a work, none when it can be published. */
export async function issuesOf(work: OverlayWork): Promise<readonly Issue[]> {
  if (work.conflicts.length > 0) return [];
  const tried = await tryOverlay(work);
  return tried.ok ? [] : tried.issues;
}
