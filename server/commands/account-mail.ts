import type { AccountMail } from "../../renderer/strings-account-mails.ts";
import type { Context } from "../context.ts";
import { GROUP } from "../store/members.ts";
import { queueMail } from "./queue-mail.ts";

/** Owes a mail about an account, in the group's name. */
export const mailAccount = (ctx: Context, to: string, mail: AccountMail): Promise<void> =>
  queueMail(ctx, { member: GROUP, to, ...mail });
