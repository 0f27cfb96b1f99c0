import { mailedTo } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { choiceIn, type ReachChoice } from "../identity/reach-choice.ts";
import { profileOfHolder } from "../store/account-profile.ts";
import type { Letter } from "./letter.ts";

/** By which ways to reach someone: a number to text, and whether to mail. */
export interface Ways {
  readonly mail: boolean;
  readonly sms: string | null;
}

const BY_MAIL: Ways = { mail: true, sms: null };

/**
 * How whoever holds an entry wants reminders and news of messages. Her pseudonym leads nobody to her account: the accounts
 * that made a choice, few, are asked in turn whether they hold it.
 */
export async function choiceFor(
  ctx: Context,
  tx: Tx,
  { entry, definition, kind, to }: Pick<Letter, "entry" | "definition" | "kind" | "to">,
): Promise<Ways> {
  if (entry.holder === null || !ctx.sms || kind === "legal" || kind === "mailing") return BY_MAIL;
  // A mail to somebody else is not hers to turn into a text message.
  if (to !== "" && to !== mailedTo(definition, entry.answers)) return BY_MAIL;
  const { sector } = definition.privacy;
  const holds = (account: string) => ctx.secrets.pseudonym(account, entry.member, sector) === entry.holder;
  const profile = await profileOfHolder(ctx, tx, holds);
  const choice = profile && choiceIn(profile);
  if (!choice) return BY_MAIL;
  return waysOf(choice, kind);
}

function waysOf(choice: ReachChoice, kind: "reminder" | "message"): Ways {
  const wanted = kind === "reminder" ? choice.reminders : choice.messages;
  return { mail: wanted !== "sms", sms: wanted === "mail" ? null : choice.phone };
}
