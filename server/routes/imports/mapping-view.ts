import {
  type Answers,
  type ColumnRule,
  cellPattern,
  convert,
  type Field,
  type Form,
  lineReader,
  type Mapping,
  type Target,
  targetLabel,
  targetsOf,
} from "../../../engine/index.ts";
import type { ShownColumn, TargetGroup } from "../../../renderer/imports/column-fields.tsx";
import type { MappingPageView } from "../../../renderer/imports/mapping-page.tsx";
import { importWords as words } from "../../../renderer/strings-imports.ts";
import { textAt, titleAt } from "../../import/job.ts";
import { pathsOf } from "../../import/read-line.ts";
import type { ColumnProfile, FileImport } from "../../store/imports.ts";

const MOST_EXAMPLES = 4;
const LONGEST = 80;

type Parts = Pick<MappingPageView, "columns" | "targets" | "constants" | "preview">;

/** A mapping as its page shows it. */
export function mappingView(
  form: Form,
  { profile }: Pick<FileImport, "profile">,
  mapping: Mapping,
  issues: readonly { readonly pointer: string; readonly message: string }[],
): Parts {
  const targets = targetsOf(form);
  const read = lineReader(form, mapping);
  return {
    columns: mapping.columns.map((rule, index) =>
      shownColumn(
        index,
        rule,
        profile.columns[index],
        targets,
        issues.find(({ pointer }) => pointer === `/colonne-${index}`),
      ),
    ),
    targets: groupsOf(targets),
    constants: mapping.constants,
    preview: profile.first.map(({ line, cells }) => {
      const { answers, aside } = read(cells);
      return {
        line,
        answers: answerTexts(form, answers),
        aside: aside.map(({ title, text, reason }) => words.detail.aside(title, text, reason)),
      };
    }),
  };
}

const answerTexts = (form: Form, answers: Answers) =>
  pathsOf(answers).map((path) => ({
    title: titleAt(form.order, path),
    text: textAt(form.order, answers, path).join(", "),
  }));

/** Answers by the part of the form they are in, as a list to choose from. */
function groupsOf(targets: readonly Target[]): readonly TargetGroup[] {
  const groups = new Map<string, { path: string; label: string }[]>();
  for (const target of targets) {
    const outer = target.within[0];
    const label = outer
      ? target.rank === null
        ? outer.title
        : `${outer.title} ${target.rank}`
      : words.mapping.answers;
    const own = outer ? targetLabel({ ...target, within: target.within.slice(1) }) : target.field.title;
    groups.set(label, [...(groups.get(label) ?? []), { path: target.path, label: own }]);
  }
  return [...groups].map(([label, options]) => ({ label, options }));
}

function shownColumn(
  index: number,
  rule: ColumnRule,
  profile: ColumnProfile | undefined,
  targets: readonly Target[],
  issue: { readonly message: string } | undefined,
): ShownColumn {
  const values = profile?.values ?? [];
  const given = rule.to.flatMap((path) => targets.filter((target) => target.path === path));
  const fields = given.map(({ field }) => field);
  const [first] = fields;
  const coded = rule.use === "field" && first && (first.choices || first.type === "boolean") ? first : undefined;
  return {
    ...{ index, heading: rule.heading, filled: profile?.filled ?? 0 },
    examples: values.slice(0, MOST_EXAMPLES).map((value) => value.slice(0, LONGEST)),
    use: rule.use === "field" ? `field:${rule.to[0] ?? ""}` : rule.use,
    pattern: rule.pattern ?? "",
    parts: partsOf(rule),
    separator: rule.separator ?? "",
    dates: rule.dates ?? "JMA",
    century: rule.century === undefined ? "" : String(rule.century),
    names: rule.names === true,
    codes: coded ? codesOf(coded, rule, values) : [],
    choices: coded ? choicesOf(coded) : [],
    more: profile?.all === false,
    dated: fields.some(({ widget }) => widget === "date"),
    texts: fields.some(
      ({ type, choices, widget }) => type === "string" && !choices && (widget === "text" || widget === "textarea"),
    ),
    listed: given.some(({ rank }) => rank !== null),
    fault: issue?.message ?? null,
  };
}

const partsOf = ({ use, pattern = "", to }: ColumnRule): readonly string[] =>
  use === "split" ? (cellPattern(pattern)?.holes ?? []).map((_, index) => to[index] ?? "") : [];

/** Values that nothing tells by themselves, and those someone gave a meaning to. */
function codesOf(field: Field, { codes = {} }: ColumnRule, values: readonly string[]) {
  return values
    .filter((value) => Object.hasOwn(codes, value) || !convert(field, value).ok)
    .map((value) => ({ value, means: codes[value] ?? "" }));
}

const choicesOf = ({ choices }: Field) =>
  choices?.map(({ value, label }) => ({ path: value, label })) ?? [
    { path: "oui", label: words.mapping.yes },
    { path: "non", label: words.mapping.no },
  ];
