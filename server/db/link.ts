import postgres, { type PendingQuery, type ReservedSql, type Row, type Sql } from "postgres";
import { knownToDriver, PendingStatement } from "./pending-statement.ts";
import { settleDown } from "./settle-down.ts";

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
  /** In the order they were sent. Not a set: V8 leads from each table that a set outgrew to the next, so that one old object kept them all. */
  readonly #pending: PendingStatement[] = [];
  readonly #whenClosed: () => void;
  readonly born = performance.now();
  #deliver: ((statement: PendingStatement) => void) | null = null;
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
  send(statement: PendingStatement, whenSettled?: () => void): void {
    if (this.#closed || this.#deliver === null) {
      statement.reject(new ConnectionLost("The connection to the database was lost"));
      return;
    }
    this.#pending.push(statement);
    statement.carriedBy(this, whenSettled);
    this.#deliver(statement);
  }

  /** The connection has nothing more to do for this statement. */
  settled(statement: PendingStatement): void {
    const place = this.#pending.indexOf(statement);
    if (place >= 0) this.#pending.splice(place, 1);
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
    for (const statement of [...this.#pending]) {
      statement.reject(new ConnectionLost("The connection to the database was lost"));
    }
    this.#whenClosed();
  }
}

/** What a reserved connection does with a statement: every statement that the driver makes by its tag carries it. */
async function delivererOf(reserved: ReservedSql): Promise<(statement: PendingStatement) => void> {
  const unsent: unknown = reserved``;
  settleDown(await reserved`select 1`);
  return (unsent as PendingStatement).handler;
}

type Send = (statement: PendingStatement) => void;

/** A tag, and where the statements it makes go. */
interface Sending extends Sql {
  send: Send;
}

/** Makes tags, as `model` is one, whose statements go elsewhere than to the driver's pool. One is made for each transaction. */
export class Tags {
  readonly #model: Sql;
  /** What all tags have, so that making one is cheap. */
  readonly #common: object;

  constructor(model: Sql) {
    this.#model = model;
    knownToDriver(model);
    const refuse = () =>
      Promise.reject(new Error("Transactions go through withActor and readAs, listening through listen"));
    this.#common = Object.assign(Object.create(Function.prototype), model, {
      unsafe(this: Sending, text: string, values: readonly unknown[] = [], options: { prepare?: boolean } = {}) {
        return new PendingStatement([text], values, this.send, {
          prepare: false,
          simple: values.length === 0,
          ...options,
        });
      },
      file: refuse,
      begin: refuse,
      reserve: refuse,
      listen: refuse,
      subscribe: refuse,
    });
  }

  /** A tag whose statements `send` takes charge of. Its methods are called on it. */
  to(send: Send): Sql {
    const model = this.#model;
    function tag(first: unknown, ...rest: unknown[]) {
      if (isTemplate(first)) return new PendingStatement(first, rest, send);
      return Reflect.apply(model, undefined, [first, ...rest]);
    }
    return Object.setPrototypeOf(Object.assign(tag, { send }), this.#common);
  }

  /** The last statement of a transaction, which `send` takes charge of. */
  last(how: "commit" | "rollback", send: Send): PendingQuery<Row[]> {
    const tag = this.to(send);
    return how === "commit" ? tag`commit` : tag`rollback`;
  }
}

const isTemplate = (value: unknown): value is TemplateStringsArray => Array.isArray(value) && "raw" in value;
