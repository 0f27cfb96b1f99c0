import { answersValidator } from "./answers-schema.ts";
import { type Names, namesOf, RESERVED } from "./cel-names.ts";
import { type CompiledPricing, compileFees, type PricingSource } from "./compile-fees.ts";
import { type Draft, draftFields } from "./compile-field.ts";
import { compileFields } from "./compile-fields.ts";
import { checkInternalReads } from "./compile-internal.ts";
import { evaluationOrder } from "./compile-order.ts";
import { compileRules } from "./compile-rules.ts";
import { compileSteps } from "./compile-steps.ts";
import type { CompiledTariff } from "./compile-tariffs.ts";
import type { Field, Form } from "./form.ts";
import type { FieldSchema, RuleSchema, StepSchema } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import type { Shared } from "./shared-piece.ts";

/** What a form is made from. Its schema has the shape of schemas/meta/form.json. */
export interface FormSource {
  readonly id: string;
  readonly title: string;
  readonly schema: Pick<FieldSchema, "properties" | "required">;
  /** Where the schema is. */
  readonly at: At;
  /** One step with every field when absent. */
  readonly steps?: { readonly at: At; readonly source: readonly StepSchema[] };
  readonly rules?: { readonly at: At; readonly source: readonly RuleSchema[] };
  /** Tables and prices that its fields may take. */
  readonly pricing?: PricingSource;
}

export interface FormContext {
  readonly shared: Shared;
  readonly report: Report;
  /** Bytes of the largest file the installation takes; absent where that does not matter. */
  readonly largestFile?: number | undefined;
}

export interface CompiledForm {
  readonly form: Form;
  /** What expressions about an entry of this form may read. */
  readonly names: Names;
  /** The properties with shared pieces in place and what they imply written out. */
  readonly properties: Readonly<Record<string, FieldSchema>>;
  /** Tables of prices and points, by id. */
  readonly tables: ReadonlyMap<string, CompiledTariff>;
}

/**
 * Compiles the fields, steps and rules of one form. Issues go to the report: when it holds any, what is returned is only
 * good for checking the rest of the definition.
 */
export function compileForm(source: FormSource, { shared, report, largestFile }: FormContext): CompiledForm {
  const { schema, at } = source;
  const locate = (keyword?: string) => (keyword === undefined ? at : under(at, keyword));
  const drafts = draftFields(schema, { shared, report, largestFile, locate, pointer: "", seen: [], repeated: false });
  const names = namesOf(drafts.filter(isReadable).map(({ field }) => field));
  const { tables, fees } = source.pricing
    ? compileFees(source.pricing, drafts, source.steps?.source ?? [], names, report)
    : NO_PRICES;
  const { fieldOf, dependencies } = compileFields(drafts, names, { edited: source.id === "entry", fees }, report);
  const fields = drafts.flatMap((draft) => fieldOf.get(draft) ?? []);
  const steps = source.steps ? compileSteps(source.steps.source, fields, names, source.steps.at, report) : undefined;
  const waits = new Map(
    drafts.map((draft) => [
      draft,
      new Set([...(dependencies.get(draft) ?? []), ...(steps?.reads.get(draft.field.key) ?? [])]),
    ]),
  );
  const order = evaluationOrder(drafts, waits, report).flatMap((draft) => fieldOf.get(draft) ?? []);
  if (source.id !== "entry") checkNoSource(drafts, report);
  checkInternalReads({ steps: steps?.steps ?? [], order }, source.at, report);
  const rules = source.rules ? compileRules(source.rules.source, fields, names, source.rules.at, report) : [];
  return {
    form: {
      id: source.id,
      title: source.title,
      steps: steps?.steps ?? [onlyStep(source, fields)],
      order,
      rules,
      validate: answersValidator(fields),
    },
    names,
    tables,
    properties: Object.fromEntries(fields.map((field) => [field.key, field.schema as unknown as FieldSchema])),
  };
}

const NO_PRICES: CompiledPricing = { tables: new Map(), fees: new Map() };
/** Sources are asked where a request is filled, not where an event is sent. */
function checkNoSource(drafts: readonly Draft[], report: Report): void {
  for (const draft of drafts.filter(({ field }) => field.source !== undefined)) {
    const message = "Le formulaire d'un évènement ne demande rien à une source : mettez la question dans la démarche.";
    report.add("source-place", draft.locate("x-source"), message);
  }
}

/** A key that the expression language would refuse has been reported; the language then does not see the field. */
const isReadable = ({ field }: Draft): boolean => /^[A-Za-z][A-Za-z0-9]*$/.test(field.key) && !RESERVED.has(field.key);

function onlyStep({ id, title }: FormSource, fields: readonly Field[]) {
  return { id, title, fields: fields.filter((field) => !field.computed) };
}
