/** Reads 45 MB of rows from the base at the address given, 22 kB at a time, and prints how many MB of them were among old objects at most. */
import { getHeapSpaceStatistics } from "node:v8";
import { openDatabase } from "../../server/db/connect.ts";
import { readTogether } from "../../server/db/with-actor.ts";

const [url = ""] = process.argv.slice(2);
const quiet = { info: () => undefined, warn: () => undefined };
const { app, stop } = await openDatabase({ databaseUrl: url, dataDir: "/nowhere", poolSize: 1 }, quiet);

// A heap like a server's: in a small one full collections come often, and hide what small ones leave.
const ballast = Array.from({ length: 400_000 }, (_, index) => ({ index, text: `x${index}` }));
const read = () =>
  readTogether(app, { system: true }, (tx) => [
    tx`select n, repeat('x', 900) as a from generate_series(1, 25) as n`,
    tx`select 1`,
    tx`select 2`,
  ]);
const oldBytes = () =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === "old_space")?.space_used_size ?? Number.NaN;

for (let turn = 0; turn < 200; turn += 1) await read();
globalThis.gc?.();
const before = oldBytes();
let most = 0;
for (let turn = 0; turn < 2_000; turn += 1) {
  await read();
  most = Math.max(most, oldBytes() - before);
}
console.log(ballast.length > 0 ? (most / 1e6).toFixed(1) : "");
await stop();
