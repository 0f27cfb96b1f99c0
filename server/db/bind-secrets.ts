import type { Sql } from "postgres";
import type { Secrets } from "../secrets.ts";
import { DatabaseStartError } from "./start-error.ts";

/**
 * Binds the base to its secret at the first start, and refuses another one afterwards: holders would lose their
 * requests and every history would look forged. Throws `DatabaseStartError`.
 */
export async function bindSecrets(owner: Sql, secrets: Secrets): Promise<void> {
  await owner`insert into installation (key, value) values ('secret', ${secrets.fingerprint}) on conflict do nothing`;
  const [row] = await owner<{ value: string }[]>`select value from installation where key = 'secret'`;
  if (row?.value === secrets.fingerprint) return;
  throw new DatabaseStartError(
    "This database was made with another secret. Give back the secret.key of its data folder, or its GUICHET_SECRET.",
  );
}
