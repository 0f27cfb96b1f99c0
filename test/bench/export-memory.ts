import { parseArgs } from "node:util";
import { launchExport } from "../../server/commands/launch-export.ts";
import { readConfig } from "../../server/config.ts";
import type { Context } from "../../server/context.ts";
import { readAs, withActor } from "../../server/db/with-actor.ts";
import { FORMATS, type Format } from "../../server/export/export-file.ts";
import { createLog, type Installation, openInstallation } from "../../server/start.ts";
import { agentNow } from "../../server/store/work-turns.ts";
import { findWork } from "../../server/store/works.ts";
import { drainWorks } from "../../server/worker/works.ts";
import { findAgent } from "../helpers/api-client.ts";
import { createLiveBase, type LiveBase, readDemo, startLiveServer } from "../helpers/live-server.ts";
import { BIRTH } from "../helpers/samples.ts";

/**
 * How much memory the export of a long list takes, format by format: `npx tsx test/bench/export-memory.ts [--rows 100000]`.
 * Prints, for each, the rows, the size of the file, the seconds, and the resident memory of this process before and at
 * its peak, in megabytes.
 */
const MEMBER = "mulhouse";
const { rows = "100000" } = parseArgs({ options: { rows: { type: "string" } } }).values;

/** Copies of the demandes of the demo, as many as asked. */
async function fill({ database }: Installation, wanted: number): Promise<void> {
  await database.owner.begin(async (tx) => {
    await tx`select set_config('guichet.system', 'on', true)`;
    // A copy bears the words of its model: counting them a hundred thousand times is not what is measured.
    await tx`alter table entry disable trigger user`;
    await tx`
      with made as (
        insert into entry (member_id, id, reference, definition, version, kind, state, revision, answers, search, k1, k2, k3, k4,
          k5, k6, head, created_at, updated_at)
        select member_id, gen_random_uuid(), 'B' || n, definition, version, kind, state, revision, answers, search, k1, k2, k3,
          k4, k5, k6, head, created_at - n * interval '1 minute', updated_at
        from (select * from entry where member_id = ${MEMBER} and definition = ${BIRTH} limit 1) as e,
          generate_series(1, ${wanted}::int) as n
        returning member_id, id, definition, state, created_at, updated_at)
      insert into entry_state (member_id, entry_id, definition, state, created_at, updated_at) select * from made`;
    await tx`alter table entry enable trigger user`;
  });
  await database.owner`analyze entry, entry_state`;
}

const megabytes = (bytes: number): number => Math.round(bytes / 1_000_000);

async function measure(ctx: Context, agentId: string, format: Format) {
  const agent = await withActor(ctx.db, { member: MEMBER }, (tx) => agentNow(tx, MEMBER, agentId, ctx.clock()));
  if (!agent) throw new Error("no agent");
  const columns = [
    "_reference",
    "_etat",
    "_recue",
    "nom",
    "prenoms",
    "dateNaissance",
    "document",
    "adresse.voie",
    "adresse.commune",
  ];
  const params = { list: "etat=_toutes", format, columns, values: "labels" } as const;
  const launched = await launchExport(ctx, agent, BIRTH, params);
  if (!launched.ok) throw new Error(launched.problem.detail);
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  const watching = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const begun = performance.now();
  await drainWorks(ctx);
  clearInterval(watching);
  const work = await findWork(ctx.db, MEMBER, agent.id, launched.value);
  if (work?.kind !== "export" || work.state !== "done") throw new Error(`not exported: ${JSON.stringify(work)}`);
  return {
    format,
    rows: work.progress,
    file: `${megabytes(work.report.size ?? 0)} MB`,
    seconds: Math.round((performance.now() - begun) / 100) / 10,
    before: `${megabytes(before)} MB`,
    peak: `${megabytes(peak)} MB`,
  };
}

async function main(base: LiveBase): Promise<void> {
  await (await startLiveServer(base)).stop();
  const { email } = findAgent(await readDemo(base), MEMBER, "agent", "etat-civil");
  const config = readConfig({ ...base.environment, LOG_LEVEL: "error" });
  const installation = await openInstallation(config, createLog(config));
  try {
    const { ctx } = installation;
    await fill(installation, Number(rows));
    const [agent] = await readAs(
      ctx.db,
      { member: MEMBER },
      (tx) => tx<{ id: string }[]>`select id from agent where email = ${email}`,
    );
    const figures: object[] = [];
    for (const format of FORMATS) figures.push(await measure(ctx, agent?.id ?? "", format));
    console.table(figures);
  } finally {
    await installation.close();
  }
}

const base = await createLiveBase({ GUICHET_DEMO: "mulhouse" });
try {
  await main(base);
} finally {
  await base.remove();
}
