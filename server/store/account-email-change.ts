import type { Db } from "../db/with-actor.ts";
import { normaliseEmail } from "../identity/email.ts";

/** The sealed change of address under way; null when there is none. */
export async function emailChangeOf(db: Db, id: string): Promise<Buffer | null> {
  const [row] = await db<{ emailChange: Buffer | null }[]>`select email_change from account where id = ${id}`;
  return row?.emailChange ?? null;
}

/** Every sealed change of address under way or forgotten. */
export async function emailChanges(db: Db): Promise<readonly { readonly id: string; readonly emailChange: Buffer }[]> {
  return db<{ id: string; emailChange: Buffer }[]>`
    select id, email_change from account where email_change is not null`;
}

/** Keeps a change of address in place of `before`, or drops it; false when another came between. */
export async function replaceEmailChange(
  db: Db,
  id: string,
  before: Buffer | null,
  after: Buffer | null,
): Promise<boolean> {
  const rows = await db`
    update account set email_change = ${after}
    where id = ${id} and email_change is not distinct from ${before} returning id`;
  return rows.length === 1;
}

/**
 * Applies the change of address kept as `change`: "taken" when another account got the address first, "gone" when that
 * change is no longer the one under way. The change is over in all cases.
 */
export async function applyEmailChange(
  db: Db,
  id: string,
  change: Buffer,
  email: string,
): Promise<"done" | "taken" | "gone"> {
  try {
    const rows = await db`
      update account set email = ${normaliseEmail(email)}, email_confirmed_at = now(), email_change = null
      where id = ${id} and email_change = ${change} returning id`;
    return rows.length === 1 ? "done" : "gone";
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION)) throw error;
    await replaceEmailChange(db, id, change, null);
    return "taken";
  }
}

const UNIQUE_VIOLATION = "23505";
