import { joining as words } from "../../renderer/strings-joining.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { firstToken } from "./password-link.ts";
import { queueMail } from "./queue-mail.ts";

/** Sends the first administrator of a member the link to choose her password, within `tx`. She has none yet. */
export async function sendFirstLink(
  ctx: Context,
  tx: Tx,
  agent: { readonly member: string; readonly id: string; readonly name: string; readonly email: string },
  memberName: string,
): Promise<void> {
  const token = await firstToken(ctx, agent, tx);
  const { publicUrl } = ctx.config;
  const mail = words.invitation({
    name: agent.name,
    member: memberName,
    link: `${publicUrl}/agent/inscription/${token}`,
    space: `${publicUrl}/${agent.member}/agent`,
  });
  await queueMail(ctx, { member: agent.member, to: agent.email, ...mail }, tx);
}
