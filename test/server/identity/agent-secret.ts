import type { Context } from "../../../server/context.ts";
import { readAs } from "../../../server/db/with-actor.ts";

/** All that the base keeps of agents and of codes, as text: bytes as Latin letters. */
export async function findAgentSecret(ctx: Context): Promise<string> {
  const rows = await readAs(
    ctx.db,
    { system: true },
    (tx) => tx<{ secret: Buffer; hashes: Buffer[]; all: string }[]>`
      select totp_secret as secret, recovery_hashes as hashes, a::text as all from agent a`,
  );
  return rows
    .map(({ secret, hashes, all }) => [secret, ...hashes].map((bytes) => bytes.toString("latin1")).join(" ") + all)
    .join(" ");
}
