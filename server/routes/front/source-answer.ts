import type { Issue } from "../../../engine/index.ts";
import { consultSource, declineSource } from "../../commands/consult-source.ts";
import { withFreshSources } from "../../draft-sources.ts";
import { addressKey } from "../../identity/address.ts";
import type { Draft } from "../../store/drafts.ts";
import { type DraftScope, type PageContext, sectored } from "./front-scope.ts";

/** The scope with a draft just written. */
export async function refreshed(scope: DraftScope, draft: Draft): Promise<DraftScope> {
  const { ctx, member, definition, context } = scope;
  return sectored({ ...scope, draft: await withFreshSources(ctx, member.id, definition, draft, context) });
}

/**
 * Asks the source of the field at this pointer, or writes that she answers by herself.
 * @returns what keeps from asking, nothing once it is written; null when the draft is gone
 */
export async function askSource(
  c: PageContext,
  { ctx, member, definition, draft, context }: DraftScope,
  type: "fetch" | "decline",
  pointer: string,
): Promise<readonly Issue[] | null> {
  const source = definition.sources.get(pointer.slice(1));
  if (!source) return [];
  const asked = { member: member.id, definition, draft, source, context, address: addressKey(c, "source") };
  const outcome = type === "fetch" ? await consultSource(ctx, asked) : await declineSource(ctx, asked);
  if (outcome.ok) return [];
  const { code, issues, detail } = outcome.problem;
  if (code === "not-found") return null;
  return issues.length > 0 ? issues : [{ code, pointer, message: detail }];
}
