import type { Tx } from "../db/with-actor.ts";

/** Tells every process, once the transaction is committed, that members, definitions or shares have changed. */
export async function announce(tx: Tx): Promise<void> {
  await tx`select pg_notify('guichet_catalogue', '')`;
}
