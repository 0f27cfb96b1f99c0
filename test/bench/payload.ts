import { readFileSync } from "node:fs";

/** Members, and entries of each, spread evenly. */
export const MEMBERS = Array.from({ length: 40 }, (_, index) => `commune-${String(index + 1).padStart(2, "0")}`);
export const DEFINITION = "bench/inscription";

const NAMES = ["Lefèvre", "Moreau", "Simon", "Laurent", "Michel", "Garcia", "Roux", "Schmitt", "Weber", "Legrand"];
const FIRST_NAMES = ["Jeanne", "Louise", "Gabriel", "Anna", "Malo", "Inès", "Adam", "Côme", "Zoé", "Noé"];
const STREETS = ["rue du Sauvage", "avenue de Paris", "quai de Caligny", "rue des Bains", "place de la Réunion"];
const SCHOOLS = ["ferry", "curie", "prevert"];
const CAPACITIES = ["mere", "pere", "tuteur"];

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
const two = (value: number) => String(value).padStart(2, "0");

/** The fifteen answers of the n-th request: no two alike, about 600 bytes. */
export function answers(n: number): Record<string, string | number> {
  const name = pick(NAMES, n);
  const firstName = pick(FIRST_NAMES, Math.floor(n / 10));
  return {
    nom: `${name}-${n}`,
    prenoms: `${firstName} ${pick(FIRST_NAMES, n + 3)}`,
    naissance: `20${two(15 + (n % 8))}-${two(1 + (n % 12))}-${two(1 + (n % 28))}`,
    sexe: n % 2 ? "f" : "m",
    ecole: pick(SCHOOLS, n),
    responsable: `${pick(FIRST_NAMES, n + 5)} ${name}`,
    qualite: pick(CAPACITIES, n),
    voie: `${1 + (n % 120)} ${pick(STREETS, n)}`,
    codePostal: n % 2 ? "68100" : "50100",
    commune: n % 2 ? "Mulhouse" : "Cherbourg-en-Cotentin",
    courriel: `famille.${n}@exemple.fr`,
    telephone: `+336${String(10_000_000 + (n % 89_999_999))}`,
    jours: 2 + (n % 4),
    revenu: 100_000 + (n % 400_000),
    precisions: `Arrivée vers ${two(7)} h ${two(n % 60)}, avec une grande sœur déjà inscrite à la même école depuis la rentrée.`,
  };
}

/** The bench definition's file, parsed: a plain JSON Schema to the two references. */
export function benchSchema(): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL("./definitions/inscription.json", import.meta.url), "utf8"));
}
