import type { Form } from "./form.ts";
import type { DefinitionPart } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

/** The form of a register whose entries may be kept before all of it is known, with what they have at least. */
export function withIncomplete(form: Form, { incomplete, kind }: DefinitionPart, at: At, report: Report): Form {
  if (incomplete === undefined) return form;
  const here = under(at, "incomplete");
  if (kind !== "register") {
    report.add("incomplete", here, "Seule une fiche de registre peut rester à compléter : retirez « incomplete ».");
  }
  const keys = form.order.map(({ key }) => key);
  for (const [index, key] of incomplete.entries()) {
    if (keys.includes(key)) continue;
    report.add("incomplete", under(here, index), `« ${key} » n'est pas un champ${didYouMean(key, keys)}`);
  }
  return { ...form, incomplete };
}
