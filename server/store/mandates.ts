import { parisDay } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAs, type Tx } from "../db/with-actor.ts";
import type { AccountIdentity, HeldMandate, MandateScope } from "../identity/subject.ts";
import { isUuid } from "./entries.ts";

/** Someone in a mandate, once she has an account in it. */
type Party = Pick<AccountIdentity, "name" | "email"> & { readonly id: string };

/** A mandate as both sides of it know it. */
export interface Mandate extends MandateScope {
  readonly id: string;
  readonly from: Party;
  /** Null until it is accepted. */
  readonly to: Party | null;
  /** The address it was offered to. */
  readonly offeredTo: string;
  /** "2026-03-03", both included. */
  readonly startsOn: string;
  readonly endsOn: string;
  readonly endedAt: Date | null;
}

/** What is sealed of a mandate. */
type Sealed = MandateScope & Pick<Mandate, "offeredTo">;

/** A mandate in force as a session reads it, its scope still sealed (base64). */
export interface HeldRow {
  readonly id: string;
  readonly from: HeldMandate["from"];
  readonly sealed: string;
}

const MANDATE = "mandate";

type Sealing = Pick<Context, "secrets">;
type Scope = Pick<Context, "db" | "secrets">;

/** The mandates in force on `today` that the account of the session `s` holds, as one value of JSON. */
export const heldMandates = (tx: Tx, today: string) => tx`(
    select jsonb_agg(jsonb_build_object('id', m.id, 'from', jsonb_build_object('id', g.id, 'name', g.name),
      'sealed', encode(m.sealed, 'base64')) order by m.id)
    from mandate m join account g on g.id = m.account_id
    where m.to_account = s.account_id and m.ended_at is null and ${today}::date between m.starts_on and m.ends_on)`;

/** The same, opened. */
export const openHeld = (ctx: Sealing, rows: readonly HeldRow[]): readonly HeldMandate[] =>
  rows.flatMap(({ id, from, sealed }) => {
    const known = open(ctx, Buffer.from(sealed, "base64"));
    return known ? [{ id, from, members: known.members, definitions: known.definitions, acts: known.acts }] : [];
  });

function open(ctx: Sealing, sealed: Buffer): Sealed | null {
  const text = ctx.secrets.unseal(MANDATE, sealed);
  return text === null ? null : (JSON.parse(text) as Sealed);
}

type MandateRow = Omit<Mandate, keyof Sealed> & { readonly sealed: Buffer };

function toMandates(ctx: Sealing, rows: readonly MandateRow[]): readonly Mandate[] {
  return rows.flatMap(({ sealed, ...row }) => {
    const known = open(ctx, sealed);
    return known ? [{ ...row, ...known }] : [];
  });
}

const mandates = (tx: Tx) => tx`
  select m.id, m.starts_on::text as starts_on, m.ends_on::text as ends_on, m.ended_at, m.sealed,
    jsonb_build_object('id', g.id, 'name', g.name, 'email', g.email) as "from",
    case when t.id is not null then jsonb_build_object('id', t.id, 'name', t.name, 'email', t.email) end as "to"
  from mandate m join account g on g.id = m.account_id left join account t on t.id = m.to_account`;

/** The mandates that an account gave or accepted, latest first. */
export async function listMandates(ctx: Scope, account: string): Promise<readonly Mandate[]> {
  const rows = await readAs(ctx.db, { account }, (tx) => tx<MandateRow[]>`${mandates(tx)} order by m.id desc`);
  return toMandates(ctx, rows);
}

/** A mandate that waits for an answer, on `today`; null when it has one, was taken back or is over. */
export async function pendingMandate(ctx: Scope, from: string, id: string, today: string): Promise<Mandate | null> {
  const rows = await readAs(
    ctx.db,
    { account: from },
    (tx) => tx<MandateRow[]>`${mandates(tx)}
      where m.account_id = ${from} and m.id = ${id} and m.to_account is null and m.ended_at is null
        and m.ends_on >= ${today}::date`,
  );
  return toMandates(ctx, rows)[0] ?? null;
}

/** Records a mandate offered, within `tx` of the system. */
export async function insertMandate(
  tx: Tx,
  ctx: Pick<Context, "secrets" | "clock">,
  mandate: Pick<Mandate, "id" | "startsOn" | "endsOn"> & Sealed & { readonly from: string },
): Promise<void> {
  const { id, from, startsOn, endsOn, members, definitions, acts, offeredTo } = mandate;
  const sealed = ctx.secrets.seal(MANDATE, JSON.stringify({ members, definitions, acts, offeredTo } satisfies Sealed));
  await tx`
    insert into mandate (account_id, id, sealed, starts_on, ends_on, created_at)
    values (${from}, ${id}, ${sealed}, ${startsOn}, ${endsOn}, ${ctx.clock()})`;
}

/** Gives a mandate that waits for an answer to an account; false when it does not wait any more. */
export async function acceptMandate(
  ctx: Pick<Context, "db" | "clock">,
  { from, id, to }: { readonly from: string; readonly id: string; readonly to: string },
): Promise<boolean> {
  const now = ctx.clock();
  const rows = await readAs(
    ctx.db,
    { account: from },
    (tx) => tx`
      update mandate set to_account = ${to}, accepted_at = ${now}
      where account_id = ${from} and id = ${id} and to_account is null and ended_at is null
        and ends_on >= ${parisDay(now.toISOString())}::date
      returning id`,
  );
  return rows.length === 1;
}

/** Ends a mandate of this account, given or accepted; false when there is none such, or it was over already. */
export async function closeMandate(ctx: Pick<Context, "db" | "clock">, account: string, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const rows = await readAs(
    ctx.db,
    { account },
    (tx) => tx`
      update mandate set ended_at = ${ctx.clock()}
      where id = ${id} and (account_id = ${account} or to_account = ${account}) and ended_at is null
      returning id`,
  );
  return rows.length === 1;
}
