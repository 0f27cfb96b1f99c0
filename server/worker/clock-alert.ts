import { type Entry, formatDate } from "../../engine/index.ts";
import { clockWords } from "../../renderer/strings-clock.ts";
import { SEALED_MAIL } from "../commands/queue-mail.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { uuidFrom } from "../ids.ts";
import { memberOrigin } from "../member-url.ts";
import { dueOn } from "../store/due.ts";
import { insertLoneEffect } from "../store/effects.ts";

const MOST_LINKS = 30;

/**
 * Warns the service that the day to answer comes: one mail to its address for all the entries of a definition that are
 * due on that day, whichever of them asks first. It names nobody. A service without an address is not written to.
 */
export async function alertService(ctx: Context, tx: Tx, entry: Entry): Promise<void> {
  const { clock, member, definition: id } = entry;
  const definition = await ctx.catalogue.version(member, id, entry.version);
  const found = ctx.catalogue.member(member);
  const unit = found?.units.find((one) => one.id === definition.unit);
  const to = unit?.contact.email ?? found?.contact.email;
  if (!clock?.due || !found || to === undefined) return;
  const { count, entries } = await dueOn(tx, { member, definition: id, due: clock.due, limit: MOST_LINKS });
  const words = clockWords.alertMail;
  const day = formatDate(clock.due);
  const origin = memberOrigin(ctx, member);
  const links = entries.map((one) => `${one.reference} : ${origin}/${member}/agent/${id}/${one.id}`);
  const more = count > links.length ? [words.more(count - links.length)] : [];
  const mail = {
    to,
    subject: words.subject(count, day),
    body: words.body(definition.title, day, words.meaning[clock.regime], [...links, ...more], found.name),
  };
  const sealed = ctx.secrets.seal(SEALED_MAIL, JSON.stringify(mail)).toString("base64");
  const once = uuidFrom(ctx.secrets.mac("clock-alert", JSON.stringify([member, id, clock.due])));
  const owed = { member, id: once, type: SEALED_MAIL, params: { sealed }, now: ctx.clock() };
  await insertLoneEffect(tx, { ...owed, background: true });
}
