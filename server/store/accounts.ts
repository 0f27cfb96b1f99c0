import type { Db } from "../db/with-actor.ts";
import { normaliseEmail } from "../identity/email.ts";
import type { AccountIdentity } from "../identity/subject.ts";

/** A citizen's account and the stored form of her password, by her e-mail address; null when nobody has it. */
export async function findAccount(
  db: Db,
  email: string,
): Promise<{ readonly account: AccountIdentity; readonly passwordHash: string | null } | null> {
  const [row] = await db<{ id: string; name: string; email: string; passwordHash: string | null }[]>`
    select id, name, email, password_hash from account where email = ${normaliseEmail(email)}`;
  if (!row) return null;
  const { passwordHash, ...account } = row;
  return { account, passwordHash };
}

/** Adds an account whose address is confirmed. Rejects when it is taken. */
export async function insertAccount(
  db: Db,
  account: AccountIdentity & { readonly passwordHash: string | null },
): Promise<void> {
  await db`
    insert into account (id, email, name, password_hash, email_confirmed_at)
    values (${account.id}, ${account.email === null ? null : normaliseEmail(account.email)}, ${account.name},
            ${account.passwordHash}, now())`;
}
