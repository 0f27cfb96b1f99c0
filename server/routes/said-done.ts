import type { PageContext } from "../app-env.ts";

/**
 * What has just been done, as `?fait` of this address names it among `words`. Undefined for anything else: an address may
 * be written by anybody, and every object knows "constructor".
 */
export function saidDone(c: PageContext, words: Readonly<Record<string, string>>): string | undefined {
  const what = c.req.query("fait") ?? "";
  return Object.hasOwn(words, what) ? words[what] : undefined;
}
