import { compileForm } from "../../engine/compile-form.ts";
import type { Form } from "../../engine/index.ts";
import { checkShape } from "../../engine/meta.ts";
import { newReport } from "../../engine/report.ts";

/** Compiles the schema of a form; a mistake in it fails the test at once. */
export function formOf(properties: object, shared: ReadonlyMap<string, unknown> = new Map()): Form {
  const report = newReport();
  const at = { file: "form.json", pointer: "" };
  const schema: unknown = { type: "object", properties };
  if (!checkShape("form", schema, at, report)) throw new Error(JSON.stringify(report.issues()));
  const { form } = compileForm({ id: "essai", title: "Essai", schema, at }, { shared, report });
  if (report.issues().length > 0) throw new Error(JSON.stringify(report.issues()));
  return form;
}
