import type { Context } from "../../context.ts";
import { TooLong } from "../../store/in-turn.ts";

/** Figures worked out at the same time by one process: the rest of the pool and of the base is for those who wait at a desk. */
const AT_ONCE = 2;
/** Readers who may wait for their turn. */
const MOST_WAITING = 20;

interface Turns {
  running: number;
  readonly waiting: (() => void)[];
}

const turns = new WeakMap<Context["db"], Turns>();

/** Runs `work` once a turn is free. Rejects with `TooLong` when too many wait already. */
export async function inItsTurn<T>({ db }: Pick<Context, "db">, work: () => Promise<T>): Promise<T> {
  const own = turns.get(db) ?? { running: 0, waiting: [] };
  turns.set(db, own);
  if (own.running >= AT_ONCE) {
    if (own.waiting.length >= MOST_WAITING) throw new TooLong("too many wait for figures");
    await new Promise<void>((resolve) => own.waiting.push(resolve));
  } else own.running += 1;
  try {
    return await work();
  } finally {
    const next = own.waiting.shift();
    if (next) next();
    else own.running -= 1;
  }
}
