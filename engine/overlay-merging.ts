import type { DefinitionFile, FieldSchema, WorkflowFile } from "./meta.generated.ts";
import type { OverlayFile } from "./overlay-file.generated.ts";
import { type At, type Report, under } from "./report.ts";

/** A base being personalised: copies to change, and where each change was written. */
export interface Merging {
  readonly overlay: OverlayFile;
  /** Root of the overlay's file. */
  readonly at: At;
  readonly definition: DefinitionFile;
  readonly definitionAt: At;
  readonly workflow: WorkflowFile;
  readonly workflowAt: At;
  readonly report: Report;
  /** The place in the overlay that a place of the merged files comes from. */
  readonly origins: Map<string, At>;
}

const keyOf = ({ file, pointer }: At): string => `${file}\n${pointer}`;

/** Remembers that what stands at `place` was written at `from`. */
export function comesFrom(merging: Merging, place: At, from: At): void {
  merging.origins.set(keyOf(place), from);
}

/** The place in the overlay of a place of the merged files; undefined for what is the base's. */
export function originOf(origins: Merging["origins"], place: At): At | undefined {
  for (let pointer = place.pointer; ; pointer = pointer.slice(0, pointer.lastIndexOf("/"))) {
    const from = origins.get(keyOf({ file: place.file, pointer }));
    if (from) return { file: from.file, pointer: `${from.pointer}${place.pointer.slice(pointer.length)}` };
    if (pointer === "") return undefined;
  }
}

/** The fields a schema holds: a form's, a group's, or those of an item. */
export interface FieldsHolder {
  properties?: { [key: string]: FieldSchema };
  required?: string[];
}

/** A field found by its dotted key ("adresse.voie"), with what holds it and its place. */
export interface FoundField {
  readonly key: string;
  readonly schema: FieldSchema;
  readonly holder: FieldsHolder;
  readonly at: At;
}

/** The field of a dotted key, through groups and repeats. */
export function findField(path: string, root: FieldsHolder, at: At): FoundField | undefined {
  const [key = "", ...rest] = path.split(".");
  const { properties } = root;
  const schema = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
  if (!schema) return undefined;
  const here = under(at, "properties", key);
  if (rest.length === 0) return { key, schema, holder: root, at: here };
  const inner = rest.join(".");
  return schema.items ? findField(inner, schema.items, under(here, "items")) : findField(inner, schema, here);
}

/** Dotted keys of every field. */
export const fieldPaths = ({ properties = {} }: FieldsHolder, prefix = ""): readonly string[] =>
  Object.entries(properties).flatMap(([key, schema]) => {
    const path = `${prefix}${key}`;
    return [path, ...fieldPaths(schema.items ?? schema, `${path}.`)];
  });

/** The own property of a record written by an admin: a key may be "constructor". */
export const entryOf = <T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  record && Object.hasOwn(record, key) ? record[key] : undefined;
