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
import type { RunReport } from "./helpers/run-report.ts";

interface Part {
  readonly title: string;
  readonly projects: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const strict = process.env["CI"] === "true";
const summary: string[] = [];
const total = { passed: 0, failed: 0, skipped: 0 };

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
  const child = spawn(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...projects], {
    env: { ...process.env, ...part.environment, RUN_REPORT: file },
    stdio: "inherit",
  });
  const [code] = (await once(child, "exit")) as [number | null];
  const report = await readReport(file, code === 0);
  await rm(folder, { recursive: true, force: true });
  const seconds = Math.round((performance.now() - started) / 1000);
  const { passed, failed, skipped, failures, retried } = report;
  count(passed, failed, skipped);
  summary.push(
    `${part.title}: ${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds} s`,
    ...failures.map((failure) => `  failed: ${failure}`),
    ...retried.map((name) => `  passed on the second try only: ${name}`),
  );
}

/** A run that ends badly counts at least one failure, with or without its report. */
async function readReport(file: string, succeeded: boolean): Promise<RunReport> {
  const text = await readFile(file, "utf8").catch(() => null);
  const nothing = { passed: 0, failed: 0, skipped: 0, failures: [], retried: [] };
  const report: RunReport = text === null ? nothing : JSON.parse(text);
  if (report.failed > 0 || (succeeded && text !== null)) return report;
  return { ...report, failed: 1, failures: ["the run ended badly: see above"] };
}

function leaveOut(title: string, reason: string): void {
  if (strict) count(0, 1, 0);
  else count(0, 0, 1);
  summary.push(`${title}: not run, ${reason}`);
}

function count(passed: number, failed: number, skipped: number): void {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}
