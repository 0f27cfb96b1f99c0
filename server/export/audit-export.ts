import { audit, auditWritten } from "../audit.ts";
import type { Context } from "../context.ts";
import type { Format } from "./export-file.ts";
import type { ExportedList } from "./exported-by.ts";

/**
 * Keeps that a list was exported, in the log of each member it covers: who, what, in which format, how many rows, which
 * columns, narrowed by what; never a value. Resolves once it is written.
 */
export async function auditExport(
  ctx: Context,
  exported: ExportedList & { readonly format: Format; readonly rows: number; readonly list: string },
): Promise<void> {
  const {
    places,
    agent: { id, name },
    definition,
    columns,
    format,
    rows,
    list,
  } = exported;
  const filters = [...new Set(new URLSearchParams(list).keys())].filter((name) => name !== "apres");
  const detail = { format, rows, columns: columns.map(({ key }) => key), filters };
  for (const { member } of places) {
    audit(ctx, {
      ...{ member: member.id, action: "export", definition: definition.id, detail },
      actor: { kind: "agent", id, name },
    });
  }
  await auditWritten(ctx);
}
