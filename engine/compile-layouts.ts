import { extendNames, type Names } from "./cel-names.ts";
import { checkedExpression } from "./compile-expression.ts";
import { fieldAt } from "./field-at.ts";
import type { Field } from "./form.ts";
import type { Layout, LayoutColumn } from "./layout.ts";
import type { DefinitionPart, LayoutColumnPart, LayoutPart } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

interface Reading {
  readonly fields: readonly Field[];
  readonly names: Names;
  readonly at: At;
  readonly report: Report;
}

/** Compiles the files that a definition may be written to or read from. */
export function compileLayouts({ layouts = {}, list }: DefinitionPart, reading: Reading): readonly Layout[] {
  return Object.entries(layouts).map(([id, part]) => {
    const here = { ...reading, at: under(reading.at, "layouts", id) };
    return {
      ...{ id, title: part.title, encoding: part.encoding ?? "utf-8" },
      ...(part.note !== undefined && { note: part.note }),
      separator: part.separator === "tab" ? "\t" : (part.separator ?? ";"),
      dates: part.dates ?? "JJ/MM/AAAA",
      ...{ yes: part.yes ?? "Oui", no: part.no ?? "Non" },
      each: eachOf(part, here),
      columns: columnsOf(part, here),
      key: keyOf(part, list, here),
    };
  });
}

function eachOf({ each, key }: LayoutPart, { fields, at, report }: Reading): string | null {
  if (each === undefined) return null;
  const field = fields.find((candidate) => candidate.key === each);
  if (field?.widget !== "repeat") {
    report.add("layout", under(at, "each"), `« ${each} » n'est pas une liste répétée.`);
  }
  if (key !== undefined) {
    report.add(
      "layout",
      under(at, "key"),
      "Un fichier d'une ligne par élément s'écrit et ne se lit pas : retirez « key ».",
    );
  }
  return each;
}

function columnsOf(part: LayoutPart, reading: Reading): readonly LayoutColumn[] {
  const titles = part.columns.map(({ title }) => title.trim().toLowerCase());
  return part.columns.map((column, index) => {
    const at = under(reading.at, "columns", index);
    if (titles.indexOf(column.title.trim().toLowerCase()) !== index) {
      reading.report.add("layout", under(at, "title"), `La colonne « ${column.title} » figure deux fois.`);
    }
    return columnOf(column, part.each, { ...reading, at });
  });
}

function columnOf(
  { title, field, value, codes }: LayoutColumnPart,
  each: string | undefined,
  reading: Reading,
): LayoutColumn {
  const { fields, names, at, report } = reading;
  if (field !== undefined && value !== undefined) {
    report.add("layout", at, "Une colonne tient une réponse (« field ») ou un calcul (« value »), pas les deux.");
  }
  const inside = fields.find((candidate) => candidate.key === each)?.fields;
  const found = field === undefined ? undefined : answerOf(field, inside, reading);
  const scope = inside ? extendNames(names, { item: inside }) : names;
  const checked = value === undefined ? undefined : checkedExpression(value, scope, "any", under(at, "value"), report);
  return {
    title,
    ...(found && { field: found }),
    ...(checked && { value: checked.expression }),
    ...(codes && { codes }),
  };
}

function answerOf(
  path: string,
  inside: readonly Field[] | undefined,
  { fields, at, report }: Reading,
): LayoutColumn["field"] {
  const item = path.startsWith("item.") && inside !== undefined;
  const own = item ? path.slice("item.".length) : path;
  const of = fieldAt(item ? inside : fields, own);
  const crosses = !item && own.includes(".") && fieldAt(fields, own.split(".")[0] ?? "")?.type === "array";
  if (!of || crosses) {
    const known = (item ? inside : fields).map(({ key }) => key);
    report.add("layout", under(at, "field"), `« ${path} » n'est pas un champ${didYouMean(path, known)}`);
    return undefined;
  }
  if (of.fields && of.widget !== "slot") {
    report.add("layout", under(at, "field"), `« ${path} » est un groupe : nommez un de ses champs, « ${path}.… ».`);
  }
  return { path: own, of, item };
}

/** Entries are looked for by the index of a listed column. */
function keyOf({ key, columns }: LayoutPart, list: readonly string[], { at, report }: Reading): Layout["key"] {
  for (const [index, name] of (key ?? []).entries()) {
    if (!columns.some(({ field }) => field === name)) {
      report.add("layout", under(at, "key", index), `« ${name} » n'est tenu par aucune colonne de ce fichier.`);
    } else if (!list.includes(name)) {
      report.add(
        "layout",
        under(at, "key", index),
        `« ${name} » doit être une colonne de la liste (« list ») pour être retrouvé.`,
      );
    }
  }
  return key ?? null;
}
