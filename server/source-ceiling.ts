import { parisDay, type SourceKindId } from "../engine/index.ts";
import type { Context } from "./context.ts";
import { hitsOf, type Limit, limitKey, take } from "./store/rate-limit.ts";
import type { SourceSetting } from "./store/source-settings.ts";

/** Calls to a source a member makes in a day when it did not say. */
export const USUAL_DAILY = 1_000;
const DAY = 86_400;

/**
 * Counts one call to a source, by the day of Paris: for the member, as it set, and for the installation's token where it
 * serves, all members together.
 * @returns false once a ceiling is reached: the call is not to be made
 */
export async function withinCeiling(
  ctx: Context,
  member: string,
  kind: SourceKindId,
  setting: SourceSetting,
): Promise<boolean> {
  const day = parisDay(ctx.clock().toISOString());
  const vendor = ctx.sources?.vendorDaily ?? 0;
  const limits: readonly Limit[] = [
    { key: dayKey(ctx, member, kind, day), most: setting.daily ?? USUAL_DAILY, seconds: DAY },
    ...(setting.token === "" && vendor > 0 ? [{ key: dayKey(ctx, "", kind, day), most: vendor, seconds: DAY }] : []),
  ];
  const within = (await take(ctx, limits)) === null;
  if (!within) ctx.log.warn({ source: kind, member, reason: "daily" }, "data source");
  return within;
}

/** Calls a member asked for today, those over its ceiling included. */
export const callsToday = (ctx: Context, member: string, kind: SourceKindId): Promise<number> =>
  hitsOf(ctx, dayKey(ctx, member, kind, parisDay(ctx.clock().toISOString())));

const dayKey = (ctx: Pick<Context, "secrets">, whose: string, kind: SourceKindId, day: string): string =>
  limitKey(ctx, `source-day-${kind}`, JSON.stringify([whose, day]));
