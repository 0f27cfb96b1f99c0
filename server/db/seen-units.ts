import { AsyncLocalStorage } from "node:async_hooks";

/** What stands for every unit, in the work of the system. */
const EVERY = "*";
const seen = new AsyncLocalStorage<string>();

/**
 * Runs `fn` so that its statements see what these units keep to themselves, "{member}/{unit}" each, or what all of them keep. Outside,
 * nobody sees any. Ambient, since who asks is settled once, at the door, and every reading below owes it: what forgot to pass it
 * on would lose rows without a word.
 */
export const seeingUnits = <T>(units: readonly string[] | "every", fn: () => T): T =>
  seen.run(units === "every" ? EVERY : units.join(" "), fn);

/** As the base reads it; "" for none. */
export const seenUnits = (): string => seen.getStore() ?? "";
