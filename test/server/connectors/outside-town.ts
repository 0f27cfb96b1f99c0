import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import type { AppEnv } from "../../../server/app-env.ts";
import { startSimulators } from "../../../server/connectors/fake-openid/simulators.ts";
import { openIdentities } from "../../../server/connectors/identities.ts";
import type { Context } from "../../../server/context.ts";
import { registerFranceConnectRoutes } from "../../../server/routes/outside/franceconnect.ts";
import { registerProConnectRoutes } from "../../../server/routes/outside/proconnect.ts";
import { registerSimulatorRoutes } from "../../../server/routes/outside/simulator.ts";
import { registerSignInRoutes } from "../../../server/routes/sign-in.ts";
import { freePort } from "../../helpers/private-postgres.ts";
import { createPages, hidden, install, MEMBERS, type TestInstallation } from "../identity/installation.ts";

export interface OutsideTown extends TestInstallation {
  readonly url: string;
  /** Changes what the provider answers to the server's own calls. */
  intercept: (url: string, real: () => Promise<Response>) => Promise<Response>;
}

/** Each with a SIREN of its own. */
const TOWNS = MEMBERS.map((member) => (member.id === "rixheim" ? { ...member, siren: "216802785" } : member));
const townOf = (id: string) => TOWNS.find((town) => town.id === id) ?? null;

const PAGES = { error: (code: string) => `<h1>${code}</h1>`, signOut: () => "<h1>fin</h1>" };

/** An application on a real port with both simulators. `code`: seconds a code lives. */
export async function openOutsideTown(
  register: (app: Hono<AppEnv>, ctx: Context) => void,
  code = 30,
): Promise<OutsideTown> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const base = await install({ publicUrl: url });
  const catalogue = { ...base.ctx.catalogue, members: () => TOWNS, everyMember: () => TOWNS, member: townOf };
  const installation = { ...base, ctx: { ...base.ctx, catalogue } };
  const simulators = await startSimulators(installation.ctx, () => PAGES, code);
  const through = async (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
    town.intercept(String(input), () => simulators.fetch(input, init));
  const identities = openIdentities(installation.ctx, { ...simulators, fetch: through as typeof fetch });
  const ctx: Context = { ...installation.ctx, identities };
  const app = createPages(ctx, (routes) => {
    registerFranceConnectRoutes(routes);
    registerSimulatorRoutes(routes, simulators.all);
    registerProConnectRoutes(routes);
    registerSignInRoutes(routes);
    register(routes, ctx);
  });
  const server = createServer(simulators.around(getRequestListener(app.fetch)));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const town: OutsideTown = {
    ...installation,
    ctx,
    url,
    intercept: (_, real) => real(),
    stop: async () => {
      await simulators.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await installation.stop();
    },
  };
  return town;
}

/** What a browser shows. */
export interface Shown {
  /** Path and query. */
  readonly at: string;
  readonly status: number;
  readonly html: string;
}

/** A browser on the network: keeps cookies, follows redirections one by one. */
export class Traveller {
  readonly cookies = new Map<string, string>();
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** One request, its redirection not followed. */
  async ask(path: string, form?: Readonly<Record<string, string>>): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(new URL(path, this.#url), {
      redirect: "manual",
      headers: { cookie, accept: "text/html", ...(form && { "Sec-Fetch-Site": "same-origin" }) },
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /Max-Age=0|expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  /** Goes where it leads, until a page or an address that contains `stop`. */
  async go(path: string, form?: Readonly<Record<string, string>>, stop = "//nowhere"): Promise<Shown> {
    let response = await this.ask(path, form);
    let at = new URL(path, this.#url);
    for (let hops = 0; hops < 12; hops += 1) {
      const refresh = /url=(.*)$/.exec(response.headers.get("refresh") ?? "")?.[1];
      const next = response.headers.get("location") ?? refresh;
      if (!next) break;
      at = new URL(next, at);
      if (at.href.includes(stop)) return { at: at.pathname + at.search, status: 0, html: "" };
      response = await this.ask(at.href);
    }
    return { at: at.pathname + at.search, status: response.status, html: await response.text() };
  }

  /** From the simulator's page, chooses someone. */
  choose(page: Shown, person: string, more: Readonly<Record<string, string>> = {}, stop?: string): Promise<Shown> {
    return this.go(page.at, { personne: person, _csrf: hidden(page.html, "_csrf"), ...more }, stop);
  }

  /** Sends a form of a page. */
  send(page: Shown, path: string, fields: Readonly<Record<string, string>>): Promise<Shown> {
    return this.go(path, { _csrf: hidden(page.html, "_csrf"), ...fields });
  }
}
