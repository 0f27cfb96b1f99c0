import { audit, auditWritten } from "../audit.ts";
import type { Context } from "../context.ts";
import { agentNames } from "../store/agent-list.ts";
import { type Limit, limitKey } from "../store/rate-limit.ts";
import { countWriting } from "../store/work-items.ts";
import type { BulkWork, SendingAction } from "../store/works.ts";

/** Mails to many that a member launches in a day: one more is a mistake, or somebody at an agent's desk. */
export const MOST_MAILINGS = 20;

export const mailingsOf = (ctx: Pick<Context, "secrets">, member: string): Limit => ({
  key: limitKey(ctx, "mailing", member),
  most: MOST_MAILINGS,
  seconds: 86_400,
});

/** Keeps that a mail to many was launched, in the log of each member whose people receive it: who, how many, to which end; no address. */
export async function auditMailing(
  ctx: Context,
  work: BulkWork,
  { subject, purpose, reason }: Extract<SendingAction, { type: "mailing" }>,
): Promise<void> {
  const { member: of, agent: id, definition } = work;
  const name = new Map((await agentNames(ctx.db, of, "closed too")).map((each) => [each.id, each.name])).get(id);
  const said = { of: "mailing", name: subject, purpose, ...(reason !== "" && { reason }) };
  for (const { member, rows } of await countWriting(ctx.db, work)) {
    audit(ctx, {
      ...{ member, action: "export", definition, target: work.id, detail: { ...said, rows } },
      actor: { kind: "agent", id, ...(name !== undefined && { name }) },
    });
  }
  await auditWritten(ctx);
}
