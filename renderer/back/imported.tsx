import { type CompiledDefinition, type FromFile, fieldAt, type SaidAside } from "../../engine/index.ts";
import { french } from "../french.ts";
import { LineTable } from "../imports/line-table.tsx";
import { importWords as words } from "../strings-imports.ts";
import { shortInstant } from "./when.ts";

/** What an entry has from files, and what it lacks. */
export interface ImportedView {
  readonly fields: readonly FromFile[];
  readonly aside: readonly SaidAside[];
  /** Dotted paths. */
  readonly lacking: readonly string[];
}

/** What an entry kept incomplete still lacks, where whoever opens it sees it first. */
export function Lacking({
  definition,
  lacking,
}: { readonly definition: CompiledDefinition } & Pick<ImportedView, "lacking">) {
  if (lacking.length === 0) return null;
  const titles = [...new Set(lacking.map((path) => titleOf(definition, path)))];
  return (
    <section class="notice notice-warning" aria-labelledby="a-completer">
      <h2 id="a-completer">{words.entry.lacking}</h2>
      <p>
        {words.entry.lackingHint} {french(titles.join(" ; "))}.
      </p>
    </section>
  );
}

/** Which answers come from which line of which file, and what those lines said besides. */
export function ImportedSection({
  definition,
  view: { fields, aside },
}: {
  readonly definition: CompiledDefinition;
  readonly view: ImportedView;
}) {
  if (fields.length + aside.length === 0) return null;
  const { columns } = words.entry;
  return (
    <section aria-labelledby="provenance">
      <h2 id="provenance">{words.entry.title}</h2>
      {fields.length > 0 && (
        <LineTable
          title={words.entry.title}
          columns={[columns.from, columns.on, columns.field]}
          rows={byLine(fields).map(({ file, line, at, paths }) => ({
            key: `${file} ${line} ${at}`,
            head: words.entry.line(file, line),
            cells: [shortInstant(at), french(paths.map((path) => titleOf(definition, path)).join(" ; "))],
          }))}
        />
      )}
      <Said aside={aside} />
    </section>
  );
}

function Said({ aside }: Pick<ImportedView, "aside">) {
  if (aside.length === 0) return null;
  return (
    <>
      <h3>{words.entry.aside}</h3>
      <ul>
        {aside.map(({ title, text, reason, file, line }) => (
          <li key={`${file} ${line} ${title} ${text}`}>
            {french(words.detail.aside(title, text, reason))}{" "}
            <span class="quiet">({words.entry.line(file, line)})</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Answers by the line that gave them. */
function byLine(fields: readonly FromFile[]) {
  const lines = new Map<string, Omit<FromFile, "path"> & { readonly paths: string[] }>();
  for (const { path, ...from } of fields) {
    const key = JSON.stringify([from.file, from.line, from.at]);
    const known = lines.get(key) ?? { ...from, paths: [] };
    known.paths.push(path);
    lines.set(key, known);
  }
  return [...lines.values()];
}

function titleOf({ form }: CompiledDefinition, path: string): string {
  const keys = path.split(".");
  return keys
    .map((_, index) => fieldAt(form.order, keys.slice(0, index + 1).join("."))?.title ?? "")
    .filter((title) => title !== "")
    .join(", ");
}
