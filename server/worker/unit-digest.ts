import { addWorkdays, isWorkday, parisDay, recalls } from "../../engine/index.ts";
import { unitDigestWords as words } from "../../renderer/strings-unit-digest.ts";
import { queueMail } from "../commands/queue-mail.ts";
import { oweUnitDigest } from "../commands/unit-digest.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { localHolidays } from "../local-holidays.ts";
import { memberOrigin } from "../member-url.ts";
import { morningOf } from "../morning.ts";
import type { Job } from "../store/effects.ts";
import type { Unit } from "../store/members.ts";
import { countReminders } from "../store/reminders.ts";
import { countWork } from "../store/unit-work.ts";

/**
 * One mail to each unit of a member that asked for it: what came since the working day before, what is late, what is to be
 * recalled. It names nobody.
 * Nothing leaves when there is nothing to say, nor on a day when nobody works. Owes the next one.
 */
export async function runUnitDigest(ctx: Context, tx: Tx, { memberId: member }: Job): Promise<void> {
  await oweUnitDigest(ctx, member, tx);
  const today = parisDay(ctx.clock().toISOString());
  const local = localHolidays(ctx, member);
  if (!isWorkday(today, local)) return;
  const since = morningOf(addWorkdays(today, -1, local));
  for (const unit of ctx.catalogue.member(member)?.units ?? []) {
    if (unit.contact.digest === "daily") await writeTo(ctx, tx, { member, unit, today, since });
  }
}

interface Writing {
  readonly member: string;
  readonly unit: Unit;
  readonly today: string;
  readonly since: Date;
}

async function writeTo(ctx: Context, tx: Tx, { member, unit, today, since }: Writing): Promise<void> {
  const to = unit.contact.email;
  const ours = ctx.catalogue.definitions(member).filter(({ unit: of }) => of === unit.id);
  const definitions = ours.filter(({ kind }) => kind === "service");
  const registers = ours.filter((each) => each.kind === "register" && recalls(each));
  if (to === undefined || definitions.length + registers.length === 0) return;
  const ids = definitions.map(({ id }) => id);
  const counts = await countWork(tx, member, ids, { since, until: ctx.clock(), today });
  const base = `${memberOrigin(ctx, member)}/${member}/agent`;
  const lines = definitions.flatMap(({ id, title }) => {
    const { fresh = 0, late = 0, replies = 0 } = counts.get(id) ?? {};
    return fresh + late + replies === 0 ? [] : [words.line(title, { fresh, late, replies }, `${base}/${id}`)];
  });
  const recalled = await countReminders(
    tx,
    member,
    registers.map(({ id }) => id),
  );
  for (const { id, title } of registers) {
    const count = recalled.get(id) ?? 0;
    if (count > 0) lines.push(words.recall(title, count, `${base}/${id}/rappels`));
  }
  if (lines.length === 0) return;
  const name = ctx.catalogue.member(member)?.name ?? member;
  await queueMail(ctx, { member, to, subject: words.subject(unit.name), body: words.body(lines, name) }, tx);
}
