import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import pino from "pino";
import type { AppEnv } from "../../../server/app-env.ts";
import { type Config, readConfig } from "../../../server/config.ts";
import type { Context } from "../../../server/context.ts";
import { csrfField } from "../../../server/identity/csrf.ts";
import { hashPassword } from "../../../server/identity/passwords.ts";
import { pages } from "../../../server/middleware/pages.ts";
import { requestLog } from "../../../server/middleware/request-log.ts";
import { securityHeaders } from "../../../server/middleware/security-headers.ts";
import { deriveSecrets } from "../../../server/secrets.ts";
import { insertAccount } from "../../../server/store/accounts.ts";
import { insertAgent } from "../../../server/store/agents.ts";
import { saveMember } from "../../../server/store/members.ts";
import { catalogueOf } from "../../helpers/catalogue.ts";
import { createTestDatabase } from "../../helpers/db.ts";
import { commune } from "../../helpers/members.ts";
import { SERVICE } from "./definition.ts";

export const MEMBERS = [commune("mulhouse", "Ville de Mulhouse"), commune("rixheim", "Ville de Rixheim")];
export const PASSWORD = "cigogne sur le toit";
/** Lowest cost that scrypt takes is not ours: one hash for everybody keeps the tests quick. */
const passwordHash = hashPassword(PASSWORD);

export interface TestInstallation {
  readonly ctx: Context;
  /** Lines of the log, parsed. */
  readonly logged: Record<string, unknown>[];
  /** Moves the clock of `ctx`. */
  advance(milliseconds: number): void;
  stop(): Promise<void>;
}

/** A base of its own with two members that offer one service, and a data folder. No port, no worker. */
export async function install(changes: Partial<Config> = {}): Promise<TestInstallation> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), "guichet-identity-"));
  for (const each of MEMBERS) await saveMember(database.app, each);
  const logged: Record<string, unknown>[] = [];
  let now = Date.parse("2026-03-03T09:00:00Z");
  const ctx: Context = {
    config: { ...readConfig({ DATA_DIR: dataDir, MAX_FILE: "300000", MAX_JSON: "100000" }), ...changes },
    db: database.app,
    catalogue: catalogueOf(MEMBERS, [SERVICE]),
    secrets: deriveSecrets(randomBytes(32)),
    log: pino({ base: null }, { write: (line: string) => void logged.push(JSON.parse(line)) }),
    clock: () => new Date(now),
    randomBytes: (size) => randomBytes(size),
    wake: () => undefined,
  };
  return {
    ctx,
    logged,
    advance: (milliseconds) => {
      now += milliseconds;
    },
    stop: async () => {
      await database.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** An application with the middleware of every page, and the routes a test adds. */
export function createPages(ctx: Context, register: (app: Hono<AppEnv>) => void): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set("ctx", ctx);
    c.set("site", (id) => ({
      assets: { front: "/front.css", back: "/back.css", script: "/script.js" },
      groupName: id ?? "Mulhouse Alsace Agglomération",
      member: null,
      person: null,
      csrf: csrfField(c.var.session),
      demo: false,
    }));
    return next();
  });
  app.use(requestLog, securityHeaders, pages);
  register(app);
  return app;
}

export async function addCitizen(ctx: Context, email: string) {
  const account = { id: randomUUID(), name: "Camille Schmitt", email };
  await insertAccount(ctx.db, { ...account, passwordHash: await passwordHash });
  return account;
}

export async function addAgent(ctx: Context, email: string, of = "mulhouse") {
  return insertAgent(ctx.db, {
    id: randomUUID(),
    name: "Sophie Muller",
    email,
    member: of,
    roles: ["agent"] as const,
    units: ["etat-civil"],
    passwordHash: await passwordHash,
  });
}

/** A browser: keeps its cookies, and says where its requests come from. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** Sent with every request. */
  readonly headers: Record<string, string> = {};
  readonly #app: Hono<AppEnv>;

  constructor(app: Hono<AppEnv>) {
    this.#app = app;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#send(path, { headers });
  }

  post(
    path: string,
    body: FormData | Record<string, string> | string,
    headers: Record<string, string> = { "Sec-Fetch-Site": "same-origin" },
  ): Promise<Response> {
    const content = body instanceof FormData ? body : new URLSearchParams(body);
    return this.#send(path, { method: "POST", body: content, headers });
  }

  async #send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...this.headers, ...init.headers, ...(cookie && { Cookie: cookie }) };
    const response = await this.#app.request(path, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /Max-Age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}

/** Value of a hidden field of a page. */
export function hidden(html: string, name: string): string {
  const found = new RegExp(`name="${name}"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="${name}"`).exec(html);
  return (found?.[1] ?? found?.[2] ?? "").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}
