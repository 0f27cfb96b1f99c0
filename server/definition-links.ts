import {
  type CompiledDefinition,
  type Field,
  fieldAt,
  figureProblems,
  isCounted,
  isUsedBy,
  readStatistic,
  relationProblems,
  sectorFieldsOf,
  slotFieldsOf,
  useProblems,
} from "../engine/index.ts";
import { columnAt } from "../renderer/back/list-columns.ts";
import { leftOut } from "../renderer/back/list-state.ts";
import type { PlacedIssue } from "./definition-files.ts";
import { statisticParams } from "./routes/figures/statistic-address.ts";

/** What definitions ask of registers that others hold. */
export interface Links {
  /** A register that is there and cannot do it. */
  readonly issues: readonly PlacedIssue[];
  /** French sentences on registers that are not there: they may be published already, or never. */
  readonly notes: readonly string[];
}

/**
 * Checks what each definition asks of registers: slots of one that has an agenda, sectors of one that has some. A definition alone
 * cannot tell, and its form would show nothing to choose.
 * @param known the definitions of the folder, and those the platform ships
 */
export function linksOf(definitions: readonly CompiledDefinition[], known: readonly CompiledDefinition[]): Links {
  const issues: PlacedIssue[] = [];
  const notes: string[] = [];
  for (const definition of definitions) {
    issues.push(...relationIssues(definition, known), ...occupationIssues(definition, known));
    issues.push(
      ...referenceIssues(definition, known),
      ...activityIssues(definition, known),
      ...viewIssues(definition, known),
    );
    for (const { key, register, fits, needs } of askedBy(definition)) {
      const found = known.find(({ id }) => id === register);
      if (!found) {
        notes.push(
          `« ${register} », que demande « ${key} » de ${definition.id}, n’est ni dans ce dossier ni parmi les définitions livrées : publiez-le aussi.`,
        );
      } else if (!fits(found)) {
        const message = `Le registre « ${register} » n'a pas ${needs} : « ${key} » ne trouverait rien.`;
        issues.push({ code: "register", file: `${definition.id}.json`, pointer: `/properties/${key}`, message });
      }
    }
  }
  return { issues, notes };
}

/** Tabs that would find nothing. A definition that is not there is no fault: its tab is not shown. */
const relationIssues = (definition: CompiledDefinition, known: readonly CompiledDefinition[]): readonly PlacedIssue[] =>
  definition.relations.flatMap((relation, index) => {
    const other = known.find(({ id }) => id === relation.definition);
    const file = `${definition.id}.json`;
    return (other ? relationProblems(definition.id, relation, other) : []).map(({ place, message }) => ({
      ...{ code: "relation", file, message },
      pointer: `/x-definition/relations/${index}/${place}`,
    }));
  });

/** Uses that could not be counted. */
const occupationIssues = (
  { id, occupied }: CompiledDefinition,
  known: readonly CompiledDefinition[],
): readonly PlacedIssue[] =>
  (occupied?.uses ?? []).flatMap((use, index) => {
    const other = isUsedBy(use) ? known.find((each) => each.id === use.definition) : undefined;
    const pointer = `/x-definition/occupation/uses/${index}`;
    const problems = other && isUsedBy(use) ? useProblems(id, use, other) : [];
    return problems.map((message) => ({ code: "occupation", file: `${id}.json`, pointer, message }));
  });

/** Figures of a report that could not be counted. What is not there is no fault: its figures are not shown. */
function activityIssues(
  { id, activity }: CompiledDefinition,
  known: readonly CompiledDefinition[],
): readonly PlacedIssue[] {
  const around = new Map(known.map((each) => [each.id, each]));
  return (activity?.chapters ?? []).flatMap(({ figures }, chapter) =>
    figures.flatMap((figure, index) => {
      const counted = isCounted(figure) ? around.get(figure.definition) : undefined;
      const pointer = `/x-definition/activity/chapters/${chapter}/figures/${index}`;
      const problems = counted && isCounted(figure) ? figureProblems(figure, counted, around) : [];
      return problems.map((message) => ({ code: "activity-figure", file: `${id}.json`, pointer, message }));
    }),
  );
}

/** Views that would not show what they were written for. */
function viewIssues(
  { id, readyMade }: CompiledDefinition,
  known: readonly CompiledDefinition[],
): readonly PlacedIssue[] {
  const around = new Map(known.map((each) => [each.id, each]));
  return readyMade.flatMap(({ definition, kind, query }, index) => {
    const about = around.get(definition);
    const pointer = `/x-definition/views/${index}/${kind}`;
    const problems = about ? viewProblems(about, kind, new URLSearchParams(query), around) : [];
    return problems.map((message) => ({ code: "view", file: `${id}.json`, pointer, message }));
  });
}

function viewProblems(
  definition: CompiledDefinition,
  kind: "list" | "statistic",
  query: URLSearchParams,
  around: ReadonlyMap<string, CompiledDefinition>,
): readonly string[] {
  if (kind === "list") {
    const lost = leftOut(query, definition).map(([name, value]) => `« ${name}=${value} » ne dit rien à cette liste.`);
    const columns = query.getAll("colonne").filter((key) => !columnAt(definition, key, around));
    return [...lost, ...columns.map((key) => `« ${key} » n'est pas une colonne de « ${definition.id} ».`)];
  }
  const scope = { definition, actor: { kind: "agent" }, members: [], now: "2026-01-01T00:00:00.000Z", around };
  const read = readStatistic(statisticParams(query), scope);
  return read.ok ? [] : read.issues.map(({ message }) => message);
}

/** What is asked of an entry referred to (`x-ref-where`), and that its definition has no question for. */
function referenceIssues(
  { id, form }: CompiledDefinition,
  known: readonly CompiledDefinition[],
): readonly PlacedIssue[] {
  return everyField(form.order).flatMap(({ pointer, ref, refWhere = {} }) => {
    const other = known.find((each) => each.id === ref);
    const missing = other ? Object.keys(refWhere).filter((key) => !fieldAt(other.form.order, key)) : [];
    return missing.map((key) => ({
      ...{ code: "reference-where", file: `${id}.json` },
      pointer: `/properties${pointer.replace("/*/", "/items/properties/")}`,
      message: `« ${key} » n'est pas une question de « ${ref} ».`,
    }));
  });
}

const everyField = (fields: readonly Field[]): readonly Field[] =>
  fields.flatMap((field) => [field, ...everyField(field.fields ?? [])]);

interface Asked {
  readonly key: string;
  readonly register: string;
  readonly fits: (register: CompiledDefinition) => boolean;
  readonly needs: string;
}

const askedBy = ({ form }: CompiledDefinition): readonly Asked[] => [
  ...slotFieldsOf(form).flatMap(({ key, slot }) =>
    slot?.register === undefined
      ? []
      : [{ key, register: slot.register, fits: hasAgenda, needs: "d'agenda (« agenda »)" }],
  ),
  ...sectorFieldsOf(form).flatMap(({ key, ref }) =>
    ref === undefined ? [] : [{ key, register: ref, fits: hasSectors, needs: "de secteurs (« sectors »)" }],
  ),
];

const hasAgenda = ({ agenda }: CompiledDefinition): boolean => agenda !== null;
const hasSectors = ({ sectors }: CompiledDefinition): boolean => sectors !== null;
