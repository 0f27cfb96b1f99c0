import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Hono } from "hono";
import { createApp } from "../../server/app.ts";
import type { AppEnv } from "../../server/app-env.ts";
import { buildAssets } from "../../server/assets.ts";
import type { Config, Demo } from "../../server/config.ts";
import type { Context } from "../../server/context.ts";
import type { DemoFile } from "../../server/demo/demo-file.ts";
import { Browser, hidden } from "../server/identity/installation.ts";
import { type DemoInstallation, installDemo } from "./demo-installation.ts";

export interface DemoApp {
  readonly ctx: Context;
  readonly app: Hono<AppEnv>;
  readonly installation: DemoInstallation;
  readonly demo: DemoFile;
  /** The browser of whoever holds this role in this member, signed in. */
  agent(member: string, role: string): Promise<Browser>;
}

/** The whole application on a demo base, whose catalogue follows the base as in production but when told to. */
export async function openDemoApp(demo: Demo, now: Date, changes: Partial<Config> = {}): Promise<DemoApp> {
  const installation = await installDemo(demo, now);
  const ctx: Context = { ...installation.ctx, config: { ...installation.ctx.config, ...changes } };
  const app = createApp(ctx, await buildAssets());
  const file = JSON.parse(await readFile(join(ctx.config.dataDir, "demo.json"), "utf8")) as DemoFile;
  return {
    ctx,
    app,
    installation,
    demo: file,
    async agent(member, role) {
      const found = file.agents.find((one) => one.member === member && one.roles.some((each) => each === role));
      if (!found) throw new Error(`The demo has no ${role} in ${member}`);
      const browser = new Browser(app);
      const page = await (await browser.get("/agent/connexion")).text();
      const { email, password } = found;
      const answer = await browser.post("/agent/connexion", { email, password, _csrf: hidden(page, "_csrf") });
      if (answer.status !== 303) throw new Error(`${email} cannot sign in: ${answer.status}`);
      return browser;
    },
  };
}
