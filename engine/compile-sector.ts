import type { Names } from "./cel-names.ts";
import { checkedExpression } from "./compile-expression.ts";
import type { Draft } from "./compile-field.ts";
import type { State } from "./definition.ts";
import { compileExpression } from "./expression.ts";
import type { Expression, Field } from "./form.ts";
import type { DefinitionPart, SectorsPart } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { foundSector, type SectorSource, type Sectors, SIDES } from "./sector.ts";
import { didYouMean } from "./suggest.ts";

interface Reading {
  readonly fields: readonly Field[];
  readonly names: Names;
  readonly at: At;
  readonly report: Report;
}

/** Compiles how the entries of a register hold addresses; what is wrong is reported, and the result then good for nothing. */
export function compileSectors(
  part: SectorsPart,
  kind: DefinitionPart["kind"],
  states: ReadonlyMap<string, State>,
  reading: Reading,
): Sectors {
  const { at, names, report } = reading;
  if (kind !== "register") report.add("sector", at, "Des secteurs sont les fiches d'un registre.");
  if (part.streets === undefined && part.whole === undefined) {
    report.add(
      "sector",
      at,
      "Dites ce que contient un secteur : des voies (« streets »), ou toute la commune (« whole »).",
    );
  }
  for (const [index, id] of (part.states ?? []).entries()) {
    if (states.has(id)) continue;
    const message = `« ${id} » n'est pas un état du parcours${didYouMean(id, states.keys())}`;
    report.add("sector-field", under(at, "states", index), message);
  }
  checkStreets(part, reading);
  const read = (key: "commune" | "whole", expected: "string" | "bool"): Expression | null =>
    part[key] === undefined
      ? null
      : (checkedExpression(part[key], names, expected, under(at, key), report)?.expression ?? null);
  return {
    states: part.states ?? [...states.values()].filter(({ final }) => !final).map(({ id }) => id),
    commune: read("commune", "string"),
    whole: read("whole", "bool"),
    serves: part.serves === undefined ? null : servesOf(part.serves, names, under(at, "serves"), report),
    streets: part.streets ?? null,
  };
}

/** One text, or a list of them. */
function servesOf(source: string, names: Names, at: At, report: Report): Expression | null {
  const several = compileExpression(source, names, "list<string>");
  if (several.ok) return several.expression;
  return checkedExpression(source, names, "string", at, report)?.expression ?? null;
}

function checkStreets({ streets }: SectorsPart, { fields, at: root, report }: Reading): void {
  if (streets === undefined) return;
  const at = under(root, "streets");
  const list = known(streets.list, fields, under(at, "list"), report);
  if (!list) return;
  if (list.widget !== "repeat") {
    report.add("sector-field", under(at, "list"), `« ${streets.list} » n'est pas une liste répétée.`);
    return;
  }
  const check = (key: "street" | "commune" | "from" | "to" | "side", fits: (field: Known) => boolean, why: string) => {
    const name = streets[key];
    const field = name === undefined ? undefined : known(name, list.fields ?? [], under(at, key), report);
    if (field && !fits(field)) wrong(field.key, why, under(at, key), report);
  };
  const isText = ({ type }: Known) => type === "string";
  const isNumber = ({ type }: Known) => type === "integer";
  const sides = ({ choices }: Known) => choices?.every(({ value }) => Object.hasOwn(SIDES, value)) ?? false;
  check("street", isText, "n'est pas un texte court");
  check("commune", isText, "n'est pas un texte court");
  check("from", isNumber, "n'est pas un nombre entier");
  check("to", isNumber, "n'est pas un nombre entier");
  check("side", sides, `ne propose pas seulement ${Object.keys(SIDES).join(", ")}`);
}

/** A sector field ready, and what it reads of the other answers. */
export interface CompiledSector {
  readonly source: SectorSource;
  readonly computed: Expression;
  readonly paths: ReadonlySet<string>;
}

/**
 * Compiles the `x-sector` of a field: the entry of its register (`x-ref`) in which an address of the form lies.
 * @param fields the top-level fields
 * @param edited true in the form of an entry, the only one where it means something
 */
export function compileSector(
  draft: Draft,
  fields: readonly Draft[],
  names: Names,
  edited: boolean,
  report: Report,
): CompiledSector | undefined {
  const { sector: part, field } = draft;
  if (part === undefined) return undefined;
  const at = draft.locate("x-sector");
  if (field.ref === undefined) {
    report.add("sector", at, "Un secteur est la fiche d'un registre : nommez-le par « x-ref ».");
  }
  if (!edited || field.pointer !== `/${field.key}` || draft.computed !== undefined) {
    report.add("sector", at, "Un secteur se met au premier niveau du formulaire de la démarche, sans « x-computed ».");
    return undefined;
  }
  const address = known(
    part.address,
    fields.map((each) => each.field),
    under(at, "address"),
    report,
  );
  if (address && address.widget !== "address") {
    wrong(address.key, "n'est pas une adresse (« ../shared/adresse.json »)", under(at, "address"), report);
  }
  const serves =
    part.serves === undefined
      ? undefined
      : checkedExpression(part.serves, names, "string", under(at, "serves"), report);
  const source: SectorSource = {
    address: part.address,
    ...(serves && { serves: serves.expression }),
    ...(part.found !== undefined && { found: part.found }),
    ...(part.otherwise !== undefined && { otherwise: part.otherwise }),
  };
  return {
    source,
    computed: {
      source: `sector('${part.address}')`,
      reads: [...new Set([part.address, ...(serves?.expression.reads ?? [])])].sort(),
      evaluate: (scope) => foundSector(field.key, source, scope),
    },
    paths: new Set([part.address, ...(serves?.paths ?? [])]),
  };
}

type Known = Pick<Field, "key" | "type" | "widget" | "choices" | "fields">;

function known(key: string, fields: readonly Known[], at: At, report: Report): Known | undefined {
  const field = fields.find((candidate) => candidate.key === key);
  const keys = fields.map((candidate) => candidate.key);
  if (!field) report.add("sector-field", at, `« ${key} » n'est pas un champ${didYouMean(key, keys)}`);
  return field;
}

const wrong = (key: string, why: string, at: At, report: Report): void =>
  report.add("sector-field", at, `« ${key} » ${why}.`);
