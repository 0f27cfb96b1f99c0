import postgres, { type ReservedSql, type Sql } from "postgres";

/** A statement on its way to a connection. These two fields are the driver's own, missing from its types. */
export interface Statement extends PromiseLike<unknown> {
  handler: (statement: Statement) => void;
  reject(error: Error): void;
}

/** The connection broke: whether the statement under way took effect is unknown. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
  readonly code = "CONNECTION_LOST";
}

/**
 * One connection, which ends for good when it breaks.
 *
 * The driver's pool reconnects a broken connection under whoever reserved it: statements that were to follow then run
 * on a connection that may belong to someone else's transaction by now, and releasing it hands that transaction to a
 * third. Here a connection that broke refuses whatever comes next.
 */
export class Link {
  readonly #client: Sql;
  readonly #pending = new Set<Statement>();
  readonly #whenClosed: () => void;
  readonly born = performance.now();
  #deliver: ((statement: Statement) => void) | null = null;
  #closed = false;

  /** Connects with the options of `model`, a client of its own kind. `whenClosed` is told of the end, expected or not. */
  static async open(model: Sql, whenClosed: (link: Link) => void): Promise<Link> {
    const link = new Link(model, whenClosed);
    try {
      link.#deliver = delivererOf(await link.#client.reserve());
    } catch (error) {
      link.close();
      throw error;
    }
    return link;
  }

  private constructor(model: Sql, whenClosed: (link: Link) => void) {
    this.#whenClosed = () => whenClosed(this);
    const own = { max: 1, max_lifetime: null, onclose: () => this.#end() };
    // The driver takes its own parsed options back, and then shares what it learnt of the server's types.
    this.#client = postgres({ ...model.options, ...own } as unknown as postgres.Options<Record<never, never>>);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Sends a statement after those sent before; rejects it if the connection has ended. */
  send(statement: Statement): void {
    if (this.#closed || this.#deliver === null) {
      statement.reject(new ConnectionLost("The connection to the database was lost"));
      return;
    }
    this.#pending.add(statement);
    const settled = () => {
      this.#pending.delete(statement);
    };
    statement.then(settled, settled);
    this.#deliver(statement);
  }

  close(): void {
    this.#end();
    // Fails only when already closed.
    this.#client.end({ timeout: 0 }).catch(() => undefined);
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    // The driver forgets the statements it had not sent yet.
    for (const statement of this.#pending) {
      statement.reject(new ConnectionLost("The connection to the database was lost"));
    }
    this.#whenClosed();
  }
}

/** What a reserved connection does with a statement: every statement made by its tag carries it. */
function delivererOf(reserved: ReservedSql): (statement: Statement) => void {
  const unsent: unknown = reserved``;
  return (unsent as Statement).handler;
}

/** A tag that makes the statements of `model` and gives them to `send` instead of the driver's pool. */
export function divert(model: Sql, send: (statement: Statement) => void): Sql {
  const mark = <T>(made: T): T => {
    if (made !== null && typeof made === "object" && "handler" in made) (made as Statement & T).handler = send;
    return made;
  };
  const tag = (...parts: Parameters<Sql>) => mark(Reflect.apply(model, undefined, parts));
  const refuse = () =>
    Promise.reject(new Error("Transactions go through withActor and readAs, listening through listen"));
  return Object.assign(tag, model, {
    unsafe: (...parts: Parameters<Sql["unsafe"]>) => mark(model.unsafe(...parts)),
    file: (...parts: Parameters<Sql["file"]>) => mark(model.file(...parts)),
    begin: refuse,
    reserve: refuse,
    listen: refuse,
    subscribe: refuse,
  }) as unknown as Sql;
}
