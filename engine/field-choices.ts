import type { Locate } from "./field-keywords.ts";
import type { Choice } from "./form.ts";
import type { FieldSchema } from "./meta.generated.ts";
import type { Report } from "./report.ts";
import { under } from "./report.ts";

/** The choices a schema offers, checked: unique, titled, said in one way only. */
export function choicesOf(schema: FieldSchema, locate: Locate, report: Report): readonly Choice[] | undefined {
  if (schema.enum && schema.oneOf) {
    report.add(
      "choice-both",
      locate("enum"),
      "Les choix sont donnés deux fois, par « enum » et par « oneOf » : gardez « oneOf ».",
    );
  }
  if (schema.oneOf) return titledChoices(schema.oneOf, locate, report);
  if (!schema.enum) return undefined;
  reportDuplicates(schema.enum, "enum", locate, report);
  return schema.enum.map((value) => ({ value, label: value }));
}

function titledChoices(choices: NonNullable<FieldSchema["oneOf"]>, locate: Locate, report: Report): readonly Choice[] {
  const values = choices.map((choice) => choice.const);
  reportDuplicates(values, "oneOf", locate, report);
  return choices.map(({ const: value, title = "", description }, index) => {
    if (title.trim() === "")
      report.add(
        "choice-title",
        under(locate("oneOf"), index),
        `Le choix « ${value} » n'a pas de « title » : que lira l'usager ?`,
      );
    return { value, label: title, ...(description === undefined ? {} : { hint: description }) };
  });
}

function reportDuplicates(values: readonly string[], keyword: string, locate: Locate, report: Report): void {
  for (const [index, value] of values.entries()) {
    if (values.indexOf(value) === index) continue;
    report.add("choice-duplicate", under(locate(keyword), index), `Le choix « ${value} » figure deux fois.`);
  }
}
