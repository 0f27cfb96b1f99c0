import { createInterface } from "node:readline";
import { createClient } from "../../server/db/client.ts";
import { startEmbedded } from "../../server/db/embedded.ts";
import { findSources, type ProgramSources } from "../../server/db/embedded-programs.ts";

/** A process that uses the embedded database of a folder: one JSON line once it has started, then one per order. */

interface Orders {
  readonly dataDir: string;
  readonly shared?: string;
  readonly sources?: ProgramSources;
}

const say = (answer: object) => process.stdout.write(`${JSON.stringify(answer)}\n`);

async function run(orders: Orders): Promise<void> {
  const lines: string[] = [];
  const keep = (sentence: string) => lines.push(sentence);
  const sources = orders.sources ?? (await findSources());
  const options = { sources, ...(orders.shared === undefined ? {} : { shared: orders.shared }) };
  const embedded = await startEmbedded(orders.dataDir, { info: keep, warn: keep }, options);
  const owner = createClient(embedded.owner, { max: 1, name: "test" });
  const [server] = await owner`
    select pg_backend_pid() as backend, current_setting('server_version') as version,
           current_setting('fsync') as fsync, current_setting('listen_addresses') as listen`;
  say({ started: true, lines, socketFolder: "host" in embedded.owner ? embedded.owner.host : null, ...server });
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === "stop") break;
    try {
      say({ rows: await owner.unsafe(line) });
    } catch (error) {
      say({ failed: String(error) });
    }
  }
  await owner.end();
  await embedded.stop();
  say({ stopped: true });
}

run(JSON.parse(process.argv[2] ?? "{}")).catch((error: unknown) => {
  process.stdout.write(`${JSON.stringify({ failed: String(error) })}\n`, () => process.exit(1));
});
