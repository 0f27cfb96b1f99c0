import { rootOf } from "./cel-ast.ts";
import { extendNames, type Names, SUBTOTAL } from "./cel-names.ts";
import { checkedExpression } from "./compile-expression.ts";
import type { Draft } from "./compile-field.ts";
import { checkActor } from "./compile-fields.ts";
import { type CompiledTariff, compileTariffs } from "./compile-tariffs.ts";
import { type Fee, type FeeInput, type FeeStep, priceOf } from "./fee.ts";
import { fieldAt } from "./field-at.ts";
import type { Expression, Field } from "./form.ts";
import type { FeeSchema, FeeStepSchema, StepSchema, TariffSchema } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";

/** The tables and the prices of a definition, as written. */
export interface PricingSource {
  readonly at: At;
  readonly tariffs: Readonly<Record<string, TariffSchema>>;
  readonly fees: Readonly<Record<string, FeeSchema>>;
  readonly published: boolean;
}

/** A price ready for the field that takes it. */
export interface CompiledFee {
  readonly fee: Fee;
  /** Its total. */
  readonly computed: Expression;
  /** What it reads of the answers. */
  readonly paths: ReadonlySet<string>;
}

/** What a definition says of its prices, compiled. */
export interface CompiledPricing {
  readonly tables: ReadonlyMap<string, CompiledTariff>;
  readonly fees: ReadonlyMap<string, CompiledFee>;
}

interface FeeContext {
  readonly names: Names;
  readonly fields: readonly Field[];
  readonly tariffs: ReadonlyMap<string, CompiledTariff>;
  readonly report: Report;
}

/**
 * Compiles the prices of a definition.
 * @param drafts its top-level fields
 * @param steps which may not ask some of them
 */
export function compileFees(
  { at, tariffs, fees, published }: PricingSource,
  drafts: readonly Draft[],
  steps: readonly StepSchema[],
  names: Names,
  report: Report,
): CompiledPricing {
  const mayLack = lacking(drafts, steps);
  const tables = compileTariffs(tariffs, under(at, "tariffs"), { names, mayLack, published, report });
  const subtotal = drafts.find(({ field }) => field.key === SUBTOTAL);
  if (subtotal && tables.size + Object.keys(fees).length > 0) {
    const message = `« ${SUBTOTAL} » est, dans les étapes d'un prix, le total des précédentes : donnez un autre nom au champ.`;
    report.add("field-reserved", subtotal.locate(), message);
    return { tables: new Map(), fees: new Map() };
  }
  const within = extendNames(names, { tariffs: new Set(tables.keys()) });
  const context = { names: within, fields: drafts.map(({ field }) => field), tariffs: tables, report };
  return {
    tables,
    fees: new Map(
      Object.entries(fees).map(([id, fee]) => [id, compileFee(id, fee, under(at, "fees", id), context)] as const),
    ),
  };
}

/** Whether an answer may lack though all that is asked was answered: it is optional, or not always asked. */
function lacking(drafts: readonly Draft[], steps: readonly StepSchema[]): (path: string) => boolean {
  const conditional = new Set(steps.flatMap(({ when, fields }) => (when === undefined ? [] : fields)));
  return (path) => {
    const [root = "", ...rest] = path.split(".");
    let draft = drafts.find(({ field }) => field.key === root);
    if (draft === undefined) return false;
    if (conditional.has(root) || mayBeAbsent(draft)) return true;
    for (const key of rest) {
      draft = draft?.children.find(({ field }) => field.key === key);
      if (draft === undefined || mayBeAbsent(draft)) return true;
    }
    return false;
  };
}

const mayBeAbsent = ({ field, when, computed }: Draft): boolean =>
  when !== undefined || computed !== undefined || !field.required;

function compileFee(id: string, source: FeeSchema, at: At, context: FeeContext): CompiledFee {
  const { fields, report, tariffs } = context;
  const { title, minimum = 0, maximum = null, algorithm } = source;
  if (maximum !== null && maximum < minimum) {
    report.add("fee-bounds", under(at, "maximum"), "Le plafond (« maximum ») est inférieur au minimum.");
  }
  const compiled = source.steps.flatMap((step, index) => compileStep(step, under(at, "steps", index), context) ?? []);
  const read = [...new Set(compiled.flatMap(({ step }) => step.tariffs))];
  const tables = read.flatMap((table) => tariffs.get(table) ?? []);
  for (const { tariff } of tables.filter(({ tariff: { unit } }) => unit === "points")) {
    const message = `La grille « ${tariff.id} » donne des points : un prix ne peut pas la lire.`;
    report.add("fee-step", under(at, "steps"), message);
  }
  const paths = new Set([...tables, ...compiled].flatMap((part) => [...part.paths]));
  const fee: Fee = {
    id,
    title,
    steps: compiled.map(({ step }) => step),
    minimum,
    maximum,
    ...(algorithm && { algorithm }),
    tariffs: tables.map(({ tariff }) => tariff),
    inputs: [...paths].flatMap((path): FeeInput[] => {
      const field = fieldAt(fields, path);
      const fetched = fieldAt(fields, rootOf(path))?.source !== undefined;
      return field ? [{ path, field, ...(fetched && { fetched: true as const }) }] : [];
    }),
  };
  const reads = [...new Set([...paths].map((path) => path.split(".", 1)[0] ?? path))].sort();
  const computed = {
    source: `fee('${id}')`,
    reads,
    evaluate: (scope: Parameters<Expression["evaluate"]>[0]) => priceOf(fee, scope)?.total,
  };
  return { fee, computed, paths };
}

function compileStep(source: FeeStepSchema, at: At, { names, report }: FeeContext) {
  const { label, rule, percent } = source;
  if ((source.amount === undefined) === (percent === undefined)) {
    report.add(
      "fee-step",
      at,
      "Une étape donne une somme (« amount ») ou un pourcentage (« percent »), l'un des deux.",
    );
    return undefined;
  }
  const checked = (key: "when" | "amount", expected: "bool" | "int") => {
    const written = source[key];
    const found =
      written === undefined ? undefined : checkedExpression(written, names, expected, under(at, key), report);
    if (found) checkActor(found, under(at, key), report);
    return found;
  };
  const when = checked("when", "bool");
  const amount = checked("amount", "int");
  const value = percent === undefined ? amount?.expression : { percent };
  if (!value) return undefined;
  const step: FeeStep = {
    label,
    ...(when && { when: when.expression }),
    amount: value,
    ...(rule !== undefined && { rule }),
    tariffs: [...new Set([...(when?.tariffs ?? []), ...(amount?.tariffs ?? [])])],
  };
  return { step, paths: new Set([...(when?.paths ?? []), ...(amount?.paths ?? [])]) };
}
