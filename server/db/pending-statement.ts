import type { Sql } from "postgres";

/** What a statement needs of the connection that it was given to. */
interface Carrier {
  /** The connection has nothing more to do for this statement. */
  settled(statement: PendingStatement): void;
}

/** How the driver sends a statement: as one prepared, as text with values, or as text alone. */
interface Sending {
  prepare?: boolean;
  simple?: boolean;
}

/**
 * A statement on its way to a connection, as the driver's connections take one: they read and write the fields that stand here under
 * the driver's own names. It is sent by whoever waits for it first, or by `execute`.
 *
 * The driver makes its own with functions written straight into fields (`this.resolve = x => …`). V8 puts a function written so among
 * old objects: whatever it leads to, the promise and its rows, outlives every small collection of memory until a full one.
 */
export class PendingStatement implements PromiseLike<unknown> {
  readonly strings: readonly string[];
  readonly args: readonly unknown[];
  readonly tagged: boolean;
  readonly options: Sending;
  readonly handler: (statement: PendingStatement) => void;
  state: unknown = null;
  statement: unknown = null;
  active = false;
  cancelled: unknown = null;
  executed = false;
  signature = "";
  readonly #outcome: Promise<unknown>;
  #succeed!: (result: unknown) => void;
  #fail!: (error: Error) => void;
  #carrier: Carrier | null = null;
  #whenSettled: (() => void) | undefined;

  /** @param send gives it to a connection */
  constructor(
    strings: readonly string[],
    args: readonly unknown[],
    send: (statement: PendingStatement) => void,
    options: Sending = {},
  ) {
    this.strings = strings;
    this.args = args;
    this.tagged = "raw" in strings;
    this.options = options;
    this.handler = send;
    this.#outcome = new Promise((succeed, fail) => {
      this.#succeed = succeed;
      this.#fail = fail;
    });
    if (this.tagged && !origins.has(strings)) origins.set(strings, written());
  }

  /** Where it is written, for the trace of an error. */
  get origin(): string {
    return origins.get(this.strings)?.stack ?? "";
  }

  /** Sends it now. */
  execute(): this {
    if (!this.executed) {
      this.executed = true;
      this.handler(this);
    }
    return this;
  }

  /** It was given to `carrier`. `whenSettled` is told once the connection is done with it. */
  carriedBy(carrier: Carrier, whenSettled: (() => void) | undefined): void {
    this.#carrier = carrier;
    this.#whenSettled = whenSettled;
  }

  /** For the connection, once what it gave was read. */
  resolve(result: unknown): void {
    this.#settle();
    this.#succeed(result);
  }

  /** For the connection, or for whoever cannot send it. */
  reject(error: Error): void {
    this.#settle();
    this.#fail(error);
  }

  #settle(): void {
    this.active = false;
    this.#carrier?.settled(this);
    this.#whenSettled?.();
  }

  // biome-ignore lint/suspicious/noThenProperty: who waits for it sends it.
  then<T = unknown, F = never>(
    onFulfilled?: ((result: unknown) => T | PromiseLike<T>) | null,
    onRejected?: ((reason: unknown) => F | PromiseLike<F>) | null,
  ): Promise<T | F> {
    this.execute();
    return this.#outcome.then(onFulfilled, onRejected);
  }

  catch<F = never>(onRejected?: ((reason: unknown) => F | PromiseLike<F>) | null): Promise<unknown> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<unknown> {
    this.execute();
    return this.#outcome.finally(onFinally);
  }
}

/** Makes the driver that `model` is a client of take these statements for its own, within one another as parts of a text. */
export function knownToDriver(model: Sql): void {
  const own: object = Object.getPrototypeOf(model``);
  if (Object.getPrototypeOf(PendingStatement.prototype) !== own) Object.setPrototypeOf(PendingStatement.prototype, own);
}

/** By text, each written in one place. */
const origins = new WeakMap<readonly string[], Error>();

/** Frames kept of where a statement is written. */
const FRAMES = 4;

function written(): Error {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = FRAMES;
  const error = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return error;
}
