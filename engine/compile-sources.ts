import { extendNames, type Names } from "./cel-names.ts";
import { checkedExpression } from "./compile-expression.ts";
import type { Expression, Field } from "./form.ts";
import type { DefinitionFile, FieldSchema, SourcePart } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { ALWAYS, kindOf, SOURCE_KINDS } from "./source-kinds.ts";
import type { CompiledSource } from "./sourced.ts";
import { didYouMean } from "./suggest.ts";

type Form = Pick<DefinitionFile, "properties" | "required">;

/**
 * The form of a definition with each field that a source fills (`x-source`) made a group of what is kept of its answer. It
 * is always required: the citizen fetches, or says that she will answer by herself.
 */
export function withSourceFields(file: DefinitionFile, at: At, report: Report): Form {
  const sources = file["x-definition"].sources ?? {};
  const required = new Set(file.required ?? []);
  const properties = Object.entries(file.properties).map(([key, schema]): [string, FieldSchema] => {
    const name = schema["x-source"];
    if (name === undefined) return [key, schema];
    const part = Object.hasOwn(sources, name) ? sources[name] : undefined;
    if (part === undefined) {
      const message = `« ${name} » n'est pas une source de la démarche${didYouMean(name, Object.keys(sources))}`;
      report.add("source-unknown", under(at, "properties", key, "x-source"), message);
    }
    required.add(key);
    const { required: _, ...own } = schema;
    return [key, { ...own, type: "object", "x-widget": "source", properties: part ? dataOf(part) : { ...ALWAYS } }];
  });
  return { properties: Object.fromEntries(properties), required: [...required] };
}

function dataOf(part: SourcePart): Record<string, FieldSchema> {
  const { outputs } = kindOf(part.kind);
  const kept = keptOf(part).flatMap((name) => {
    const output = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
    return output ? [[name, output] as const] : [];
  });
  const { etat, par, ...origin } = ALWAYS;
  return { ...(etat && { etat }), ...(par && { par }), ...Object.fromEntries(kept), ...origin };
}

const keptOf = ({ kind, keep }: SourcePart): readonly string[] => keep ?? kindOf(kind).usual;

/** The sources of a definition, by key of the field each fills. */
export function compileSources(
  file: DefinitionFile,
  { order, names }: { readonly order: readonly Field[]; readonly names: Names },
  root: At,
  report: Report,
): ReadonlyMap<string, CompiledSource> {
  const compiled = new Map<string, CompiledSource>();
  const known = extendNames(names, { franceconnect: true });
  for (const [name, part] of Object.entries(file["x-definition"].sources ?? {})) {
    const at = under(root, "x-definition", "sources", name);
    const fields = order.filter(({ source }) => source === name);
    const [field] = fields;
    if (field === undefined || fields.length > 1) {
      const message = `La source « ${name} » doit remplir une question, et une seule, par « x-source ».`;
      report.add("source-unused", at, message);
      continue;
    }
    checkKept(part, at, report);
    const inputs = compileInputs(part, field, known, under(at, "inputs"), report);
    compiled.set(field.key, {
      key: field.key,
      kind: part.kind,
      purpose: part.purpose,
      inputs,
      franceconnect: part.franceconnect === true,
      keep: keptOf(part),
    });
  }
  return compiled;
}

function checkKept(part: SourcePart, at: At, report: Report): void {
  const known = Object.keys(SOURCE_KINDS[part.kind].outputs);
  for (const [index, name] of (part.keep ?? []).entries()) {
    if (known.includes(name)) continue;
    report.add(
      "source-output",
      under(at, "keep", index),
      `Cette source ne donne pas « ${name} »${didYouMean(name, known)}`,
    );
  }
}

function compileInputs(
  part: SourcePart,
  field: Field,
  names: Names,
  at: At,
  report: Report,
): ReadonlyMap<string, Expression> {
  const wanted = kindOf(part.kind).inputs;
  const compiled = new Map<string, Expression>();
  for (const [name, { required, title }] of Object.entries(wanted)) {
    if (!required || part.inputs[name] !== undefined) continue;
    report.add("source-input", at, `Il manque « ${name} » : la source demande ${title}.`);
  }
  for (const [name, source] of Object.entries(part.inputs)) {
    const input = Object.hasOwn(wanted, name) ? wanted[name] : undefined;
    const here = under(at, name);
    if (!input) {
      report.add("source-input", here, `La source ne demande pas « ${name} »${didYouMean(name, Object.keys(wanted))}`);
      continue;
    }
    const checked = checkedExpression(source, names, input.type, here, report);
    if (checked?.expression.reads.includes(field.key)) {
      report.add("source-input", here, "Ce qu'on demande à une source ne peut pas dépendre de sa réponse.");
    }
    if (checked) compiled.set(name, checked.expression);
  }
  return compiled;
}
