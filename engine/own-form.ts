import { compileForm } from "./compile-form.ts";
import type { Form } from "./form.ts";
import type { FieldSchema } from "./meta.generated.ts";
import { checkShape } from "./meta.ts";
import { newReport } from "./report.ts";

/**
 * A form of the platform's own pages, written like that of a definition: same fields, same checks, same messages. Throws
 * when it would be refused in a definition.
 */
export function ownForm(id: string, schema: Pick<FieldSchema, "properties" | "required">): Form {
  const report = newReport();
  const at = { file: id, pointer: "" };
  const source: unknown = { type: "object", ...schema };
  if (checkShape("form", source, at, report)) {
    const { form } = compileForm({ id, title: id, schema: source, at }, { shared: new Map(), report });
    if (report.issues().length === 0) return form;
  }
  throw new Error(`The form ${id} is not one: ${JSON.stringify(report.issues())}`);
}
