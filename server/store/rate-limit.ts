import type { Context } from "../context.ts";

/** How often something may happen: `most` times in a window of `seconds`, counted under `key`. */
export interface Limit {
  /** Says what and who; no personal data in clear. */
  readonly key: string;
  readonly most: number;
  readonly seconds: number;
}

/** The key of a limit: what is counted, and whose (an address, an account), which nobody reads from it. */
export const limitKey = (ctx: Pick<Context, "secrets">, what: string, whose: string): string =>
  `${what}:${ctx.secrets.mac("rate-limit", whose).toString("base64url")}`;

/**
 * Counts one use of each limit, in one statement: no race lets more through. Returns null when all allow it, else the
 * seconds to wait. A window starts with its first use.
 */
export async function take(ctx: Context, limits: readonly Limit[]): Promise<number | null> {
  const now = ctx.clock();
  // Rows are locked in the order of keys, so that two requests never wait for each other.
  const sorted = [...limits].sort((a, b) => (a.key < b.key ? -1 : 1));
  const keys = sorted.map((limit) => limit.key);
  const starts = sorted.map((limit) => new Date(now.getTime() - limit.seconds * 1000).toISOString());
  const rows = await ctx.db<{ key: string; windowStart: Date; hits: number }[]>`
    insert into rate_limit as r (key, window_start, hits)
    select l.key, ${now}::timestamptz, 1 from unnest(${keys}::text[]) with ordinality as l (key, rank) order by l.rank
    on conflict (key) do update set
      hits = case when r.window_start <= (${starts}::timestamptz[])[array_position(${keys}::text[], r.key)]
             then 1 else least(r.hits + 1, 1000000) end,
      window_start = case when r.window_start <= (${starts}::timestamptz[])[array_position(${keys}::text[], r.key)]
                     then excluded.window_start else r.window_start end
    returning key, window_start, hits`;
  const waits = rows.flatMap((row) => {
    const limit = limits.find(({ key }) => key === row.key);
    if (!limit || row.hits <= limit.most) return [];
    return [Math.ceil((row.windowStart.getTime() + limit.seconds * 1000 - now.getTime()) / 1000)];
  });
  return waits.length === 0 ? null : Math.max(1, ...waits);
}

/** Gives back one use of each key: what was counted turned out to be legitimate. */
export async function giveBack(ctx: Context, keys: readonly string[]): Promise<void> {
  await ctx.db`
    with locked as (select key from rate_limit where key = any(${[...keys]}::text[]) order by key for update)
    update rate_limit set hits = greatest(hits - 1, 0) from locked where rate_limit.key = locked.key`;
}

/** How often it was counted under a key that is not used beyond its window; 0 when never. */
export async function hitsOf(ctx: Pick<Context, "db">, key: string): Promise<number> {
  const [row] = await ctx.db<{ hits: number }[]>`select hits from rate_limit where key = ${key}`;
  return row?.hits ?? 0;
}

/** Forgets what was counted under a key. */
export async function forget(ctx: Context, key: string): Promise<void> {
  await ctx.db`delete from rate_limit where key = ${key}`;
}
