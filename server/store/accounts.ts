import type { Db, Tx } from "../db/with-actor.ts";
import { normaliseEmail } from "../identity/email.ts";
import type { AccountIdentity } from "../identity/subject.ts";

/** A citizen's account as it is kept. */
export interface StoredAccount {
  readonly account: AccountIdentity;
  /** The stored form of her password; null when she has none. */
  readonly passwordHash: string | null;
}

/** A citizen's account and the stored form of her password, by her e-mail address; null when nobody has it. */
export async function findAccount(db: Db, email: string): Promise<StoredAccount | null> {
  const [row] = await db<AccountRow[]>`
    select id, name, email, password_hash from account where email = ${normaliseEmail(email)}`;
  return row ? toAccount(row) : null;
}

/** The same by its id, which only she and the installation know. */
export async function accountById(db: Db, id: string): Promise<StoredAccount | null> {
  const [row] = await db<AccountRow[]>`select id, name, email, password_hash from account where id = ${id}`;
  return row ? toAccount(row) : null;
}

/** Ids of accounts in their order, after that one, at most so many. */
export async function accountsAfter(tx: Tx, after: string | null, limit: number): Promise<readonly string[]> {
  const rows = await tx<{ id: string }[]>`
    select id from account ${after === null ? tx`` : tx`where id > ${after}`} order by id limit ${limit}`;
  return rows.map(({ id }) => id);
}

interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly passwordHash: string | null;
}

const toAccount = ({ passwordHash, ...account }: AccountRow): StoredAccount => ({ account, passwordHash });

/** Adds an account whose address is confirmed. Rejects when it is taken. */
export async function insertAccount(
  db: Db,
  account: AccountIdentity & { readonly passwordHash: string | null },
): Promise<void> {
  if (!(await insertAccountIfFree(db, account))) throw new Error("This address has an account already");
}

/** The same; false, and nothing added, when the address is taken. */
export async function insertAccountIfFree(
  db: Db,
  account: AccountIdentity & { readonly passwordHash: string | null },
): Promise<boolean> {
  const rows = await db`
    insert into account (id, email, name, password_hash, email_confirmed_at)
    values (${account.id}, ${account.email === null ? null : normaliseEmail(account.email)}, ${account.name},
            ${account.passwordHash}, now())
    on conflict (email) do nothing returning id`;
  return rows.length === 1;
}

/** Gives an account another name. */
export async function renameAccount(db: Db, id: string, name: string): Promise<void> {
  await db`update account set name = ${name} where id = ${id}`;
}

/**
 * Gives an account another password, revokes its tokens and ends its sessions, but the one named. False, and nothing
 * done, when the stored password is no longer `before`: of two changes made at once, or two links, one counts.
 */
export async function replacePassword(
  db: Db,
  id: string,
  change: {
    readonly before: string | null;
    readonly after: string;
    readonly keepSession: Buffer | null;
    readonly now: Date;
  },
): Promise<boolean> {
  const rows = await db`
    with changed as (
      update account set password_hash = ${change.after}
      where id = ${id} and password_hash is not distinct from ${change.before} returning id),
    revoked as (
      update api_token t set revoked_at = ${change.now} from changed
      where t.account_id = changed.id and t.revoked_at is null),
    ended as (
      delete from session using changed
      where account_id = changed.id and id_hash is distinct from ${change.keepSession})
    select id from changed`;
  return rows.length === 1;
}

/** Ends every session of an account; how many there were. */
export async function endSessions(db: Db, id: string): Promise<number> {
  const ended = await db`delete from session where account_id = ${id}`;
  return ended.count;
}
