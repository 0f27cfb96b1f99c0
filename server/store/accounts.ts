import type { Db } from "../db/with-actor.ts";
import { normaliseEmail } from "../identity/email.ts";
import type { AccountIdentity } from "../identity/subject.ts";

/** A citizen's account and the stored form of her password, by her e-mail address; null when nobody has it. */
export async function findAccount(
  db: Db,
  email: string,
): Promise<{ readonly account: AccountIdentity; readonly passwordHash: string } | null> {
  const [row] = await db<{ id: string; name: string; email: string; passwordHash: string }[]>`
    select id, name, email, password_hash from account where email = ${normaliseEmail(email)}`;
  if (!row) return null;
  const { passwordHash, ...account } = row;
  return { account, passwordHash };
}

/** Adds an account. Rejects when the address is taken. */
export async function insertAccount(
  db: Db,
  account: AccountIdentity & { readonly passwordHash: string },
): Promise<void> {
  await db`
    insert into account (id, email, name, password_hash)
    values (${account.id}, ${normaliseEmail(account.email)}, ${account.name}, ${account.passwordHash})`;
}
