import type { Aside, Entry, EntryEvent } from "./entry.ts";
import type { Form } from "./form.ts";
import { segmentsOf } from "./json.ts";
import { requiredIssues } from "./required.ts";
import { type Context, resolve } from "./resolve.ts";

/** Where an answer comes from when a file gave it and nobody changed it since. */
export interface FromFile {
  /** Dotted path. */
  readonly path: string;
  readonly file: string;
  readonly line: number;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** What a file said of an entry that is in none of its answers. */
export interface SaidAside extends Aside {
  readonly file: string;
  readonly line: number;
}

/** What an entry has from files, by its history, oldest first. */
export function importedFields(history: readonly EntryEvent[]): {
  readonly fields: readonly FromFile[];
  readonly aside: readonly SaidAside[];
} {
  const fields = new Map<string, FromFile>();
  const aside: SaidAside[] = [];
  for (const { data, at } of history) {
    const { imported, changes = [] } = data;
    const changed = new Set(changes.map(({ field }) => field));
    for (const path of fields.keys()) if (changed.has(path.split(".")[0] ?? "")) fields.delete(path);
    if (!imported) continue;
    const { file, line } = imported;
    for (const path of imported.fields) fields.set(path, { path, file, line, at });
    aside.push(...imported.aside.map((said) => ({ ...said, file, line })));
  }
  return { fields: [...fields.values()], aside };
}

/** Dotted paths of what an entry that may be kept incomplete still lacks. */
export function lackingOf(
  form: Form,
  { answers }: Pick<Entry, "answers">,
  context: Omit<Context, "stored">,
): readonly string[] {
  if (form.incomplete === undefined) return [];
  const resolved = resolve(form, answers, context);
  return requiredIssues(form, resolved, context).map(({ pointer }) =>
    segmentsOf(pointer)
      .filter((segment) => !/^\d+$/.test(segment))
      .join("."),
  );
}
