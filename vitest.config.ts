import { defineConfig } from "vitest/config";
import { reportsTo } from "./test/helpers/run-report.ts";
import { SlowestFirst } from "./test/helpers/slowest-first.ts";

/** File where `npm test` reads what became of each part. */
const report = process.env["RUN_REPORT"];

const architecture = ["test/architecture.test.ts"];
/** Uses no database of the run: once is enough. */
const pure = [
  "test/{engine,renderer,definitions}/**/*.test.{ts,tsx}",
  "test/server/{assets,config,definition-files,json-text,overlay-parts,problem,svg}.test.ts",
  "test/server/db/instant.test.ts",
  "test/server/figures/turns.test.ts",
  "test/server/files/{picture,s3-place,sealed}.test.ts",
  "test/server/identity/{actor-for,passwords}.test.ts",
  "test/server/routes/back-posted-answers.test.ts",
];
/** Starts embedded servers of its own. */
const embedded = ["test/server/db/embedded.test.ts"];
/** Break our own answers one rule at a time, before a town of the run. */
const exposed = ["test/conformance/ants/exposed.test.ts"];
/** Start whole servers and processes of their own. */
const live = ["test/conformance/**/*.test.ts", "test/crash/**/*.test.ts"];
const stories = ["test/stories/**/*.test.ts"];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for takes its time on a busy machine.
    expect: { poll: { timeout: 10_000 } },
    // One more than the processors of the smallest machine: tests wait for a base, a store, a clock.
    maxWorkers: 3,
    sequence: { sequencer: SlowestFirst },
    reporters: ["default", ...(report === undefined ? [] : [reportsTo(report)])],
    projects: [
      { extends: true, test: { name: "architecture", include: architecture } },
      // Modules are loaded once for all the files of a worker: nothing may keep a state beyond its file.
      { extends: true, test: { name: "pure", include: pure, isolate: false } },
      { extends: true, test: { name: "embedded", include: embedded } },
      {
        extends: true,
        test: {
          name: "base",
          include: ["test/server/**/*.test.{ts,tsx}", ...exposed],
          exclude: [...pure, ...embedded],
          isolate: false,
          setupFiles: ["test/helpers/quick-passwords.ts"],
          // One PostgreSQL for the whole run; each test file clones its database from a template.
          globalSetup: ["test/helpers/global-setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "live",
          include: live,
          exclude: exposed,
          globalSetup: ["test/helpers/live-setup.ts"],
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: "stories",
          include: stories,
          // Browsers would starve each other.
          maxWorkers: 2,
          // What has been examined is remembered from one file to the next.
          isolate: false,
          // One story moves the clock of a server in its own process, on a base of the run.
          globalSetup: ["test/helpers/live-setup.ts", "test/helpers/global-setup.ts"],
          sequence: { groupOrder: 2 },
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // A browser may fail for a reason of its own: tried once more, and named at the end of the run.
          retry: 1,
        },
      },
    ],
  },
});
