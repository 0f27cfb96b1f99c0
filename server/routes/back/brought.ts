import type { ReadyMade } from "../../../engine/index.ts";
import type { Reached } from "./reach.ts";

/** What the definitions an agent reads bring composed about one of them. */
export const broughtTo = (
  definition: string,
  kind: ReadyMade["kind"],
  reached: readonly Reached[],
): readonly ReadyMade[] =>
  reached.flatMap((each) =>
    each.definition.readyMade.filter((one) => one.kind === kind && one.definition === definition),
  );
