/**
 * npm run bench: three servers in turn on a private PostgreSQL 15, the same payload, the same operations.
 *   --quick         10,000 entries only, one short round
 *   --rounds N      rounds of each server (3)
 *   --seconds S     seconds measured for each figure (4)
 *   --only NAME     one of the three servers: limit, hand-written, Guichet
 *   --figures       the lists of agents and the statistics alone, on the largest base
 *   --import        the import of a file alone, killed half-way and gone on with; --rows N of them (500,000)
 *   --relays        the yearly report and the lists of relays alone, over as many participations as the largest size
 *   --write         also writes docs/bench.md
 */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startPrivatePostgres } from "../helpers/private-postgres.ts";
import { Bases } from "./bases.ts";
import { figuresBench } from "./figures.ts";
import { prepareGuichet } from "./guichet.ts";
import { importBench } from "./imports.ts";
import type { Operation } from "./load.ts";
import { Meter, type Sample } from "./measure.ts";
import { otherFigures } from "./other-figures.ts";
import { queueFigures } from "./queues.ts";
import { relayFigures } from "./relays.ts";
import { type Cell, type Result, report } from "./report.ts";
import { NO_TOKENS, ROOT, type Subject, startSubject } from "./subject.ts";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    rounds: { type: "string" },
    seconds: { type: "string" },
    sizes: { type: "string" },
    only: { type: "string" },
    figures: { type: "boolean", default: false },
    relays: { type: "boolean", default: false },
    import: { type: "boolean", default: false },
    rows: { type: "string", default: "500000" },
  },
});
const rounds = Number(options.rounds ?? (options.quick ? 1 : 3));
const seconds = Number(options.seconds ?? (options.quick ? 2 : 4));
const sizes = (options.sizes ?? (options.quick ? "10000" : "10000,1000000")).split(",").map(Number);
const CONNECTIONS = [16, 64];
/** Reads first, so that they find the base as it was loaded. */
const OPERATIONS: readonly Operation[] = ["page", "event", "submit"];
const POOL = "16";
/** Above this, a copy of the base for each turn costs more than the few rows a turn adds. */
const COPIED_UNDER = 100_000;

const say = (text: string) => process.stderr.write(`${text}\n`);

async function main(): Promise<void> {
  const cluster = await startPrivatePostgres({
    settings: { shared_buffers: "1GB", max_wal_size: "8GB", max_connections: "200", wal_compression: "lz4" },
  });
  const meter = new Meter();
  try {
    const bases = new Bases(cluster.url);
    if (options.import) {
      console.log(await importBench(cluster, bases, Number(options.rows), say));
      return;
    }
    if (options.relays) {
      console.log(await relayFigures(bases, Math.max(...sizes), say));
      return;
    }
    if (options.figures) {
      const size = Math.max(...sizes);
      const alone = await prepareGuichet(bases, [size], {}, say);
      console.log(await queueFigures(bases, alone, size));
      console.log(await figuresBench(bases, alone.base(size)));
      return;
    }
    const subjects = await prepareSubjects(bases);
    const samples = new Map<string, Sample[]>();
    for (const size of sizes) {
      for (let round = 0; round < rounds; round += 1) {
        for (const subject of rotated(subjects, round)) await takeTurn({ bases, meter, subject, size, round, samples });
      }
    }
    const guichet = subjects.find(({ name }) => name === "Guichet");
    const others = guichet
      ? [
          await otherFigures(bases, guichet, Math.min(...sizes)),
          await queueFigures(bases, guichet, Math.max(...sizes)),
          await figuresBench(bases, guichet.base(Math.max(...sizes))),
          await relayFigures(bases, Math.max(...sizes), say),
        ]
      : [];
    const text = [preamble(), report(resultsOf(samples, subjects)), ...others].join("\n\n");
    console.log(text);
    if (options.write) writeFileSync(join(ROOT, "docs/bench.md"), `# Bench\n\n${text}\n`);
  } finally {
    meter.stop();
    await cluster.stop();
  }

  async function takeTurn(turn: Turn): Promise<void> {
    const { subject, size } = turn;
    const template = subject.base(size);
    const base = size < COPIED_UNDER ? `${template}_turn` : template;
    if (base !== template) await turn.bases.create(base, template);
    const server = await startSubject(subject, turn.bases.url(base));
    for (const operation of OPERATIONS) {
      for (const connections of CONNECTIONS) {
        await turn.bases.checkpoint();
        const targets = operation === "event" ? await turn.bases.targets(base, 3200) : [];
        const from = turn.round * 10_000_000 + connections * 100_000 + 2_000_000;
        const job = { port: server.port, operation, connections, seconds, from, tokens: subject.tokens, targets };
        const sample = await meter.run(job, server.pid, cluster.pid);
        record(turn, { operation, size, connections }, sample);
      }
    }
    await server.stop();
    if (base !== template) await turn.bases.drop(base);
  }
}

