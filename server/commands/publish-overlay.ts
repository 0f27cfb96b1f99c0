import { type CompiledDefinition, compileOverlay, type Issue, type OverlayFile } from "../../engine/index.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";
import { shippedPieces } from "../definition-files.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { OVERLAY_FILE } from "../overlay-work.ts";
import { announce } from "../store/announce.ts";
import { loadLatest, lockPublication } from "../store/definitions.ts";
import { deleteOverlayDraft, insertOverlay, latestOverlay, nextVersion } from "../store/overlays.ts";
import { compileStored } from "../stored-definition.ts";
import { overlayRow } from "./follow-bases.ts";
import { listed, relist } from "./relist.ts";

export interface OverlayRequest {
  readonly member: string;
  readonly definition: string;
  readonly overlay: unknown;
  readonly agent: AgentIdentity;
}

export type PublishedOverlay =
  | { readonly ok: true; readonly definition: CompiledDefinition }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Publishes what a member changes in a definition it adopted, as its next version of it: offered at once, nothing
 * restarted. Entries and drafts under way keep theirs. Refused with every issue, placed in `personnalisation.json`.
 */
export async function publishOverlay(ctx: Context, request: OverlayRequest): Promise<PublishedOverlay> {
  const { member, definition: id, agent } = request;
  const shared = await shippedPieces();
  const before = ctx.catalogue.definition(member, id);
  const outcome = await withActor(ctx.db, { member }, async (tx): Promise<PublishedOverlay> => {
    await lockPublication(tx);
    const stored = before && (await loadLatest(tx, id));
    if (!stored) return { ok: false, issues: [NOT_ADOPTED] };
    const version = await nextVersion(tx, member, id);
    const source = { file: OVERLAY_FILE, overlay: request.overlay };
    const base = compileStored(stored);
    const compiled = compileOverlay(base, source, version, shared);
    if (!compiled.ok) return compiled;
    if (isSharedList(ctx, member, id) && columnsOf(compiled.value) !== columnsOf(base)) {
      return { ok: false, issues: [SHARED_LIST] };
    }
    const last = await latestOverlay(tx, member, id);
    if (last && JSON.stringify(last.overlay) === JSON.stringify(request.overlay)) return { ok: false, issues: [SAME] };
    await insertOverlay(tx, overlayRow(member, request.overlay as OverlayFile, compiled.value));
    await announce(tx);
    return { ok: true, definition: compiled.value };
  });
  if (!outcome.ok) return outcome;
  if (before && listed(before.schema) !== listed(outcome.definition.schema)) await relist(ctx.db, id);
  await deleteOverlayDraft(ctx.db, member, id);
  await ctx.catalogue.reload();
  const { version } = outcome.definition;
  const actor = { kind: "agent", id: agent.id, name: agent.name } as const;
  audit(ctx, { member, action: "definition", actor, definition: id, detail: { version, personalised: true } });
  return outcome;
}

/** Whether entries of several members stand in one list of this definition, sorted and filtered by the same columns. */
const isSharedList = ({ catalogue }: Context, member: string, id: string): boolean =>
  catalogue.sharing(id, member).length > 0 ||
  catalogue.everyMember().some((other) => catalogue.sharedWith(member, id, other.id).length > 0);

const columnsOf = ({ list }: CompiledDefinition): string => list.map(({ key }) => key).join(" ");

const SHARED_LIST: Issue = {
  code: "overlay-shared-list",
  pointer: "/list",
  file: OVERLAY_FILE,
  message: "Cette liste est partagée avec d’autres collectivités : ses colonnes restent celles de la définition.",
};

const NOT_ADOPTED: Issue = {
  code: "not-adopted",
  pointer: "/of",
  file: OVERLAY_FILE,
  message: "Votre collectivité n’a pas adopté cette définition.",
};

const SAME: Issue = {
  code: "overlay-same",
  pointer: "",
  file: OVERLAY_FILE,
  message: "Rien n’a changé depuis votre dernière version : il n’y a rien à publier.",
};
