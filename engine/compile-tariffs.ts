import { pathField } from "./cel-ast.ts";
import type { Names } from "./cel-names.ts";
import { type CheckedExpression, checkedExpression } from "./compile-expression.ts";
import { checkActor } from "./compile-fields.ts";
import { choicesOf } from "./field-choices.ts";
import type { Choice } from "./form.ts";
import type { TariffColumnSchema, TariffSchema } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { HIGHEST, readTariffRow, type Tariff, type TariffColumn } from "./tariff.ts";
import { rowFaults } from "./tariff-rows.ts";

/** A table, and what its columns read of the answers. */
export interface CompiledTariff {
  readonly tariff: Tariff;
  readonly paths: ReadonlySet<string>;
}

/** What the columns of tables are checked against. */
export interface TariffContext {
  readonly names: Names;
  /** Whether an answer may lack when all that is asked was answered. */
  readonly mayLack: (path: string) => boolean;
  /** Rows of a version that runs are taken as they are: see `lookup`. */
  readonly published: boolean;
  readonly report: Report;
}

/** Compiles the tables of a definition: columns that decide, and rows that give one price for each case. */
export function compileTariffs(
  source: Readonly<Record<string, TariffSchema>>,
  at: At,
  context: TariffContext,
): ReadonlyMap<string, CompiledTariff> {
  return new Map(
    Object.entries(source).map(([id, tariff]) => [id, compileTariff(id, tariff, under(at, id), context)] as const),
  );
}

function compileTariff(id: string, source: TariffSchema, at: At, context: TariffContext): CompiledTariff {
  const { report } = context;
  const compiled = source.columns.map((column, index) => {
    const here = under(at, "columns", index);
    if (column.id === "amount" || source.columns.findIndex((each) => each.id === column.id) !== index) {
      report.add("tariff-column", under(here, "id"), `Une colonne ne peut pas s'appeler « ${column.id} » ici.`);
    }
    return compileColumn(column, here, context);
  });
  const columns = compiled.flatMap((each) => each?.column ?? []);
  const rows = (source.rows ?? []).map(readTariffRow);
  const tariff: Tariff = { id, title: source.title, ...(source.unit && { unit: source.unit }), columns, rows };
  if (source.rows && !context.published && columns.length === source.columns.length) {
    for (const { row, message } of rowFaults(tariff, rows)) {
      report.add("tariff-rows", row === null ? under(at, "rows") : under(at, "rows", row), message);
    }
  }
  return { tariff, paths: new Set(compiled.flatMap((each) => [...(each?.paths ?? [])])) };
}

function compileColumn(column: TariffColumnSchema, at: At, context: TariffContext) {
  const { names, mayLack, report } = context;
  const checked = checkedExpression(column.value, names, "any", under(at, "value"), report);
  if (!checked) return undefined;
  checkActor(checked, under(at, "value"), report);
  const kind = kindOf(column, checked, names, at, report);
  if (!kind) return undefined;
  const { id, title, missing } = column;
  const said = missing === undefined ? {} : { missing };
  const compiled: TariffColumn = { id, title, value: checked.expression, ...kind, ...said };
  if (missing !== undefined) checkMissing(compiled, missing, at, report);
  else if (!checked.absorbs && [...checked.paths].some(mayLack)) {
    const message = `« ${title} » peut ne pas être connu : dites par « missing » ce qui vaut alors, par exemple "highest".`;
    report.add("tariff-missing", at, message);
  }
  return { column: compiled, paths: checked.paths };
}

type Kind =
  | { readonly kind: "choice"; readonly choices: readonly Choice[] }
  | { readonly kind: "band"; readonly minimum: number; readonly maximum: number | null; readonly suffix?: string };

const YES_NO: readonly Choice[] = [
  { value: "oui", label: "Oui" },
  { value: "non", label: "Non" },
];

/** By what a column decides: a text among choices, yes or no, a whole number. */
function kindOf(
  column: TariffColumnSchema,
  { type, ast }: CheckedExpression,
  names: Names,
  at: At,
  report: Report,
): Kind | undefined {
  const band = column.minimum !== undefined || column.maximum !== undefined || column.suffix !== undefined;
  const wrong = (message: string) => {
    report.add("tariff-column", at, message);
    return undefined;
  };
  if (type === "int") {
    const { minimum = 0, maximum = null, suffix } = column;
    if (column.choices) return wrong("Un nombre se range en tranches : retirez « choices ».");
    if (maximum !== null && maximum < minimum) return wrong("« maximum » est inférieur à « minimum ».");
    return { kind: "band", minimum, maximum, ...(suffix !== undefined && { suffix }) };
  }
  if (band) return wrong("« minimum », « maximum » et « suffix » ne valent que pour un nombre entier.");
  if (type === "bool") return { kind: "choice", choices: YES_NO };
  const declared = column.choices && choicesOf({ oneOf: column.choices }, () => under(at, "choices"), report);
  const choices = declared ?? pathField(ast, names)?.choices;
  if (type === "string" && choices) return { kind: "choice", choices };
  return wrong(
    "Une colonne dépend d'un choix, d'un oui/non ou d'un nombre entier. Pour un autre texte, donnez ses « choices ».",
  );
}

function checkMissing(column: TariffColumn, missing: string, at: At, report: Report): void {
  if (missing === HIGHEST) return;
  const known =
    column.kind === "choice" ? column.choices.some(({ value }) => value === missing) : /^-?\d{1,10}$/.test(missing);
  if (known) return;
  const message = `« ${missing} » ne convient pas à « missing » : écrivez "highest", ou une valeur de cette colonne.`;
  report.add("tariff-column", under(at, "missing"), message);
}