interface Turn {
  readonly bases: Bases;
  readonly meter: Meter;
  readonly subject: Subject;
  readonly size: number;
  readonly round: number;
  readonly samples: Map<string, Sample[]>;
}

function record(turn: Turn, cell: Cell, sample: Sample): void {
  const key = keyOf(cell, turn.subject.name);
  turn.samples.set(key, [...(turn.samples.get(key) ?? []), sample]);
  const rate = (sample.requests / sample.seconds).toFixed(0);
  say(`${key} round ${turn.round + 1}: ${rate}/s, p50 ${sample.p50.toFixed(1)}, p99 ${sample.p99.toFixed(1)}`);
  if (Object.keys(sample.errors).length > 0) throw new Error(`${key}: ${JSON.stringify(sample.errors, null, 2)}`);
}

const keyOf = (cell: Cell, subject: string) => `${cell.operation} ${cell.size} × ${cell.connections} ${subject}`;

/** Every cell in reading order, each with its three servers. */
function resultsOf(samples: ReadonlyMap<string, readonly Sample[]>, subjects: readonly Subject[]): readonly Result[] {
  const order: readonly Operation[] = ["submit", "event", "page"];
  return order.flatMap((operation) =>
    sizes.flatMap((size) =>
      CONNECTIONS.flatMap((connections) =>
        subjects.map(({ name }) => {
          const cell = { operation, size, connections };
          return { ...cell, subject: name, samples: samples.get(keyOf(cell, name)) ?? [] };
        }),
      ),
    ),
  );
}

/** Makes and fills every base, and the three servers to run on them. */
async function prepareSubjects(bases: Bases): Promise<readonly Subject[]> {
  const reference = (size: number) => `reference_${size}`;
  for (const size of sizes) {
    say(`loading ${size} entries for limit and hand-written`);
    await bases.create(reference(size));
    await bases.run(reference(size), ["reference-schema.sql", "answers.sql", "populate-reference.sql"], size);
    await bases.settle(reference(size));
  }
  const environment = { POOL_SIZE: POOL };
  const subjects: readonly Subject[] = [
    { name: "limit", module: "test/bench/limit-server.ts", environment, base: reference, tokens: NO_TOKENS },
    {
      name: "hand-written",
      module: "test/bench/hand-written-server.ts",
      environment,
      base: reference,
      tokens: NO_TOKENS,
    },
    await prepareGuichet(bases, sizes, environment, say),
  ];
  return subjects.filter(({ name }) => options.only === undefined || options.only === name);
}

const rotated = <T>(list: readonly T[], by: number): readonly T[] => [
  ...list.slice(by % list.length),
  ...list.slice(0, by % list.length),
];

function preamble(): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "processor"}, Node ${process.version}, PostgreSQL 15 on the same machine`;
  return `${machine}; the load generator shares its processors. Forty members, payload of fifteen fields, ${rounds} round(s) of
${seconds} s for each figure, interleaved; the middle round is shown. Pool of ${POOL} connections for each server, fsync on, wal_compression lz4.
Guichet runs with its worker off (GUICHET_WORKER=off): effects are written, not run.`;
}

await main();
