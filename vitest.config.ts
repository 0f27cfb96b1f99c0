import { defineConfig } from "vitest/config";

/** Tests that start whole servers and processes of their own; more than two at once would starve each other. */
const live = ["test/conformance/**/*.test.ts", "test/crash/**/*.test.ts"];
const stories = ["test/stories/**/*.test.ts"];
const pure = ["test/engine/**/*.test.ts", "test/renderer/**/*.test.{ts,tsx}"];
const architecture = ["test/architecture.test.ts"];
const every = "test/**/*.test.{ts,tsx}";

export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: "architecture", include: architecture } },
      { extends: true, test: { name: "pure", include: pure } },
      {
        extends: true,
        test: {
          name: "base",
          include: [every],
          exclude: [...architecture, ...pure, ...live, ...stories],
          // One PostgreSQL for the whole run; each test file clones its database from a template.
          globalSetup: ["test/helpers/global-setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "live",
          include: live,
          maxWorkers: 2,
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
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // A browser on a busy machine takes its time.
          expect: { poll: { timeout: 10_000 } },
        },
      },
    ],
  },
});
