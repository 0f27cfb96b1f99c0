import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import { uuidv7 } from "../ids.ts";
import { insertLoneEffect } from "../store/effects.ts";

/** A mail that no entry owes: to confirm an address, to warn an agent. */
export interface LoneMail {
  /** The member in whose name it leaves; `GROUP` for the installation. */
  readonly member: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

export const SEALED_MAIL = "sealed-mail";

/**
 * Owes a mail: kept, sent by the worker and tried again like any effect, within `tx` when given. Its text may hold a
 * link that opens an account, so it is sealed until it leaves. `tx` must be the member's own or the system's. Answers the id that
 * its Message-ID begins with.
 */
export async function queueMail(ctx: Context, mail: LoneMail, tx?: Tx): Promise<string> {
  const now = ctx.clock();
  const id = uuidv7(now, ctx.randomBytes(16));
  const { member, ...text } = mail;
  const sealed = ctx.secrets.seal(SEALED_MAIL, JSON.stringify(text)).toString("base64");
  const effect = { member, id, type: SEALED_MAIL, params: { sealed }, now, background: ctx.background };
  if (tx) {
    await insertLoneEffect(tx, effect);
    return id;
  }
  await withActor(ctx.db, { member }, (own) => insertLoneEffect(own, effect));
  ctx.wake();
  return id;
}
