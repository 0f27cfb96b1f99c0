import type { AccountMail } from "../../renderer/strings-account-mails.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { GROUP } from "../store/members.ts";
import { queueMail } from "./queue-mail.ts";

/** Owes a mail about an account, in the group's name, within `tx` of the system's when given. */
export async function mailAccount(ctx: Context, to: string, mail: AccountMail, tx?: Tx): Promise<void> {
  await queueMail(ctx, { member: GROUP, to, ...mail }, tx);
}
