import packaged from "./data/communes.json" with { type: "json" };
import { normalise } from "./normalise.ts";

/** A commune of France, of today or part of one, as the State's packaged list has it: see decision 0034. */
export interface Commune {
  /** Its own code of the Code officiel géographique: "68224", "2A004". */
  readonly code: string;
  readonly name: string;
  /** "68", "974". */
  readonly department: string;
  /** None for a former commune: those of the commune it is now part of. */
  readonly postcodes: readonly string[];
  /** Code of the commune it is now part of; its own for a commune of today. */
  readonly current: string;
  /** Legal population; null where the list of the groupings does not hold it. */
  readonly population: { readonly municipal: number; readonly total: number } | null;
}

/** Where the list comes from, and its year. */
export const COMMUNES_SOURCE = { source: packaged.source, vintage: packaged.vintage, licence: packaged.licence };

interface Gazetteer {
  /** With the key of each name. */
  readonly all: readonly Keyed[];
  readonly byCode: ReadonlyMap<string, Commune>;
  readonly byName: ReadonlyMap<string, readonly Commune[]>;
}

interface Keyed {
  readonly commune: Commune;
  readonly key: string;
}

let read: Gazetteer | undefined;

/**
 * The code of a commune from what people write. A name alone may be that of several: a department ("Saint-Louis (68)") or
 * a postcode tells them apart, and without one nothing is guessed. A postcode alone never gives a code: most are shared.
 * @param postcode when given, the commune of today where this address is; otherwise the code of the very name, which for
 *   a former commune is the one of the births there
 * @returns null when no commune, or more than one, fits
 */
export function communeCode(text: string, postcode?: string): string | null {
  const { name, department } = written(text);
  const named = gazetteer().byName.get(keyOf(name)) ?? [];
  const fitting = named.filter((commune) => department === null || commune.department === department);
  if (postcode === undefined) return only(preferCurrent(fitting).map(({ code }) => code));
  const digits = postcode.replace(/\s/g, "");
  const here = fitting.filter((commune) => postcodesOf(commune).includes(digits));
  return only(here.map(({ current }) => current));
}

/** The people a commune counts by law ("population municipale"); null for a code that is not one of today. */
export const municipalPopulation = (code: string): number | null =>
  gazetteer().byCode.get(code)?.population?.municipal ?? null;

/** "Mulhouse (68)": a name that leaves no doubt, and that `communeCode` reads again. */
export const communeLabel = ({ name, department }: Commune): string => `${name} (${department})`;

/**
 * Communes whose name begins with these words, or that have this postcode; those of today first, then the most peopled.
 * @param limit how many at most
 */
export function findCommunes(text: string, limit: number): readonly Commune[] {
  const { name, department } = written(text);
  const key = keyOf(name);
  if (key.length < 2) return [];
  const postcode = /^\d{5}$/.test(key) ? key : null;
  const found = gazetteer().all.filter((one) => {
    if (postcode !== null) return one.commune.postcodes.includes(postcode);
    return (department === null || one.commune.department === department) && begins(one.key, key);
  });
  return found
    .sort((a, b) => rank(a, key) - rank(b, key) || people(b) - people(a) || (a.commune.code < b.commune.code ? -1 : 1))
    .slice(0, limit)
    .map(({ commune }) => commune);
}

/** The whole name first, then communes of today, then former ones. */
const rank = ({ commune, key }: Keyed, typed: string): number =>
  (key === typed ? 0 : 2) + (commune.code === commune.current ? 0 : 1);
const people = ({ commune }: Keyed): number => commune.population?.municipal ?? 0;

/** Whether each typed word begins the name, or a word of it after the first. */
const begins = (name: string, typed: string): boolean => name.startsWith(typed) || name.includes(` ${typed}`);

function written(text: string): { readonly name: string; readonly department: string | null } {
  const [, name, department] = /^(.*?)\s*\((\d{2,3}|2[AaBb])\)\s*$/.exec(text.slice(0, 200)) ?? [];
  return { name: name ?? text.slice(0, 200), department: department?.toUpperCase() ?? null };
}

/** Letters that need no folding: most names, read by the ten thousand. */
const PLAIN = /^[A-Za-z' -]+$/;

/** Names as people compare them: "St-Louis", "SAINT LOUIS CEDEX" and "Saint-Louis" are one. */
function keyOf(name: string): string {
  const folded = PLAIN.test(name)
    ? name
        .toLowerCase()
        .replace(/[' -]+/g, " ")
        .trim()
    : normalise(name);
  if (!folded.includes("st") && !folded.includes("cedex")) return folded;
  return folded
    .replace(/ cedex( \d+)?$/, "")
    .replace(/\bst\b/g, "saint")
    .replace(/\bste\b/g, "sainte");
}

const only = (codes: readonly string[]): string | null => {
  const [first, ...others] = new Set(codes);
  return first === undefined || others.length > 0 ? null : first;
};

/** A name that a commune of today and a former one share is of the first. */
function preferCurrent(communes: readonly Commune[]): readonly Commune[] {
  const current = communes.filter(({ code, current: now }) => code === now);
  return current.length > 0 ? current : communes;
}

function postcodesOf(commune: Commune): readonly string[] {
  if (commune.postcodes.length > 0) return commune.postcodes;
  return gazetteer().byCode.get(commune.current)?.postcodes ?? [];
}

const departmentOf = (code: string): string => (/^9[78]/.test(code) ? code.slice(0, 3) : code.slice(0, 2));

/** Read at the first question: most processes of tools ask none. */
function gazetteer(): Gazetteer {
  read ??= readPackaged();
  return read;
}

function readPackaged(): Gazetteer {
  const current = packaged.communes.split("\n").map((line): Commune => {
    const [code = "", name = "", postcodes = "", municipal = "", total = ""] = line.split("|");
    return {
      ...{ code, name, department: departmentOf(code), current: code },
      postcodes: postcodes === "" ? [] : postcodes.split(" "),
      population: municipal === "" ? null : { municipal: Number(municipal), total: Number(total) },
    };
  });
  const former = packaged.former.split("\n").map((line): Commune => {
    const [code = "", name = "", now = ""] = line.split("|");
    return { code, name, department: departmentOf(code), current: now, postcodes: [], population: null };
  });
  const all = [...current, ...former].map((commune) => ({ commune, key: keyOf(commune.name) }));
  const byName = new Map<string, Commune[]>();
  for (const { commune, key } of all) {
    const named = byName.get(key);
    if (named) named.push(commune);
    else byName.set(key, [commune]);
  }
  // A former commune may bear the code of the one it became: today's wins.
  return { all, byCode: new Map([...former, ...current].map((commune) => [commune.code, commune])), byName };
}
