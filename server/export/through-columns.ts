import { type CompiledDefinition, countKey, type Field, isGroup, type Relation, valuesAt } from "../../engine/index.ts";
import { relationWords } from "../../renderer/strings-relations.ts";
import { type ExportColumn, said } from "./columns.ts";

/** What an export may follow from its entries: definitions their fields refer to, and what refers to them. */
export interface Around {
  /** By id. */
  readonly referable: ReadonlyMap<string, CompiledDefinition>;
  /** Those whose lists the exporter reads. */
  readonly relations: readonly Relation[];
}

/** Columns of what a reference names, and numbers of what refers to each entry; none of them unless asked for. */
export function throughColumns(
  { form }: CompiledDefinition,
  { referable, relations }: Around,
): readonly ExportColumn[] {
  const followed = form.order.flatMap((field) => {
    const target = field.ref === undefined ? undefined : referable.get(field.ref);
    return target && !field.internal ? fieldsOf(target.form.order, "").map((each) => through(field, each)) : [];
  });
  return [...followed, ...relations.map(counted)];
}

interface There {
  readonly key: string;
  readonly field: Field;
}

/** Fields of one value, those of groups included. What the other register keeps for its own work stays there. */
function fieldsOf(fields: readonly Field[], base: string): readonly There[] {
  return fields.flatMap((field): readonly There[] => {
    const key = `${base}${field.key}`;
    if (field.internal || field.hidden) return [];
    if (isGroup(field)) return fieldsOf(field.fields ?? [], `${key}.`);
    return ["repeat", "attachment", "attachments"].includes(field.widget) ? [] : [{ key, field }];
  });
}

const through = (reference: Field, { key, field }: There): ExportColumn => ({
  key: `${reference.key}.${key}`,
  title: field.title,
  group: reference.title,
  usual: false,
  read: ({ answers }, { labels, referred }) => {
    const [id] = valuesAt(answers, reference.key);
    const known = typeof id === "string" ? referred.get(id) : undefined;
    const [value] = known ? valuesAt(known, key) : [];
    return said(field, value, labels);
  },
});

const counted = (relation: Relation): ExportColumn => ({
  key: countKey(relation),
  title: relationWords.column(relation.title),
  group: null,
  usual: false,
  read: ({ id }, { related }) => related.get(relation.id)?.get(id) ?? 0,
});
