/**
 * npm test: every test on the embedded base, those that use a base again on the machine's PostgreSQL, then the stories
 * in Chromium. What the machine lacks is left out and said; with CI=true it is a failure. The last line counts.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium } from "./helpers/chromium.ts";
import { findPostgres, startPrivatePostgres } from "./helpers/private-postgres.ts";

interface Part {
  readonly title: string;
  readonly projects: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What vitest's JSON reporter writes, as far as it is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

const strict = process.env["CI"] === "true";
const summary: string[] = [];
let total: Counts = { passed: 0, failed: 0, skipped: 0 };

await runPart({
  title: "embedded base",
  projects: ["architecture", "pure", "embedded", "base", "live"],
  environment: { TEST_DATABASE_URL: "" },
});
if (await findPostgres()) {
  const server = await startPrivatePostgres({ settings: { max_connections: "300", fsync: "off" } });
  try {
    const environment = { TEST_DATABASE_URL: server.url };
    await runPart({ title: `PostgreSQL ${server.version}`, projects: ["base", "live"], environment });
  } finally {
    await server.stop();
  }
} else leaveOut("PostgreSQL", "no programs of PostgreSQL 15 or later on this machine");
if (findChromium() !== null) {
  await runPart({ title: "stories in Chromium", projects: ["stories"], environment: { TEST_DATABASE_URL: "" } });
} else leaveOut("stories in Chromium", "no Chromium on this machine; set CHROMIUM_PATH");

console.log(`\n${summary.join("\n")}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 || (strict && total.skipped > 0) ? 1 : 0;

async function runPart(part: Part): Promise<void> {
  console.log(`\n── ${part.title}`);
  const started = performance.now();
  const folder = await mkdtemp(join(tmpdir(), "guichet-run-"));
  const file = join(folder, "report.json");
  const projects = part.projects.flatMap((name) => ["--project", name]);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const child = spawn(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...projects, ...reporters], {
    env: { ...process.env, ...part.environment },
    stdio: "inherit",
  });
  const [code] = (await once(child, "exit")) as [number | null];
  const counts = await readCounts(file, code === 0);
  await rm(folder, { recursive: true, force: true });
  add(counts);
  const seconds = Math.round((performance.now() - started) / 1000);
  summary.push(
    `${part.title}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped, ${seconds} s`,
  );
}

/** A run that ends badly counts at least one failure: a file that does not load, or no report at all. */
async function readCounts(file: string, succeeded: boolean): Promise<Counts> {
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return { passed: 0, failed: 1, skipped: 0 };
  const report: Report = JSON.parse(text);
  const broken = report.testResults.filter((one) => one.status === "failed" && one.assertionResults.length === 0);
  const failed = report.numFailedTests + broken.length;
  return {
    passed: report.numPassedTests,
    failed: succeeded ? failed : Math.max(1, failed),
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function leaveOut(title: string, reason: string): void {
  add(strict ? { passed: 0, failed: 1, skipped: 0 } : { passed: 0, failed: 0, skipped: 1 });
  summary.push(`${title}: not run, ${reason}`);
}

function add(counts: Counts): void {
  total = {
    passed: total.passed + counts.passed,
    failed: total.failed + counts.failed,
    skipped: total.skipped + counts.skipped,
  };
}
