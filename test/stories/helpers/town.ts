import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { findAgent } from "../../helpers/api-client.ts";
import { launchChromium } from "../../helpers/chromium.ts";
import { createDemoBase } from "../../helpers/demo-base.ts";
import {
  type DemoCitizen,
  type DemoFile,
  type LiveBase,
  type LiveServer,
  readDemo,
  startLiveServer,
} from "../../helpers/live-server.ts";
import { Person } from "./person.ts";

export interface Screen {
  /** Pixels; 1280 by default. */
  readonly width?: number;
  /** False for a browser that runs no script of any page. */
  readonly javascript?: boolean;
}

/** The demo's towns on a server of their own, and a browser for the people who come. */
export interface Town {
  readonly server: LiveServer;
  readonly demo: DemoFile;
  /** Someone nobody knows yet. */
  visitor(name: string, screen?: Screen): Promise<Person>;
  /** An agent of a member, signed in. */
  agent(member: string, role: string, screen?: Screen, rank?: number): Promise<Person>;
  /** The one who bears this name. */
  agentNamed(member: string, name: string, screen?: Screen): Promise<Person>;
}

/** Starts a server with the whole demo, and what `prepare` adds to its base, and Chromium for one test file. */
export function town(prepare: (base: LiveBase) => Promise<void> = async () => undefined): () => Town {
  let current: Town | null = null;
  let base: LiveBase | null = null;
  let browser: Browser | null = null;
  beforeAll(async () => {
    base = await createDemoBase("all");
    const server = await startLiveServer(base);
    const demo = await readDemo(base);
    await prepare(base);
    browser = await launchChromium();
    current = build(browser, server, demo);
  });
  afterAll(async () => {
    await browser?.close();
    await current?.server.stop();
    await base?.remove();
  });
  return () => {
    if (!current) throw new Error("the town is not open");
    return current;
  };
}

function build(browser: Browser, server: LiveServer, demo: DemoFile): Town {
  const visitor = async (name: string, { width = 1280, javascript = true }: Screen = {}) => {
    const look = {
      viewport: { width, height: width < 600 ? 740 : 900 },
      locale: "fr-FR",
      timezoneId: "Europe/Paris",
      reducedMotion: "reduce",
    } as const;
    const context = await browser.newContext({ ...look, javaScriptEnabled: javascript });
    const twin = javascript ? null : await (await browser.newContext(look)).newPage();
    return new Person(name, await context.newPage(), server.url, twin);
  };
  const arrives = async (agent: DemoCitizen, screen?: Screen) => {
    const person = await visitor(agent.name, screen);
    await signIn(person, agent);
    return person;
  };
  return {
    server,
    demo,
    visitor,
    agent: async (member, role, screen, rank = 0) => {
      const agents = demo.agents.filter((agent) => agent.member === member && agent.roles.includes(role));
      const agent = agents[rank] ?? findAgent(demo, member, role);
      return arrives(agent, screen);
    },
    agentNamed: (member, name, screen) => {
      const agent = demo.agents.find((each) => each.member === member && each.name === name);
      if (!agent) throw new Error(`${member} has no agent ${name}`);
      return arrives(agent, screen);
    },
  };
}

/** Signs an agent in by the page. */
export async function signIn(person: Person, { email, password }: DemoCitizen): Promise<void> {
  await person.opens("/agent/connexion");
  await person.writes("Adresse électronique", email);
  await person.writes("Mot de passe", password);
  await person.presses("Se connecter");
}
