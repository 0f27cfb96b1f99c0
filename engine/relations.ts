import type { CompiledDefinition } from "./definition.ts";
import type { Answers } from "./entry.ts";
import { fieldAt } from "./field-at.ts";
import { DEFINITION_ID } from "./field-keywords.ts";
import type { Form } from "./form.ts";
import type { RelationPart, RelationTotal } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";

/** Entries of another definition that refer to one of this: a tab of its page, a count in its lists. */
export interface Relation {
  readonly id: string;
  readonly title: string;
  /** The other definition. */
  readonly definition: string;
  /** Key of the field there that refers to this one, dotted inside groups and repeats. */
  readonly field: string;
  /** Columns of the tab, as lists of the other definition name them. */
  readonly columns: readonly string[];
  /** Words of the button that opens one more; null: none is opened from here. */
  readonly add: string | null;
  /** What an empty tab says; null: the platform's own words. */
  readonly empty: string | null;
  /** What they add up to this year, by a number and a date of theirs; null: nothing is added up. */
  readonly total: RelationTotal | null;
}

/** Tabs that every page has. */
export const OWN_TABS = ["fiche", "places", "rapport", "chronologie"] as const;

/** Key of the column that counts the entries of a relation. */
export const countKey = (relation: Pick<Relation, "id">): string => `${COUNT_PREFIX}${relation.id}`;
const COUNT_PREFIX = "_nombre.";

/** The relation that a column counts; undefined for any other column. */
export const countedBy = ({ relations }: Pick<CompiledDefinition, "relations">, key: string): Relation | undefined =>
  relations.find((relation) => countKey(relation) === key);

/** Checks what a definition alone can tell of its relations; whether the others exist is known where they are published. */
export function compileRelations(parts: readonly RelationPart[], at: At, report: Report): readonly Relation[] {
  return parts.map((part, index) => {
    const here = under(at, index);
    const { id, title, definition, field, columns } = part;
    if (parts.findIndex((other) => other.id === id) !== index) {
      report.add("relation-id", under(here, "id"), `Deux onglets s'appellent « ${id} ».`);
    }
    if ((OWN_TABS as readonly string[]).includes(id)) {
      report.add(
        "relation-id",
        under(here, "id"),
        `« ${id} » est un onglet de toutes les fiches : choisissez un autre nom.`,
      );
    }
    if (!DEFINITION_ID.test(definition)) {
      const message = `« ${definition} » n'est pas l'identifiant d'une définition : écrivez « domaine/nom ».`;
      report.add("relation-definition", under(here, "definition"), message);
    }
    return {
      id,
      title,
      definition,
      field,
      columns,
      add: part.add ?? null,
      empty: part.empty ?? null,
      total: part.total ?? null,
    };
  });
}

/** Why entries of `other` cannot be found by a relation of `id`, as French sentences by place in it; none when they can. */
export function relationProblems(
  id: string,
  relation: Relation,
  other: Pick<CompiledDefinition, "id" | "form" | "workflow">,
): readonly { readonly place: "field" | "columns" | "total"; readonly message: string }[] {
  const field = fieldAt(other.form.order, relation.field);
  const unknown = relation.columns.filter((key) => !isColumnOf(other.form, key));
  return [
    ...(field?.ref === id
      ? []
      : [
          {
            place: "field" as const,
            message: `« ${relation.field} » de « ${other.id} » ne désigne pas une fiche de « ${id} ».`,
          },
        ]),
    ...unknown.map((key) => ({
      place: "columns" as const,
      message: `« ${key} » n'est pas une colonne de « ${other.id} ».`,
    })),
    ...totalProblems(relation, other).map((message) => ({ place: "total" as const, message })),
  ];
}

/** Why the entries of `other` add up to nothing. */
function totalProblems(
  { total }: Relation,
  { id, form, workflow }: Pick<CompiledDefinition, "id" | "form" | "workflow">,
): readonly string[] {
  if (total === null) return [];
  const [field, day] = [total.field, total.day].map((key) => form.order.find((each) => each.key === key));
  return [
    ...(field?.type === "integer" || field?.type === "number"
      ? []
      : [`« ${total.field} » de « ${id} » n'est pas un nombre.`]),
    ...(day?.widget === "date" ? [] : [`« ${total.day} » de « ${id} » n'est pas une date.`]),
    ...(total.states ?? [])
      .filter((state) => !workflow.states.has(state))
      .map((state) => `« ${state} » n'est pas un état de « ${id} ».`),
  ];
}

/** A field, one of the columns every list has, or a field of what a field refers to. */
function isColumnOf({ order }: Pick<Form, "order">, key: string): boolean {
  if (/^_[a-z]/.test(key) || fieldAt(order, key)) return true;
  const parts = key.split(".");
  return parts.some((_, at) => at > 0 && fieldAt(order, parts.slice(0, at).join("."))?.ref !== undefined);
}

/** Whether a new entry can be opened with this reference already given: no list stands in the way. */
export function fillsReference(
  { form }: Pick<CompiledDefinition, "form">,
  { field }: Pick<Relation, "field">,
): boolean {
  const parts = field.split(".");
  return parts.every((_, at) => fieldAt(form.order, parts.slice(0, at + 1).join("."))?.type !== "array");
}

/** The answers of a new entry that refers by this field to the entry of this id. */
export const referringAnswers = ({ field }: Pick<Relation, "field">, id: string): Answers =>
  within(field.split("."), id);

function within([key = "", ...rest]: readonly string[], id: string): Answers {
  return { [key]: rest.length === 0 ? id : within(rest, id) };
}
