/** A process that imports what waits, and says how far it is each TELL_EVERY milliseconds: see test/server/import/interrupted.test.ts. */
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { receiveImport } from "../../server/commands/receive-import.ts";
import { readConfig } from "../../server/config.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { createLog, type Installation, openInstallation } from "../../server/start.ts";
import { insertAgent } from "../../server/store/agents.ts";
import { beginPhase, listImports } from "../../server/store/imports.ts";
import { saveMember } from "../../server/store/members.ts";
import { importTurn } from "../../server/worker/run-import.ts";
import { commune } from "../helpers/members.ts";
import { offer } from "../helpers/offer.ts";
import { BEEKEEPERS } from "../server/import/import-town.ts";

const MEMBER = "vallee";
const { values } = parseArgs({ options: { send: { type: "string" } } });

/** A member that offers a register, with a file already tried: the trial is not what is measured. */
async function send({ ctx, database }: Installation, path: string): Promise<void> {
  await saveMember(database.owner, commune(MEMBER, "Vallée"));
  await ctx.catalogue.reload();
  await offer(ctx, BEEKEEPERS, [MEMBER]);
  const agent = await insertAgent(ctx.db, {
    ...{
      id: randomUUID(),
      name: "Reprise",
      email: "reprise@vallee.example",
      member: MEMBER,
      roles: ["agent"],
      units: [],
    },
    passwordHash: "",
  });
  const sent = await receiveImport(ctx, { member: MEMBER, definition: BEEKEEPERS, agent, path, name: "reprise.csv" });
  if (!sent.ok) throw new Error(sent.problem.detail);
  await withActor(
    ctx.db,
    { member: MEMBER },
    (tx) => tx`update file_import set phase = 'trial', state = 'done' where member_id = ${MEMBER}`,
  );
  await beginPhase(ctx.db, { member: MEMBER, id: sent.value }, "import", ctx.clock());
}

async function main(): Promise<void> {
  const config = readConfig({ ...process.env, GUICHET_WORKER: "off" });
  const installation = await openInstallation(config, createLog(config));
  const { ctx } = installation;
  if (values.send) await send(installation, values.send);
  let peak = 0;
  const begun = performance.now();
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 50);
  const tell = setInterval(
    async () => {
      const [found] = await listImports(ctx.db, MEMBER, BEEKEEPERS.id);
      if (found?.phase === "import") say(found.progress, found.total, false);
    },
    Number(process.env["TELL_EVERY"] ?? 1_000),
  );
  const say = (progress: number, total: number, done: boolean) =>
    process.stdout.write(
      `${JSON.stringify({ progress, total, seconds: Math.round((performance.now() - begun) / 100) / 10, peak: Math.round(peak / 1_000_000), done })}\n`,
    );
  while (await importTurn(ctx));
  clearInterval(watch);
  clearInterval(tell);
  const [found] = await listImports(ctx.db, MEMBER, BEEKEEPERS.id);
  say(found?.progress ?? 0, found?.total ?? 0, true);
  await installation.close();
}

await main();
