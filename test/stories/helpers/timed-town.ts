import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { createApp } from "../../../server/app.ts";
import { buildAssets } from "../../../server/assets.ts";
import { openPayments } from "../../../server/connectors/open-payments.ts";
import type { Context } from "../../../server/context.ts";
import { findAgent } from "../../helpers/api-client.ts";
import { launchChromium } from "../../helpers/chromium.ts";
import { type DemoInstallation, installDemo } from "../../helpers/demo-installation.ts";
import type { DemoFile } from "../../helpers/live-server.ts";
import { Person } from "./person.ts";
import { type Screen, signIn } from "./town.ts";

/** The demo's towns in this very process, whose clock the test moves. No worker runs: the test says when. */
export interface TimedTown {
  readonly ctx: Context;
  visitor(name: string, screen?: Screen): Promise<Person>;
  /** An agent of a member, signed in. */
  agent(member: string, role: string, unit?: string, screen?: Screen): Promise<Person>;
  /** From now on it is this instant. */
  itIs(instant: string): void;
}

/** Starts them at an instant, with Chromium, for one test file. */
export function timedTown(start: string): () => TimedTown {
  let installation: DemoInstallation | null = null;
  let browser: Browser | null = null;
  let town: TimedTown | null = null;
  let server: ReturnType<typeof createServer> | null = null;
  let payments: Awaited<ReturnType<typeof openPayments>> | null = null;
  beforeAll(async () => {
    let now = new Date(start);
    installation = await installDemo("mulhouse", now);
    const listening = createServer((request, response) => void handle(request, response));
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
    const known = {
      ...installation.ctx,
      config: { ...installation.ctx.config, publicUrl: url },
      clock: () => new Date(now),
    };
    payments = await openPayments(known, (path, init) => app.request(path, init));
    const ctx: Context = { ...known, ...payments.context };
    const app = createApp(ctx, await buildAssets());
    const handle = getRequestListener(app.fetch, { hostname: "127.0.0.1" });
    browser = await launchChromium();
    const visitor = visitorOf(browser, url);
    town = { ctx, visitor, agent: agentOf(ctx, visitor), itIs: (instant) => (now = new Date(instant)) };
  });
  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
    await payments?.close();
    await installation?.stop();
  });
  return () => {
    if (!town) throw new Error("the town is not open");
    return town;
  };
}

const agentOf =
  ({ config }: Context, visitor: TimedTown["visitor"]): TimedTown["agent"] =>
  async (member, role, unit, screen) => {
    const demo = JSON.parse(await readFile(join(config.dataDir, "demo.json"), "utf8")) as DemoFile;
    const agent = findAgent(demo, member, role, unit);
    const person = await visitor(agent.name, screen);
    await signIn(person, agent);
    return person;
  };

const visitorOf =
  (browser: Browser, url: string): TimedTown["visitor"] =>
  async (name, { width = 1280, javascript = true } = {}) => {
    const look = {
      viewport: { width, height: width < 600 ? 740 : 900 },
      locale: "fr-FR",
      timezoneId: "Europe/Paris",
      reducedMotion: "reduce",
    } as const;
    const context = await browser.newContext({ ...look, javaScriptEnabled: javascript });
    const twin = javascript ? null : await (await browser.newContext(look)).newPage();
    return new Person(name, await context.newPage(), url, twin);
  };
