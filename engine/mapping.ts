import type { Field, Form } from "./form.ts";

/** What is made of one column of a file. */
export interface ColumnRule {
  /** As the file writes it; "" for a column without. */
  readonly heading: string;
  /** "note": said on the entry as it is, in no answer. "ignore": left in the file, and in its report. */
  readonly use: "field" | "split" | "note" | "ignore";
  /** Paths of the answers it gives; one, or one for each hole of the pattern, "" for a part left aside. */
  readonly to: readonly string[];
  /** How a cell that holds several things is cut: see `mapping-pattern.ts`. */
  readonly pattern?: string;
  /** What parts the items of a list in one cell: " ; ". */
  readonly separator?: string;
  /** Order of the parts of a date written in figures; that of the day first when absent. A year first is always understood. */
  readonly dates?: "JMA" | "MJA";
  /** Last year that two figures may mean: "29" is 2029 up to there, 1929 before. */
  readonly century?: number;
  /** Texts in capitals become names: "LE GOFF" is "Le Goff". */
  readonly names?: true;
  /** What a value of the file means, by the value as written. "": nothing. */
  readonly codes?: Readonly<Record<string, string>>;
}

/** What a file means to the entries of a definition. It is the user's: a definition says nothing of files. */
export interface Mapping {
  /** In the order of the file. */
  readonly columns: readonly ColumnRule[];
  /** The same answer for every line that gives none, as people write it. */
  readonly constants: readonly { readonly to: string; readonly text: string }[];
}

/** An answer that a column may give. */
export interface Target {
  /** "adresse.commune"; an item of a list by its rank from 1, "agrements.1.debut". */
  readonly path: string;
  readonly field: Field;
  /** What it is part of, outermost first. */
  readonly within: readonly Field[];
  /** Rank of its item; null outside lists. */
  readonly rank: number | null;
  /** Asked under some condition only. */
  readonly conditional: boolean;
}

/** Items of one list that the columns of a line may feed. */
export const MOST_ITEMS = 4;

/** Widgets whose answers no cell can give. */
const NEVER: ReadonlySet<string> = new Set(["attachment", "attachments", "slot", "seat", "moment"]);

const targets = new WeakMap<Pick<Form, "order">, readonly Target[]>();

/** Every answer of a form that a column may give, in the order of the form. */
export function targetsOf(form: Pick<Form, "order" | "steps">): readonly Target[] {
  const known = targets.get(form);
  if (known) return known;
  const asked = form.steps.flatMap(({ fields }) => fields);
  const rest = form.order.filter((field) => !asked.includes(field));
  const found = [...asked, ...rest].flatMap((field) => targetsUnder(field, [], "", null, false));
  targets.set(form, found);
  return found;
}

function targetsUnder(
  field: Field,
  within: readonly Field[],
  prefix: string,
  rank: number | null,
  conditional: boolean,
): readonly Target[] {
  const path = `${prefix}${field.key}`;
  const sometimes = conditional || field.when !== undefined;
  if (field.computed !== undefined || field.source !== undefined || field.assigned || NEVER.has(field.widget))
    return [];
  if (field.widget === "repeat") {
    return Array.from({ length: MOST_ITEMS }, (_, index) => index + 1).flatMap((each) =>
      (field.fields ?? []).flatMap((child) =>
        targetsUnder(child, [...within, field], `${path}.${each}.`, each, sometimes),
      ),
    );
  }
  if (field.fields !== undefined) {
    return field.fields.flatMap((child) => targetsUnder(child, [...within, field], `${path}.`, rank, sometimes));
  }
  return [{ path, field, within, rank, conditional: sometimes }];
}

/** Whether a mapping names entries of other registers: by text, which is not yet an answer. */
export function refers(form: Pick<Form, "order" | "steps">, { columns, constants }: Mapping): boolean {
  const named = new Set(targetsOf(form).flatMap(({ path, field }) => (field.ref === undefined ? [] : [path])));
  return [...columns.flatMap(({ to }) => to), ...constants.map(({ to }) => to)].some((path) =>
    named.has(path.replace(/\.\d+\./g, ".1.")),
  );
}

/** A target as people read it: "Agréments 2, Date de début". */
export const targetLabel = ({ field, within, rank }: Target): string =>
  [
    ...within.map((outer) => (outer.widget === "repeat" ? `${outer.title} ${rank ?? 1}` : outer.title)),
    field.title,
  ].join(", ");
