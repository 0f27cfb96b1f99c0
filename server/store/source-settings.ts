import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";

/** How a member is known to a source: empty texts for what it did not set. */
export interface SourceSetting {
  /** Its own token; "" where the installation's serves. */
  readonly token: string;
  /** Its SIRET, for whom data are asked. */
  readonly recipient: string;
  /** Of the vendor's token; "" when there is none. */
  readonly delegation: string;
  /** Calls a day at most; absent where nobody said. */
  readonly daily?: number;
}

type Sealed = Pick<Context, "db" | "secrets">;

/** Purpose of the seal: another source's, or another member's, does not open. */
const purpose = (member: string, source: string): string => `source-setting ${member} ${source}`;

/** What a member set for a source; null when it set nothing. */
export async function sourceSetting(ctx: Sealed, member: string, source: string): Promise<SourceSetting | null> {
  const [row] = await withActor(
    ctx.db,
    { member },
    (tx) => tx<{ sealed: Buffer }[]>`
      select sealed from source_setting where member_id = ${member} and source = ${source}`,
  );
  const text = row ? ctx.secrets.unseal(purpose(member, source), row.sealed) : null;
  return text === null ? null : (JSON.parse(text) as SourceSetting);
}

/** Keeps what a member set, in the place of what it had; null takes it back. */
export async function saveSourceSetting(
  ctx: Sealed,
  member: string,
  source: string,
  setting: SourceSetting | null,
  at: Date,
): Promise<void> {
  await withActor(ctx.db, { member }, async (tx) => {
    if (setting === null) {
      await tx`delete from source_setting where member_id = ${member} and source = ${source}`;
      return;
    }
    const sealed = ctx.secrets.seal(purpose(member, source), JSON.stringify(setting));
    await tx`
      insert into source_setting (member_id, source, sealed, updated_at) values (${member}, ${source}, ${sealed}, ${at})
      on conflict (member_id, source) do update set sealed = excluded.sealed, updated_at = excluded.updated_at`;
  });
}
