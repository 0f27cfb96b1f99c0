import type { Sql } from "postgres";
import type { Answers, Principal, Provenance } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAs } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";

/** By pointer. `inputs` recognises what the source was told: another person's data do not stay in the form. */
export type DraftProvenances = { readonly [pointer: string]: Provenance & { readonly inputs: string } };

/** The entry that a draft renews, or changes before its end. */
export interface DraftRenewal {
  readonly entry: string;
  readonly reference: string;
  /** Titles of the last answers that the form no longer takes. */
  readonly dropped: readonly string[];
  /** Titles of what is asked anew. */
  readonly again: readonly string[];
}

/** Answers in progress, right or wrong. */
export interface Draft {
  readonly id: string;
  readonly definition: string;
  /** Pinned: a draft goes on with the version it was begun with. */
  readonly version: number;
  /** Pseudonym of the holder for (person, member, sector). */
  readonly owner: string;
  readonly answers: Answers;
  readonly revision: number;
  /** Set once sent. */
  readonly entryId: string | null;
  /** Whom it is filed for, when not for her who files. */
  readonly onBehalf: Principal | null;
  /** Keys of the fields filled from her account when it began. */
  readonly prefilled: readonly string[];
  /** Where the answers that nobody typed come from. */
  readonly provenance: DraftProvenances;
  /** Set when it renews an entry. */
  readonly renewal: DraftRenewal | null;
  /** Steps that counted already: see `form-counts.ts`. */
  readonly counted: readonly string[];
  readonly updatedAt: Date;
  readonly expiresAt: Date;
}

type Scope = Pick<Context, "db">;

/** The columns of a draft, in one place. */
export const draftColumns = (tx: Sql) =>
  tx`draft.id, draft.definition, draft.version, draft.owner, draft.answers, draft.revision, draft.entry_id, draft.on_behalf,
    draft.prefilled, draft.counted, draft.provenance, draft.renewal, draft.updated_at, draft.expires_at`;

/** Records a draft just begun. */
export async function insertDraft(
  ctx: Scope,
  member: string,
  draft: Omit<Draft, "revision" | "entryId" | "counted" | "provenance">,
): Promise<void> {
  await readAs(
    ctx.db,
    { member },
    (tx) => tx`
      insert into draft (member_id, id, definition, version, owner, answers, on_behalf, prefilled, renewal, created_at,
                         updated_at, expires_at)
      values (${member}, ${draft.id}, ${draft.definition}, ${draft.version}, ${draft.owner},
              ${tx.json(draft.answers as never)}, ${draft.onBehalf && tx.json({ ...draft.onBehalf })},
              ${[...draft.prefilled]}, ${draft.renewal && tx.json({ ...draft.renewal } as never)}, ${draft.updatedAt}, ${draft.updatedAt}, ${draft.expiresAt})`,
  );
}

/** A draft of a member that has not expired, or null. Rights are the caller's business. */
export async function findDraft(ctx: Scope, member: string, id: string, now: Date): Promise<Draft | null> {
  if (!isUuid(id)) return null;
  const [row] = await readAs(
    ctx.db,
    { member },
    (tx) => tx<Draft[]>`
      select ${draftColumns(tx)} from draft
      where member_id = ${member} and id = ${id} and expires_at > ${now}`,
  );
  return row ?? null;
}

/** Replaces the answers of a draft still at this revision and not sent; false, and nothing written, otherwise. */
export async function updateDraft(
  ctx: Scope,
  member: string,
  draft: Pick<Draft, "id" | "revision" | "answers" | "provenance" | "updatedAt" | "expiresAt">,
): Promise<boolean> {
  const rows = await readAs(
    ctx.db,
    { member },
    (tx) => tx<{ id: string }[]>`
      update draft set answers = ${tx.json(draft.answers as never)},
        provenance = ${tx.json(draft.provenance as never)}, revision = revision + 1,
        updated_at = ${draft.updatedAt}, expires_at = ${draft.expiresAt}
      where member_id = ${member} and id = ${draft.id} and revision = ${draft.revision} and entry_id is null
      returning id`,
  );
  return rows.length === 1;
}

/** Drafts not sent of these owners, latest first, at most 20. */
export async function listDrafts(
  ctx: Scope,
  member: string,
  owners: readonly string[],
  now: Date,
): Promise<readonly Draft[]> {
  if (owners.length === 0) return [];
  return readAs(
    ctx.db,
    { member },
    (tx) => tx<Draft[]>`
      select ${draftColumns(tx)} from draft
      where member_id = ${member} and owner = any(${[...owners]}::text[]) and entry_id is null and expires_at > ${now}
      order by updated_at desc limit 20`,
  );
}
