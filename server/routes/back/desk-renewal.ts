import {
  type Answers,
  type CompiledDefinition,
  canWorkQueue,
  type Entry,
  formatDate,
  renew,
  renewalMarks,
  validUntil,
} from "../../../engine/index.ts";
import type { DeskRenewalView } from "../../../renderer/back/desk-renewal.tsx";
import type { RenewalNoteView } from "../../../renderer/front/renewal-block.tsx";
import { auditRead } from "../../audit.ts";
import { deskRenewal } from "../../commands/renewals.ts";
import { findVisible } from "../../commands/send-event.ts";
import { actorFor } from "../../identity/actor-for.ts";
import type { AgentScope } from "./agent-scope.ts";
import type { EntryScope } from "./entry-scope.ts";
import type { FilePlace } from "./labels.ts";

/** How a form of a new entry names the one that it renews, in its address and among its hidden fields. */
export const RENEWED = "renouvelle";

/** An entry that an agent renews for whoever holds it. */
export interface DeskRenewal {
  /** The version the entry is pinned to. */
  readonly was: CompiledDefinition;
  readonly entry: Entry;
  /** What the form begins with. */
  readonly answers: Answers;
  /** What nobody types and the form may ask of: the entry renewed, and its end. */
  readonly marks: Answers;
  readonly note: RenewalNoteView;
  /** Its files keep their names in the form. */
  readonly files: FilePlace;
}

/** The entry that a form says it renews; null when she may not know of it. Her reading is logged. */
export async function renewedAt(
  { ctx, member, session }: AgentScope,
  definition: CompiledDefinition,
  id: string,
): Promise<DeskRenewal | null> {
  const latest = actorFor(ctx, session, member.id, definition);
  const found = await findVisible(ctx, { member: member.id, definitionId: definition.id, id, actor: latest });
  if (!found || !canWorkQueue(found.definition, latest)) return null;
  const { head: _, ...entry } = found.entry;
  const was = found.definition;
  auditRead(ctx, latest, { member: member.id, action: "entry-read", definition: definition.id, target: entry.id });
  const { answers, dropped, again } = renew(was, definition, entry);
  return {
    ...{ was, entry, answers },
    marks: renewalMarks(definition, was, entry),
    note: { reference: entry.reference, dropped, again },
    files: { entry: entry.id, fileBase: `/${member.id}/agent/${definition.id}/${entry.id}/fichiers` },
  };
}

/** What the page of an entry says of renewing it at the desk; null when nothing may be begun today. */
export async function deskRenewalView(scope: EntryScope): Promise<DeskRenewalView | null> {
  const { ctx, definition, entry, actor, member } = scope;
  const offer = await deskRenewal(ctx, definition, entry, actor);
  const until = validUntil(definition, entry);
  if ((offer?.kind !== "renew" && offer?.kind !== "change") || until === null) return null;
  const query = new URLSearchParams({ [RENEWED]: entry.id });
  return {
    until: formatDate(until),
    change: offer.kind === "change" ? (offer.definition.validity?.renewal?.change ?? null) : null,
    href: `/${member.id}/agent/${definition.id}/nouveau?${query}`,
  };
}
