import type { Context } from "../context.ts";

const WAIT_MS = 2_000;

/** Whether the base answers in time and holds our tables. Definitions were compiled before the server listened. */
export async function isReady(ctx: Context): Promise<boolean> {
  const answer = ctx.db`select 1 from definition_version limit 1`.then(
    () => true,
    () => false,
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), WAIT_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
