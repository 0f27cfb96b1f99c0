import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take a minute or more, the longest first: begun last, they would be waited for alone. */
const SLOWEST = [
  "test/crash/smtp.test.ts",
  "test/crash/outbox.test.ts",
  "test/crash/bulk.test.ts",
  "test/conformance/contract-running.test.ts",
  "test/conformance/contract-hostile.test.ts",
  "test/stories/morning.test.ts",
  "test/stories/joining.test.ts",
];

const rank = ({ moduleId }: TestSpecification): number => {
  const at = SLOWEST.findIndex((name) => moduleId.endsWith(name));
  return at === -1 ? SLOWEST.length : at;
};

/** The usual order, but for the slowest files, which are the first of their project. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    const projects = [...new Set(usual.map(({ project }) => project.name))];
    return projects.flatMap((name) =>
      usual.filter(({ project }) => project.name === name).sort((a, b) => rank(a) - rank(b)),
    );
  }
}
