import { consents } from "../../engine/index.ts";
import { HopelessEffect } from "../commands/hopeless-effect.ts";
import { MAILING, type OwedMail } from "../commands/owe-mailing.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { sealRecipient } from "../recipient.ts";
import { insertDelivery } from "../store/deliveries.ts";
import type { Job } from "../store/effects.ts";
import { findEntryIn } from "../store/entries.ts";
import { openTask } from "../store/entry-tasks.ts";
import { deliverMail } from "./mail.ts";

/** What a delivery says of a mail that was held because its reader refused it since. */
export const WITHDRAWN = "consent-withdrawn";

/**
 * Sends one mail of those written to many, and leaves its trace on the entry. Tried again, it has the same Message-ID; whoever took her
 * consent back meanwhile receives nothing.
 */
export async function runMailing(ctx: Context, tx: Tx, job: Job): Promise<void> {
  const { memberId: member, entryId: id, params } = job;
  const sealed = typeof params["sealed"] === "string" ? params["sealed"] : "";
  const text = ctx.secrets.unseal(MAILING, Buffer.from(sealed, "base64"));
  if (text === null) throw new HopelessEffect("The mail cannot be read: it was sealed with another secret");
  const { to, subject, body, unsubscribe } = JSON.parse(text) as OwedMail;
  const entry = await findEntryIn(tx, member, String(params["entry"]));
  const definition = entry && ctx.catalogue.definition(member, entry.definition);
  if (!entry || !definition) throw new HopelessEffect("The mail is about an entry that is not there");
  const at = ctx.clock();
  const messageId = `${id}@${new URL(ctx.config.publicUrl).hostname}`;
  const delivery = {
    ...({
      member,
      entry: entry.id,
      id,
      channel: "mail",
      kind: "mailing",
      subject,
      at,
      changedAt: at,
      body: null,
    } as const),
    recipient: sealRecipient(ctx, to),
  };
  if (params["consented"] === true && !(definition.mailing && consents(definition.mailing, entry.answers))) {
    await insertDelivery(tx, { ...delivery, state: "refused", status: WITHDRAWN, messageId: null });
    return;
  }
  const mail = { member, unit: definition.unit, messageId, to, subject, body, delivery: id };
  const refused = await deliverMail(
    ctx,
    { ...mail, ...(unsubscribe !== null && { unsubscribe, oneClick: true as const }) },
    tx,
  );
  const status = refused?.status ?? null;
  await insertDelivery(tx, { ...delivery, state: refused ? "refused" : "sent", status, messageId });
  if (!refused) return;
  await openTask(tx, { member, entry: entry.id, definition: entry.definition, kind: "bounce", since: at });
}
