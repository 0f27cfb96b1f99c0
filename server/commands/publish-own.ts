import type { CompiledDefinition, Issue } from "../../engine/index.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { adopt } from "../store/definitions.ts";
import type { Member } from "../store/members.ts";
import { publish } from "./publish.ts";
import { unservedBy } from "./unserved.ts";

export type PublishedOwn =
  | { readonly ok: true; readonly added: boolean }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Publishes a definition as its member's own, and offers it to its citizens at once. */
export async function publishOwn(
  ctx: Context,
  { member, definition, agent }: { member: Member; definition: CompiledDefinition; agent: AgentIdentity },
): Promise<PublishedOwn> {
  const unserved = unservedBy(member, [definition]);
  if (unserved.length > 0) return { ok: false, issues: unserved };
  const published = await publish(ctx.db, [definition], member.id);
  if (!published.ok) return published;
  await adopt(ctx.db, member.id, definition.id);
  await ctx.catalogue.reload();
  const { id, version } = definition;
  const added = published.added.length > 0;
  if (added) {
    const actor = { kind: "agent", id: agent.id, name: agent.name } as const;
    audit(ctx, { member: member.id, action: "definition", actor, definition: id, detail: { version } });
  }
  return { ok: true, added };
}
