import {
  type ColumnRule,
  cellPattern,
  convert,
  type Form,
  type Mapping,
  type Target,
  targetsOf,
} from "../../../engine/index.ts";
import { importWords as words } from "../../../renderer/strings-imports.ts";
import type { ReadForm } from "../../middleware/posted-form.ts";
import { one } from "../back/send-event.ts";

/** A mapping as it was typed, and what is wrong with it; pointers are those of the page's controls. */
export interface PostedMapping {
  readonly mapping: Mapping;
  readonly issues: readonly { readonly pointer: string; readonly message: string }[];
}

const MOST_PARTS = 9;
const MOST_CODES = 40;
const MOST_CONSTANTS = 20;

/** Reads the page of a mapping; what the page did not show of a column stays as it was. */
export function postedMapping(form: ReadForm, entryForm: Form, before: Mapping): PostedMapping {
  const issues: { pointer: string; message: string }[] = [];
  const targets = new Map(targetsOf(entryForm).map((target) => [target.path, target]));
  const columns = before.columns.map((rule, index) => {
    const read = postedRule(form, rule, `colonne-${index}`, targets);
    const message = faultOf(read, targets);
    if (message !== null) issues.push({ pointer: `/colonne-${index}`, message });
    return read;
  });
  const constants = Array.from({ length: MOST_CONSTANTS }, (_, index) => index).flatMap((index) => {
    const to = one(form, `constante-${index}`) ?? "";
    const text = (one(form, `constante-${index}-valeur`) ?? "").trim().slice(0, 200);
    const target = targets.get(to);
    if (!target || text === "") return [];
    const read = convert(target.field, text);
    if (!read.ok) {
      const message = words.mapping.badConstant(target.field.title, read.reason);
      issues.push({ pointer: `/constante-${index}-valeur`, message });
    }
    return [{ to, text }];
  });
  if (!columns.some(({ use, to }) => (use === "field" || use === "split") && to.some((path) => path !== ""))) {
    issues.push({ pointer: "/colonne-0", message: words.mapping.nothing });
  }
  return { mapping: { columns, constants }, issues };
}

type Targets = ReadonlyMap<string, Target>;

function postedRule(form: ReadForm, before: ColumnRule, id: string, targets: Targets): ColumnRule {
  const chosen = one(form, id);
  if (chosen === undefined) return before;
  const { heading } = before;
  const options = optionsOf(form, before, id);
  if (chosen === "ignore" || chosen === "note") return { ...options, heading, use: chosen, to: [] };
  if (chosen === "split") {
    const pattern = (one(form, `${id}-motif`) ?? before.pattern ?? words.mapping.firstPattern).trim().slice(0, 200);
    const holes = cellPattern(pattern)?.holes.length ?? 0;
    const to = Array.from({ length: Math.min(holes, MOST_PARTS) }, (_, index) => {
      const path = one(form, `${id}-morceau-${index}`) ?? (before.use === "split" ? before.to[index] : undefined) ?? "";
      return targets.has(path) ? path : "";
    });
    return { ...options, heading, use: "split", pattern, to };
  }
  const path = chosen.replace(/^field:/, "");
  return { ...options, heading, use: "field", to: targets.has(path) ? [path] : [] };
}

type Options = Omit<ColumnRule, "heading" | "use" | "to" | "pattern">;

function optionsOf(form: ReadForm, before: ColumnRule, id: string): Options {
  const dates = one(form, `${id}-dates`) ?? before.dates ?? "JMA";
  const year = one(form, `${id}-siecle`);
  const century = year === undefined ? before.century : year.trim() === "" ? undefined : Number(year.trim());
  const names = one(form, `${id}-textes`) === undefined ? before.names : one(form, `${id}-noms`) === "oui";
  const separator = one(form, `${id}-separateur`) ?? before.separator ?? "";
  const codes = codesOf(form, before, id);
  return {
    ...(dates === "MJA" && { dates }),
    ...(century !== undefined && { century }),
    ...(names && { names: true as const }),
    ...(separator.trim() !== "" && { separator: separator.trim().slice(0, 10) }),
    ...(codes && { codes }),
  };
}

function codesOf(form: ReadForm, before: ColumnRule, id: string): ColumnRule["codes"] {
  const codes: [string, string][] = Object.entries(before.codes ?? {});
  for (let index = 0; index < MOST_CODES; index += 1) {
    const value = one(form, `${id}-valeur-${index}`);
    if (value === undefined) break;
    codes.push([value, one(form, `${id}-code-${index}`) ?? ""]);
  }
  const known = [...new Map(codes)].filter(([, means]) => means !== "");
  return known.length > 0 ? Object.fromEntries(known) : undefined;
}

/** What is wrong with a rule, in words; null when nothing is. */
function faultOf({ heading, use, to, pattern = "", century }: ColumnRule, targets: Targets): string | null {
  if (century !== undefined && !(Number.isInteger(century) && century >= 1900 && century <= 2200)) {
    return words.mapping.badCentury(heading);
  }
  if (use === "split" && cellPattern(pattern) === null) return words.mapping.badPattern(heading);
  if (use === "field" && !targets.has(to[0] ?? "")) return words.mapping.badTarget(heading);
  return null;
}
