import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";
import type { Aside, Refund } from "./payments.ts";

/** Money to be given back, whenever it came. */
export interface RefundLine {
  readonly entry: string;
  readonly reference: string;
  readonly definition: string;
  /** Cents still to be given back. */
  readonly owed: number;
  readonly refund: Refund | null;
  readonly since: Date | null;
  /** As the workflow said; null for what came twice, or late. */
  readonly reason: string | null;
  readonly aside: Aside | null;
}

const MOST = 500;

/** What is to be given back, the oldest first. */
export async function refundsOwed(
  ctx: Pick<Context, "db">,
  member: string,
  definitions: readonly string[],
): Promise<readonly RefundLine[]> {
  return withActor(
    ctx.db,
    { member },
    (tx) => tx<RefundLine[]>`
      select p.entry_id as entry, e.reference, p.definition, a.owed, a.refund, a.owed_since as since,
        a.owed_reason as reason, a.aside
      from payment_attempt a
      join payment p on p.member_id = a.member_id and p.id = a.payment_id
      join entry e on e.member_id = p.member_id and e.id = p.entry_id
      where a.member_id = ${member} and a.owed is not null and p.definition = any(${[...definitions]}::text[])
      order by a.owed_since, a.id limit ${MOST}`,
  );
}
