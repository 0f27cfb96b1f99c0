import postgres, { type PendingQuery, type ReservedSql, type Row, type Sql } from "postgres";
import { settleDown } from "./settle-down.ts";
import { letGoWhenSettled, takenOnce } from "./taken-once.ts";

/** A statement on its way to a connection. These fields are the driver's own, missing from its types. */
export interface Statement extends Promise<unknown> {
  handler: (statement: Statement) => void;
  args: readonly unknown[];
  parameters: readonly unknown[];
  strings: readonly string[];
  string: string;
  signature: string;
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
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
      link.#deliver = await delivererOf(await link.#client.reserve());
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

  /**
   * Sends a statement after those sent before; rejects it if the connection has ended. `whenSettled` is told once the connection has
   * nothing more to do for it, in the midst of reading what came: it may not send at once.
   */
  send(statement: Statement, whenSettled?: () => void): void {
    if (this.#closed || this.#deliver === null) {
      statement.reject(new ConnectionLost("The connection to the database was lost"));
      return;
    }
    this.#pending.add(statement);
    letGoWhenSettled(statement, this, whenSettled);
    this.#deliver(statement);
  }

  /** The connection has nothing more to do for this statement. */
  settled(statement: Statement): void {
    this.#pending.delete(statement);
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
async function delivererOf(reserved: ReservedSql): Promise<(statement: Statement) => void> {
  const unsent: PromiseLike<unknown> = reserved``;
  settleDown(unsent);
  settleDown(await reserved`select 1`);
  return (unsent as Statement).handler;
}

/** A tag of `model`, and where the statements it makes go. */
interface Diverted extends Sql {
  send: (statement: Statement) => void;
}

/** Makes tags whose statements, of the kind `model` makes, go elsewhere than to the driver's pool. One is made for each transaction. */
export class Tags {
  readonly #model: Sql;
  /** What all tags have, so that making one is cheap. */
  readonly #common: object;

  constructor(model: Sql) {
    this.#model = model;
    const refuse = () =>
      Promise.reject(new Error("Transactions go through withActor and readAs, listening through listen"));
    this.#common = Object.assign(Object.create(Function.prototype), model, {
      unsafe(this: Diverted, ...parts: Parameters<Sql["unsafe"]>) {
        return diverted(model.unsafe(...parts), this.send);
      },
      file(this: Diverted, ...parts: Parameters<Sql["file"]>) {
        return diverted(model.file(...parts), this.send);
      },
      begin: refuse,
      reserve: refuse,
      listen: refuse,
      subscribe: refuse,
    });
  }

  /** A tag whose statements `send` takes charge of. Its methods are called on it. */
  to(send: (statement: Statement) => void): Sql {
    const model = this.#model;
    function tag(...parts: Parameters<Sql>) {
      return diverted(Reflect.apply(model, undefined, parts), send);
    }
    return Object.setPrototypeOf(Object.assign(tag, { send }), this.#common);
  }

  /** The last statement of a transaction, which `send` takes charge of. */
  last(how: "commit" | "rollback", send: (statement: Statement) => void): PendingQuery<Row[]> {
    return diverted(how === "commit" ? this.#model`commit` : this.#model`rollback`, send);
  }
}

function diverted<T>(made: T, send: (statement: Statement) => void): T {
  if (made !== null && typeof made === "object" && "handler" in made) {
    const statement = made as Statement & T;
    statement.handler = send;
    takenOnce(statement);
  }
  return made;
}
