/**
 * Imports a folder of exports into an empty base, nobody answering anything, and compares what was made one, or is proposed as one,
 * with who the records are about: `npm run --silent score:duplicates -- FOLDER`. The folder holds CSV files and `truth.csv` (source,
 * line, person; lines are records counted from 2). The last line of the output is the score.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publish } from "../../server/commands/publish.ts";
import { receiveImport } from "../../server/commands/receive-import.ts";
import { readConfig } from "../../server/config.ts";
import type { Context } from "../../server/context.ts";
import { loadShipped } from "../../server/definition-files.ts";
import { createLog, openInstallation } from "../../server/start.ts";
import { insertAgent } from "../../server/store/agents.ts";
import { adopt } from "../../server/store/definitions.ts";
import { beginPhase, findImport } from "../../server/store/imports.ts";
import { saveMember } from "../../server/store/members.ts";
import { writeWords } from "../../server/store/word-index.ts";
import { lookAlike } from "../../server/worker/look-alike.ts";
import { drainImports } from "../../server/worker/run-import.ts";
import { type ImportScore, scoreImports } from "../helpers/import-score.ts";

const REGISTER = "relais/assistante-maternelle";
const TRUTH = "truth.csv";
const MEMBER = {
  id: "essai",
  name: "Essai",
  groupName: "Essai",
  kind: "commune",
  siren: "200000000",
  insee: null,
  population: 10_000,
  theme: { primary: "#2f4b7c" },
  contact: { address: "1 place de la Mairie", phone: "+33199000000", email: "mairie@essai.exemple" },
  units: [{ id: "relais", name: "Relais", contact: {} }],
} as const;

async function score(folder: string): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), "guichet-score-"));
  const config = readConfig({ DATA_DIR: dataDir, GUICHET_SECRET: randomBytes(32).toString("hex"), LOG_LEVEL: "warn" });
  const { ctx, close } = await openInstallation(config, createLog(config));
  try {
    return said(await scored(ctx, folder));
  } finally {
    await close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function scored(ctx: Context, folder: string): Promise<ImportScore> {
  const agent = await settle(ctx);
  const files = (await readdir(folder)).filter((name) => name.endsWith(".csv") && name !== TRUTH).sort();
  for (const name of files) await importFile(ctx, agent, folder, name);
  while (await writeWords(ctx.db));
  while (await lookAlike(ctx));
  return scoreImports(ctx.db, MEMBER.id, REGISTER, join(folder, TRUTH));
}

/** A member with the register, and an agent who works it. */
async function settle(ctx: Context) {
  const shipped = await loadShipped();
  if (!shipped.ok) throw new Error(JSON.stringify(shipped.issues));
  const published = await publish(ctx.db, shipped.definitions);
  if (!published.ok) throw new Error(JSON.stringify(published.issues));
  await saveMember(ctx.db, MEMBER);
  await adopt(ctx.db, MEMBER.id, REGISTER);
  await ctx.catalogue.reload();
  const agent = { id: randomUUID(), member: MEMBER.id, email: "agent@essai.exemple", name: "Agent d’essai" };
  await insertAgent(ctx.db, { ...agent, roles: ["agent"], units: ["relais"], passwordHash: "none" });
  return agent;
}

/** Imports a file with what its columns are guessed to mean, and says what became of its lines. */
async function importFile(
  ctx: Context,
  agent: { readonly id: string; readonly name: string },
  folder: string,
  name: string,
): Promise<void> {
  const definition = ctx.catalogue.definition(MEMBER.id, REGISTER);
  if (!definition) throw new Error(`${REGISTER} is not offered`);
  const path = join(ctx.config.dataDir, randomUUID());
  await copyFile(join(folder, name), path);
  const received = await receiveImport(ctx, { member: MEMBER.id, definition, agent, path, name });
  if (!received.ok) throw new Error(`${name}: ${received.problem.detail}`);
  const which = { member: MEMBER.id, id: received.value };
  await beginPhase(ctx.db, which, "trial", ctx.clock());
  await drainImports(ctx);
  await beginPhase(ctx.db, which, "import", ctx.clock());
  await drainImports(ctx);
  const { outcomes = {} } = (await findImport(ctx.db, MEMBER.id, REGISTER, received.value))?.counts ?? {};
  console.log(
    `${name}: ${Object.entries(outcomes)
      .map(([outcome, count]) => `${count} ${outcome}`)
      .join(", ")}`,
  );
}

function said({ records, duplicates, merged, right, found, strangers }: ImportScore): string {
  console.log(`${records} records, ${duplicates} pairs of one person, ${merged} merged`);
  const [correct, share] = [percent(right, merged), percent(found, duplicates)];
  return `merged right ${correct}, duplicates found ${share}, homonyms merged ${strangers}`;
}

/** Never rounded up: 99.96 is no 100. */
const percent = (part: number, whole: number): string =>
  `${(Math.floor((whole === 0 ? 1 : part / whole) * 1_000) / 10).toFixed(1)} %`;

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("npm run --silent score:duplicates -- FOLDER");
  process.exitCode = 2;
} else console.log(await score(folder));
