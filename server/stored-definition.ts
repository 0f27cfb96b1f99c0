import { type CompiledDefinition, compile, type Issue } from "../engine/index.ts";
import type { StoredVersion } from "./store/definitions.ts";

/** A published definition that no longer compiles: the base was altered, or the engine lost a rule it needs. */
export class BrokenDefinition extends Error {
  readonly issues: readonly Issue[];
  constructor(id: string, version: number, issues: readonly Issue[]) {
    super(
      `La définition ${id} version ${version} ne compile pas : ${issues.map((issue) => issue.message).join(" ; ")}`,
    );
    this.issues = issues;
  }
}

/** Compiles a version as the base keeps it, its shared pieces in place. Throws `BrokenDefinition`. */
export function compileStored({ id, version, schema, workflow }: StoredVersion): CompiledDefinition {
  const source = { file: `${id}.json`, schema, workflowFile: `${id}.workflow.json`, workflow };
  const result = compile(source, new Map(), { published: true });
  if (!result.ok) throw new BrokenDefinition(id, version, result.issues);
  return result.value;
}
