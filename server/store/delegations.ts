import { type Db, readAs } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";

interface Person {
  readonly id: string;
  readonly name: string;
}

/** Prerogatives that an agent lends to a colleague. Dates are inclusive, "2026-03-12". */
export interface Delegation {
  readonly id: string;
  readonly from: Person & { readonly email: string };
  readonly to: Person & { readonly email: string };
  /** Null: all she may do as agent or reader. */
  readonly definition: string | null;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly reason: string;
  readonly createdBy: Person;
  readonly revokedAt: Date | null;
}

/** Which delegations of a member: those one agent lent, those lent to her, or all that have not ended on this day. */
export interface DelegationQuery {
  readonly member: string;
  readonly from?: string;
  readonly to?: string;
  readonly id?: string;
  /** Leaves out those that ended before this day, or were ended. */
  readonly current?: string;
}

/** Delegations, those that start last first; two hundred at most. */
export async function listDelegations(db: Db, query: DelegationQuery): Promise<readonly Delegation[]> {
  const { member, from, to, id, current } = query;
  if (id !== undefined && !isUuid(id)) return [];
  return readAs(
    db,
    { member },
    (tx) => tx<Delegation[]>`
      select d.id, jsonb_build_object('id', f.id, 'name', f.name, 'email', f.email) as "from",
        jsonb_build_object('id', t.id, 'name', t.name, 'email', t.email) as "to",
        nullif(d.definition, '') as definition, d.starts_on::text, d.ends_on::text, d.reason, d.created_by, d.revoked_at
      from delegation d
      join agent f on f.member_id = d.member_id and f.id = d.from_agent
      join agent t on t.member_id = d.member_id and t.id = d.to_agent
      where d.member_id = ${member}
        ${from === undefined ? tx`` : tx`and d.from_agent = ${from}`}
        ${to === undefined ? tx`` : tx`and d.to_agent = ${to}`}
        ${id === undefined ? tx`` : tx`and d.id = ${id}`}
        ${current === undefined ? tx`` : tx`and d.revoked_at is null and d.ends_on >= ${current}::date`}
      order by d.starts_on desc, d.id desc limit 200`,
  );
}

/** A delegation to keep. */
export interface NewDelegation {
  readonly member: string;
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly definition: string | null;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly reason: string;
  readonly createdBy: Person;
  readonly now: Date;
}

/** Keeps a delegation. */
export async function insertDelegation(db: Db, one: NewDelegation): Promise<void> {
  const { member, id, from, to, definition, startsOn, endsOn, reason, createdBy, now } = one;
  await readAs(
    db,
    { member },
    (tx) => tx`
      insert into delegation
        (member_id, id, from_agent, to_agent, definition, starts_on, ends_on, reason, created_by, created_at)
      values (${member}, ${id}, ${from}, ${to}, ${definition ?? ""}, ${startsOn}, ${endsOn}, ${reason},
              ${tx.json({ ...createdBy })}, ${now})`,
  );
}

/** Ends a delegation now. False when it had ended already. */
export async function endDelegation(db: Db, member: string, id: string, now: Date): Promise<boolean> {
  const rows = await readAs(
    db,
    { member },
    (tx) => tx`
      update delegation set revoked_at = ${now} where member_id = ${member} and id = ${id} and revoked_at is null
      returning id`,
  );
  return rows.length === 1;
}
