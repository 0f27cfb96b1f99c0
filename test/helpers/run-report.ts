import { writeFile } from "node:fs/promises";
import { relative } from "node:path";
import type { Reporter, SerializedError, TestCase, TestModule } from "vitest/node";

/** What became of the tests of one run. */
export interface RunReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** One text per failure: the test, then the first line of why. */
  readonly failures: readonly string[];
  /** Names of the tests that passed on a second try only. */
  readonly retried: readonly string[];
}

/** Writes the report of a run into a file. */
export const reportsTo = (file: string): Reporter => ({
  onTestRunEnd: (modules, unhandled) => writeFile(file, JSON.stringify(reportOf(modules, unhandled))),
});

function reportOf(modules: readonly TestModule[], unhandled: readonly SerializedError[]): RunReport {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const inState = (state: string) => tests.filter((test) => test.result().state === state);
  const failures = [
    ...inState("failed").map((test) => line(nameOf(test), test.result().errors)),
    ...modules.flatMap((module) =>
      [module, ...module.children.allSuites()].flatMap((each) =>
        each.errors().map((error) => line(module.relativeModuleId, [error])),
      ),
    ),
    ...unhandled.map((error) => line(`outside any test, in ${placeOf(error)}`, [error])),
  ];
  const failed = failures.length;
  const passed = inState("passed").length;
  const retried = inState("passed").filter((test) => test.diagnostic()?.flaky === true);
  return {
    passed,
    failed,
    skipped: tests.length - passed - inState("failed").length,
    failures,
    retried: retried.map(nameOf),
  };
}

const nameOf = (test: TestCase): string => `${test.module.relativeModuleId} > ${test.fullName}`;

/** The file that ran, and its last test before an error that no test awaited. */
function placeOf({ VITEST_TEST_PATH: file, VITEST_TEST_NAME: test }: SerializedError): string {
  const path = typeof file === "string" ? relative(process.cwd(), file) : "an unknown file";
  return typeof test === "string" ? `${path} > ${test}` : path;
}

const line = (name: string, errors: readonly { readonly message: string }[] | undefined): string =>
  `${name}: ${errors?.[0]?.message.split("\n", 1)[0] ?? "no reason given"}`;
