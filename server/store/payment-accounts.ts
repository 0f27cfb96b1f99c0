import type { Context } from "../context.ts";
import { readAs, type Tx, withActor } from "../db/with-actor.ts";

/** Where the money of a member, of one of its units or of one of its definitions goes. */
export interface PaymentAccount {
  readonly id: string;
  readonly unit: string | null;
  readonly definition: string | null;
  /** Six digits. */
  readonly numcli: string;
  /** Test, activation, production. */
  readonly saisie: "T" | "X" | "W";
  /** When the provider last knew this number; null: nobody can pay yet. */
  readonly checkedAt: Date | null;
  /** What it calls whoever receives the money. */
  readonly checkedName: string | null;
}

const columns = (tx: Tx) => tx`id, unit, definition, numcli, saisie, checked_at, checked_name`;

/** Every account of a member: its own first, then those of units, then those of definitions. */
export async function paymentAccounts(ctx: Pick<Context, "db">, member: string): Promise<readonly PaymentAccount[]> {
  return readAs(
    ctx.db,
    { member },
    (tx) => tx<PaymentAccount[]>`
      select ${columns(tx)} from payment_account where member_id = ${member}
      order by definition nulls first, unit nulls first`,
  );
}

/** The account the payments of a definition go to: its own, its unit's, the member's; null when there is none. */
export function accountFor(
  accounts: readonly PaymentAccount[],
  about: { readonly id: string; readonly unit: string | null },
): PaymentAccount | null {
  const own = accounts.find(({ definition }) => definition === about.id);
  const ofUnit = accounts.find(({ unit }) => unit !== null && unit === about.unit);
  return own ?? ofUnit ?? accounts.find(({ unit, definition }) => unit === null && definition === null) ?? null;
}

/** Saves an account; false when another has the same place. */
export async function savePaymentAccount(
  ctx: Pick<Context, "db">,
  member: string,
  account: Omit<PaymentAccount, "checkedAt" | "checkedName">,
  now: Date,
): Promise<boolean> {
  const { id, unit, definition, numcli, saisie } = account;
  const write = (tx: Tx) => tx`
    insert into payment_account as a (member_id, id, unit, definition, numcli, saisie, updated_at)
    values (${member}, ${id}, ${unit}, ${definition}, ${numcli}, ${saisie}, ${now})
    on conflict (member_id, id) do update set unit = excluded.unit, definition = excluded.definition,
      checked_at = case when a.numcli = excluded.numcli then a.checked_at end,
      checked_name = case when a.numcli = excluded.numcli then a.checked_name end,
      numcli = excluded.numcli, saisie = excluded.saisie, updated_at = excluded.updated_at`;
  try {
    await withActor(ctx.db, { member }, write);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION) return false;
    throw error;
  }
}

const UNIQUE_VIOLATION = "23505";

/** What the provider said of an account; null takes it back. */
export async function notePaymentCheck(
  ctx: Pick<Context, "db">,
  member: string,
  { id, numcli }: Pick<PaymentAccount, "id" | "numcli">,
  checked: { readonly at: Date; readonly name: string } | null,
): Promise<void> {
  await withActor(
    ctx.db,
    { member },
    (tx) => tx`update payment_account set checked_at = ${checked?.at ?? null}, checked_name = ${checked?.name ?? null}
               where member_id = ${member} and id = ${id} and numcli = ${numcli}`,
  );
}

/** Removes an account: what is being paid goes on. */
export async function deletePaymentAccount(ctx: Pick<Context, "db">, member: string, id: string): Promise<void> {
  await withActor(
    ctx.db,
    { member },
    (tx) => tx`delete from payment_account where member_id = ${member} and id = ${id}`,
  );
}
