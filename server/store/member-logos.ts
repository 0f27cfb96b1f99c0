import type { Sql } from "postgres";
import { type Db, withActor } from "../db/with-actor.ts";
import { announce } from "./announce.ts";
import type { LogoType } from "./members.ts";

export interface Logo {
  readonly type: LogoType;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** The logo a member sent: a public fact. */
export async function findLogo(db: Sql, member: string): Promise<Logo | null> {
  const [row] = await db<{ type: LogoType; content: Buffer }[]>`
    select type, content from member_logo where member_id = ${member}`;
  return row ? { type: row.type, content: new Uint8Array(row.content) } : null;
}

/** Puts a logo in place of the one before, or takes it away, and tells every process. `digest`: see `Theme.logoFile`. */
export async function saveLogo(
  db: Db,
  member: string,
  logo: (Logo & { readonly digest: string; readonly now: Date }) | null,
): Promise<void> {
  await withActor(db, { member }, async (tx) => {
    if (logo) {
      await tx`
        insert into member_logo (member_id, type, content, sent_at)
        values (${member}, ${logo.type}, ${Buffer.from(logo.content)}, ${logo.now})
        on conflict (member_id) do update
          set type = excluded.type, content = excluded.content, sent_at = excluded.sent_at`;
    } else await tx`delete from member_logo where member_id = ${member}`;
    const file = logo && { digest: logo.digest, type: logo.type };
    await tx`
      update member set theme = jsonb_strip_nulls(theme - 'logo' || ${tx.json({ logoFile: file })})
      where id = ${member}`;
    await announce(tx);
  });
}
