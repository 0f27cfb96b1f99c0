import type { Db, Tx } from "../db/with-actor.ts";

export interface StoredCode {
  readonly purpose: string;
  readonly codeHash: Buffer;
  /** Sealed. */
  readonly payload: Buffer;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Stores a code, in place of the one with the same hash. */
export async function insertCode(db: Db | Tx, code: StoredCode): Promise<void> {
  await db`
    insert into one_time_code (purpose, code_hash, payload, created_at, expires_at)
    values (${code.purpose}, ${code.codeHash}, ${code.payload}, ${code.createdAt}, ${code.expiresAt})
    on conflict (purpose, code_hash) do update set payload = excluded.payload, attempts = 0,
      created_at = excluded.created_at, expires_at = excluded.expires_at`;
}

/** The payload of a live code. */
export async function findCode(db: Db, purpose: string, codeHash: Buffer, now: Date): Promise<Buffer | null> {
  const [row] = await db<{ payload: Buffer }[]>`
    select payload from one_time_code
    where purpose = ${purpose} and code_hash = ${codeHash} and expires_at > ${now}`;
  return row?.payload ?? null;
}

/** Removes a code and gives its payload: whoever comes second finds nothing. */
export async function takeCode(db: Db, purpose: string, codeHash: Buffer, now: Date): Promise<Buffer | null> {
  const [row] = await db<{ payload: Buffer }[]>`
    delete from one_time_code where purpose = ${purpose} and code_hash = ${codeHash} and expires_at > ${now}
    returning payload`;
  return row?.payload ?? null;
}

/** Counts one try of a code; its payload while tries remain. */
export async function countTry(
  db: Db,
  purpose: string,
  codeHash: Buffer,
  now: Date,
  most: number,
): Promise<Buffer | null> {
  const [row] = await db<{ payload: Buffer; attempts: number }[]>`
    update one_time_code set attempts = attempts + 1
    where purpose = ${purpose} and code_hash = ${codeHash} and expires_at > ${now}
    returning payload, attempts`;
  return row && row.attempts <= most ? row.payload : null;
}

/** The payload of a code that tries still remain for, without counting one. */
export async function peekCode(
  db: Db,
  purpose: string,
  codeHash: Buffer,
  now: Date,
  most: number,
): Promise<Buffer | null> {
  const [row] = await db<{ payload: Buffer }[]>`
    select payload from one_time_code
    where purpose = ${purpose} and code_hash = ${codeHash} and expires_at > ${now} and attempts < ${most}`;
  return row?.payload ?? null;
}

/** Forgets the tries of a code: the last one was right. */
export async function forgetTries(db: Db, purpose: string, codeHash: Buffer): Promise<void> {
  await db`update one_time_code set attempts = 0 where purpose = ${purpose} and code_hash = ${codeHash}`;
}
