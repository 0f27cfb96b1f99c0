import { type EntryEvent, formatDate, parisDay, reminderAddress } from "../../../engine/index.ts";
import type { FicheHolderView } from "../../../renderer/back/fiche-holder.tsx";
import { CLAIMED } from "../../commands/claim-entry.ts";
import { INVITED, LEFT, mayInvite } from "../../commands/hold-fiche.ts";
import type { EntryScope } from "./entry-scope.ts";

/** Whose a fiche is, as its page says it; null for an entry that belongs to nobody, or to whoever filed it. */
export function ficheHolderView(
  { definition, entry, actor, base }: EntryScope,
  history: readonly EntryEvent[],
): FicheHolderView | null {
  if (!definition.holderView) return null;
  const last = history.findLast(({ type }) => [INVITED, CLAIMED, LEFT].includes(type));
  const on = (type: string) => (last?.type === type ? formatDate(parisDay(last.at)) : null);
  return {
    held: entry.holder !== null,
    invitedOn: on(INVITED),
    heldSince: on(CLAIMED),
    address: reminderAddress(definition, entry),
    action: mayInvite(definition, actor) ? `${base}/titulaire` : null,
  };
}

/** `?fait=` after it. No event may bear these names: they hold a capital. */
export const HOLDER_DONE = { invited: "Invitation", parted: "Retrait" };
