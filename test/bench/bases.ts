import { readFileSync } from "node:fs";
import postgres, { type Sql } from "postgres";
import type { Target } from "./load.ts";
import { DEFINITION } from "./payload.ts";

/** The databases of one private PostgreSQL. */
export class Bases {
  readonly #url: string;

  /** `url` is the superuser's, whatever its database. */
  constructor(url: string) {
    this.#url = url;
  }

  url(name: string): string {
    const url = new URL(this.#url);
    url.pathname = `/${name}`;
    return url.href;
  }

  /** A new database, empty or copied from another nobody is connected to. */
  async create(name: string, template = "template0"): Promise<void> {
    await this.#on("postgres", async (sql) => {
      await sql`drop database if exists ${sql(name)} with (force)`;
      await sql`create database ${sql(name)} template ${sql(template)}`;
    });
  }

  async drop(name: string): Promise<void> {
    await this.#on("postgres", (sql) => sql`drop database if exists ${sql(name)} with (force)`);
  }

  /** Runs files of SQL found beside this one, with `:count` replaced. */
  async run(name: string, files: readonly string[], count = 0): Promise<void> {
    await this.#on(name, async (sql) => {
      await sql`set synchronous_commit = off`;
      for (const file of files) {
        const text = readFileSync(new URL(file, import.meta.url), "utf8");
        await sql.unsafe(text.replaceAll(":count", String(count)));
      }
    });
  }

  /** Leaves the planner informed and nothing to clean during the measures. */
  async settle(name: string): Promise<void> {
    await this.#on(name, async (sql) => {
      await sql`vacuum (analyze)`;
      await sql`checkpoint`;
    });
  }

  async checkpoint(): Promise<void> {
    await this.#on("postgres", (sql) => sql`checkpoint`);
  }

  /** Open entries to send events to, spread over the members. */
  targets(name: string, count: number): Promise<readonly Target[]> {
    return this.#on(
      name,
      (sql) => sql<Target[]>`
        select member_id as member, id, revision, state from entry
        where definition = ${DEFINITION} and state = 'recue' order by md5(id::text) limit ${count}`,
    );
  }

  async write<T>(name: string, work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#on(name, work);
  }

  async #on<T>(name: string, work: (sql: Sql) => PromiseLike<T>): Promise<T> {
    const sql = postgres(this.url(name), { max: 1, onnotice: () => undefined });
    try {
      return await work(sql);
    } finally {
      await sql.end();
    }
  }
}
