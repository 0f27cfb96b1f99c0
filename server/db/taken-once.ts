import type { Statement } from "./link.ts";

/**
 * What a statement gave, until whoever waits for it takes it.
 *
 * The driver writes the functions that settle a statement straight into its fields (`this.resolve = x => …`), and V8 puts a function
 * written so among old objects: whatever it leads to, the promise and its rows, outlives every small collection of memory until a
 * full one. Half of all that lists read was copied along, 20 ms at a time. So the promise of a statement settles with an outcome,
 * and the rows leave it with the first who asks.
 */
class Outcome {
  #result: unknown;
  #taken = false;

  constructor(result: unknown) {
    this.#result = result;
  }

  get taken(): boolean {
    return this.#taken;
  }

  take(): unknown {
    const result = this.#result;
    this.#taken = true;
    this.#result = undefined;
    return result;
  }

  /** For whoever waits for a failure only, and hands on the rest. */
  get result(): unknown {
    return this.#result;
  }
}

/** A statement under way, which settles through the functions below instead of the driver's own. */
interface Sent extends Statement {
  settling: {
    /** The driver's own. */
    readonly resolve: Statement["resolve"];
    readonly reject: Statement["reject"];
    readonly link: { settled(statement: Statement): void };
    readonly whenSettled: (() => void) | undefined;
  };
}

/** Tells `link` and `whenSettled` as soon as the driver knows how a statement ended, and lets go of what it held. */
export function letGoWhenSettled(
  statement: Statement,
  link: { settled(statement: Statement): void },
  whenSettled: (() => void) | undefined,
): void {
  const { resolve, reject } = statement;
  const sent = Object.assign(statement, { settling: { resolve, reject, link, whenSettled } });
  sent.resolve = resolveOnce;
  sent.reject = rejectOnce;
}

function resolveOnce(this: Sent, result: unknown): void {
  const { resolve } = letGo(this);
  resolve(new Outcome(result));
}

function rejectOnce(this: Sent, error: Error): void {
  const { reject } = letGo(this);
  reject(error);
}

const NOTHING: readonly never[] = [];

/** A settled statement goes nowhere: nothing sends it again. */
function spent(): void {}

function letGo(statement: Sent): Sent["settling"] {
  const { settling } = statement;
  statement.resolve = settling.resolve;
  statement.reject = settling.reject;
  statement.handler = spent;
  statement.args = NOTHING;
  statement.parameters = NOTHING;
  statement.strings = NOTHING;
  statement.string = "";
  statement.signature = "";
  settling.link.settled(statement);
  settling.whenSettled?.();
  return settling;
}

/** Whoever waits for `statement` takes what it gives. Rejects when someone took it before. */
export function takenOnce(statement: Statement): void {
  // biome-ignore lint/suspicious/noThenProperty: a statement is a promise.
  statement.then = thenTake;
}

function thenTake<T = unknown, F = never>(
  this: Statement,
  onFulfilled?: ((result: unknown) => T | PromiseLike<T>) | null,
  onRejected?: ((reason: unknown) => F | PromiseLike<F>) | null,
): Promise<T | F> {
  const { then }: Statement = Object.getPrototypeOf(this);
  const take = onFulfilled
    ? (outcome: unknown) => {
        if (!(outcome instanceof Outcome)) return onFulfilled(outcome);
        if (!outcome.taken) return onFulfilled(outcome.take());
        const error = new Error("The rows of a statement are taken once: keep what it gave, do not wait for it again");
        if (onRejected) return onRejected(error);
        throw error;
      }
    : resultOf;
  return Reflect.apply(then, this, [take, onRejected]) as Promise<T | F>;
}

const resultOf = (outcome: unknown) => (outcome instanceof Outcome ? outcome.result : outcome);
