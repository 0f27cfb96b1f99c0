/** A deterministic source: the same seed draws the same demo, whatever the machine. */
export interface Random {
  /** From 0 included to 1 excluded. */
  next(): number;
  /** A whole number, both bounds included. */
  int(min: number, max: number): number;
  /** One of the items; throws when there is none. */
  pick<T>(items: readonly T[]): T;
}

/** Draws from a text. Good enough to vary a demo, never for a secret. */
export function seededRandom(seed: string): Random {
  let state = 2_166_136_261;
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16_777_619);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    pick(items) {
      if (items.length === 0) throw new RangeError("Nothing to pick from");
      return items[int(0, items.length - 1)] as (typeof items)[number];
    },
  };
}
