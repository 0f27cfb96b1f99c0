import {
  type CompiledDefinition,
  display,
  fieldAt,
  formatDate,
  heading,
  parisDay,
  standing,
  validUntil,
  valuesAt,
} from "../../../engine/index.ts";
import type { VerifiedCardView } from "../../../renderer/front/verified-card.tsx";
import { audit } from "../../audit.ts";
import type { Context } from "../../context.ts";
import type { Session } from "../../identity/subject.ts";
import type { VerifiedDocument } from "../../store/documents.ts";
import { findEntry } from "../../store/entries.ts";

/**
 * What a card says today to whoever verifies it: whether it holds, and the answers its definition lets be shown while it does.
 * Null for a document that is no card. Each look at one is kept in the log.
 */
export async function verifiedCard(
  ctx: Context,
  session: Session | null,
  member: string,
  definition: CompiledDefinition,
  found: VerifiedDocument,
): Promise<VerifiedCardView | null> {
  const card = definition.documents.get(found.template)?.card;
  const entry = card && (await findEntry(ctx, member, found.entryId));
  if (!entry) return null;
  const today = parisDay(ctx.clock().toISOString());
  const now = standing(definition, entry, today);
  const state = now === "valid" && found.older ? "older" : now === "none" ? "withdrawn" : now;
  const until = validUntil(definition, entry);
  keep(ctx, session, { member, definition: definition.id, entry: entry.id, state });
  return {
    state,
    title: found.title,
    until: until === null ? "" : formatDate(until),
    shown: state === "valid" ? card.shown.flatMap((key) => line(definition, entry.answers, key)) : [],
  };
}

function line({ form }: CompiledDefinition, answers: Parameters<typeof valuesAt>[0], key: string) {
  const field = fieldAt(form.order, key);
  const text = field
    ? valuesAt(answers, key)
        .map((value) => display(field, value))
        .join(", ")
    : "";
  return field && text !== "" ? [{ label: heading(field), text }] : [];
}

/** Agents by their names; whoever else verifies a card is nobody in particular. */
function keep(
  ctx: Context,
  session: Session | null,
  { member, definition, entry, state }: { readonly [key in "member" | "definition" | "entry" | "state"]: string },
): void {
  const agent = session?.agent;
  const actor = agent
    ? ({ kind: "agent", id: agent.id, name: agent.name } as const)
    : ({ kind: "anonymous", id: "anonymous" } as const);
  audit(ctx, { member, action: "card", actor, definition, target: entry, detail: { card: state } });
}
