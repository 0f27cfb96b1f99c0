import type { Context } from "../../context.ts";
import { TooLong } from "../../store/in-turn.ts";

/** Figures worked out at the same time by one process: the rest of the pool and of the base is for those who wait at a desk. */
const AT_ONCE = 2;
/** Readers who may wait for their turn, and milliseconds that each may. */
const MOST_WAITING = 20;
const LONGEST_WAIT = 15_000;

interface Turns {
  running: number;
  readonly waiting: Set<() => void>;
}

const turns = new WeakMap<Context["db"], Turns>();

/** Runs `work` once a turn is free. Rejects with `TooLong` when too many wait already, or when none came in time. */
export async function inItsTurn<T>(
  { db }: Pick<Context, "db">,
  work: () => Promise<T>,
  longestWait = LONGEST_WAIT,
): Promise<T> {
  const own = turns.get(db) ?? { running: 0, waiting: new Set() };
  turns.set(db, own);
  if (own.running >= AT_ONCE) {
    if (own.waiting.size >= MOST_WAITING) throw new TooLong("too many wait for figures");
    await turn(own.waiting, longestWait);
  } else own.running += 1;
  try {
    return await work();
  } finally {
    const [next] = own.waiting;
    if (next) next();
    else own.running -= 1;
  }
}

/** Waits to be called, the first come first. */
function turn(waiting: Turns["waiting"], longest: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      waiting.delete(called);
      reject(new TooLong("no turn came in time"));
    }, longest);
    const called = () => {
      clearTimeout(timer);
      waiting.delete(called);
      resolve();
    };
    waiting.add(called);
  });
}
