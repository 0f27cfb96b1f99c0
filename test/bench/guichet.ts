import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../server/config.ts";
import { createToken } from "../../server/identity/tokens.ts";
import { createLog, openInstallation } from "../../server/start.ts";
import { insertAccount } from "../../server/store/accounts.ts";
import { insertAgent } from "../../server/store/agents.ts";
import { saveMember } from "../../server/store/members.ts";
import { runCommand } from "../helpers/live-server.ts";
import type { Bases } from "./bases.ts";
import { MEMBERS } from "./payload.ts";
import type { Subject, Tokens } from "./subject.ts";

const SEED = "guichet_seed";

/**
 * *Guichet* itself: its real schema with forty members, an agent and a citizen with tokens, the bench's definition
 * published by its own command, then one base for each size, filled in its real tables.
 */
export async function prepareGuichet(
  bases: Bases,
  sizes: readonly number[],
  shared: Readonly<Record<string, string>>,
  say: (text: string) => void,
): Promise<Subject> {
  const environment = {
    ...shared,
    DATA_DIR: await mkdtemp(join(tmpdir(), "guichet-bench-")),
    GUICHET_SECRET: randomBytes(32).toString("hex"),
    GUICHET_WORKER: "off",
    LOG_LEVEL: "warn",
  };
  await bases.create(SEED);
  const tokens = await seed({ ...environment, DATABASE_URL: bases.url(SEED) });
  const base = (size: number) => `guichet_${size}`;
  for (const size of sizes) {
    say(`loading ${size} entries for Guichet`);
    await bases.create(base(size), SEED);
    await bases.run(base(size), ["answers.sql", "populate-guichet.sql"], size);
    await bases.settle(base(size));
  }
  return { name: "Guichet", module: "server/main.ts", environment, base, tokens };
}

async function seed(environment: Readonly<Record<string, string>>): Promise<Tokens> {
  const config = readConfig(environment);
  const { ctx, close } = await openInstallation(config, createLog(config));
  const agents: Record<string, string> = {};
  for (const id of MEMBERS) {
    await saveMember(ctx.db, { ...MEMBER, id, name: id });
    const agent = { id: randomUUID(), member: id, email: `agent@${id}.exemple`, name: "Agent du banc" };
    await insertAgent(ctx.db, { ...agent, roles: ["agent"], units: [], passwordHash: "none" });
    agents[id] = await createToken(ctx, { member: id, agent: agent.id }, "banc");
  }
  const account = { id: randomUUID(), email: "usager@banc.exemple", name: "Usager du banc" };
  await insertAccount(ctx.db, { ...account, passwordHash: "none" });
  const citizen = await createToken(ctx, { account: account.id }, "banc");
  await close();
  const members = MEMBERS.flatMap((id) => ["--member", id]);
  const { code, output } = await runCommand({ environment }, "publish", "test/bench/definitions", ...members);
  if (code !== 0) throw new Error(output);
  return { citizen, agents };
}

const MEMBER = {
  groupName: "Banc d'essai",
  kind: "commune",
  siren: "200000000",
  insee: null,
  population: 10_000,
  theme: { primary: "#2f4b7c" },
  contact: { address: "1 place de la Mairie", phone: "+33199000000", email: "mairie@banc.exemple" },
  units: [],
} as const;
