import type { Sql } from "postgres";
import { Link, Tags } from "./link.ts";
import type { PendingStatement } from "./pending-statement.ts";
import type { Db, Lease } from "./with-actor.ts";

/** Milliseconds. */
const longestWait = 15_000;
const lifetime = 30 * 60_000;

/** No connection came free in time: the base is overloaded, or a handler holds one while it asks for another. */
export class PoolExhausted extends Error {
  override readonly name = "PoolExhausted";
  readonly code = "POOL_EXHAUSTED";
}

interface Waiter {
  readonly serve: (link: Link) => void;
  readonly fail: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * At most `size` connections, each lent to one statement or one transaction at a time, in order of asking.
 * Connections open when asked for, and one that broke is replaced by a new one.
 */
export class Pool {
  readonly #model: Sql;
  readonly #tags: Tags;
  readonly #size: number;
  readonly #idle: Link[] = [];
  readonly #waiters: Waiter[] = [];
  readonly #links = new Set<Link>();
  #opening = 0;
  #ending = false;

  /** `model` gives the options and makes the statements; it never connects itself, save to listen. */
  constructor(model: Sql, size: number) {
    this.#model = model;
    this.#tags = new Tags(model);
    this.#size = size;
  }

  /** The pool as the rest of the program knows it. */
  get db(): Db {
    const sql = this.#tags.to((statement) => this.#sendAlone(statement));
    return Object.assign(sql, { lease: () => this.#lease() });
  }

  /** Waits at most `timeout` seconds for what is under way, then closes every connection. */
  async stop(timeout: number): Promise<void> {
    this.#ending = true;
    const deadline = performance.now() + timeout * 1000;
    while (this.#opening + this.#links.size > this.#idle.length && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    for (const waiter of this.#waiters.splice(0)) this.#refuse(waiter, new Error("The database is being closed"));
    for (const link of [...this.#links]) link.close();
    await this.#model.end({ timeout: 0 });
  }

  #sendAlone(statement: PendingStatement): void {
    this.#take(
      (link) => {
        const giveBack = () => this.#giveBack(link);
        link.send(statement, () => Promise.resolve().then(giveBack));
      },
      (error) => statement.reject(error),
    );
  }

  #lease(): Promise<Lease> {
    return new Promise((resolve, reject) => {
      this.#take((link) => resolve(this.#leaseOf(link)), reject);
    });
  }

  #leaseOf(link: Link): Lease {
    let over = false;
    const tx = this.#tags.to((statement) => {
      if (over) statement.reject(new Error("A statement came after the end of its transaction"));
      else link.send(statement);
    });
    return {
      tx,
      end: async (how) => {
        const last = this.#tags.last(how, (statement) => {
          over = true;
          link.send(statement);
        });
        const outcome = await last.catch((error: unknown) => {
          // Whatever the reason, nobody may find this connection inside a transaction.
          link.close();
          throw error;
        });
        this.#giveBack(link);
        // What PostgreSQL answers to the commit of a transaction in which a statement failed.
        if (how === "commit" && outcome.command !== "COMMIT") {
          throw new Error("Nothing was committed: a statement of the transaction had failed");
        }
      },
    };
  }

  #take(serve: (link: Link) => void, fail: (error: Error) => void): void {
    const link = this.#ending ? undefined : this.#idle.pop();
    if (link !== undefined) {
      serve(link);
      return;
    }
    if (this.#ending) {
      fail(new Error("The database is being closed"));
      return;
    }
    const waiter: Waiter = {
      serve,
      fail,
      timer: setTimeout(() => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        fail(new PoolExhausted(`No connection came free within ${longestWait / 1000} seconds`));
      }, longestWait),
    };
    this.#waiters.push(waiter);
    this.#grow();
  }

  #giveBack(link: Link): void {
    if (link.closed) return;
    if (performance.now() - link.born > lifetime) {
      link.close();
      return;
    }
    const waiter = this.#waiters.shift();
    if (waiter === undefined) {
      this.#idle.push(link);
      return;
    }
    clearTimeout(waiter.timer);
    waiter.serve(link);
  }

  /** Opens a connection if someone waits for one that is not already on its way. */
  #grow(): void {
    if (this.#ending || this.#opening >= this.#waiters.length) return;
    if (this.#opening + this.#links.size >= this.#size) return;
    this.#opening += 1;
    Link.open(this.#model, (link) => this.#forget(link)).then(
      (link) => {
        this.#opening -= 1;
        this.#links.add(link);
        // It may have broken in between.
        if (link.closed) this.#forget(link);
        else this.#giveBack(link);
      },
      (error: Error) => {
        this.#opening -= 1;
        // While others work (PostgreSQL may have no connection left to give), theirs will come free.
        const waiter = this.#links.size > 0 ? undefined : this.#waiters.shift();
        if (waiter === undefined) return;
        this.#refuse(waiter, error);
        this.#grow();
      },
    );
  }

  #forget(link: Link): void {
    this.#links.delete(link);
    const index = this.#idle.indexOf(link);
    if (index >= 0) this.#idle.splice(index, 1);
    this.#grow();
  }

  #refuse(waiter: Waiter, error: Error): void {
    clearTimeout(waiter.timer);
    waiter.fail(error);
  }
}
