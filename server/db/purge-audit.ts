import type { Sql } from "postgres";

const DAY = 86_400_000;

/**
 * Removes what the log has kept longer than `months`; answers how many records. The application may only add to the log:
 * `owner` is the connection that owns the tables.
 */
export async function purgeAudit(owner: Sql, now: Date, months: number): Promise<number> {
  const connection = await owner.reserve();
  try {
    await connection`begin`;
    await connection`select set_config('guichet.system', 'on', true)`;
    const gone = await connection`
      delete from audit where at < ${now}::timestamptz - make_interval(months => ${months}::int)`;
    await connection`commit`;
    return gone.count;
  } catch (error) {
    await connection`rollback`.catch(() => undefined);
    throw error;
  } finally {
    connection.release();
  }
}

/** Runs `purge` now and once a day, until stopped. A failure goes to `failed` and the next day tries again. */
export function daily(purge: () => Promise<unknown>, failed: (error: unknown) => void): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  const run = () => {
    running = purge().catch(failed);
  };
  run();
  const timer = setInterval(run, DAY);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
