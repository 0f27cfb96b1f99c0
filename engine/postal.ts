import type { Answers } from "./entry.ts";
import { streetLine } from "./street.ts";

/** Lines of an address on an envelope, and signs of a line (norm NF Z10-011). */
export const POSTAL = { lines: 6, signs: 38 } as const;

/** An address as it is written on an envelope. */
export interface PostalBlock {
  readonly lines: readonly string[];
  /** Something did not fit, and was left out. */
  readonly cut: boolean;
}

/** The parts of an address field. */
export interface PostalAddress {
  readonly street: string;
  readonly inside: string;
  readonly code: string;
  readonly town: string;
  readonly country: string;
}

/** The address that a field of addresses holds; null for one that no postman finds: without town, code, or anything before them. */
export function postalAddress(held: Answers): PostalAddress | null {
  const text = (key: string) => {
    const value = held[key];
    return typeof value === "string" ? value.replace(/\s+/g, " ").trim() : "";
  };
  const address = {
    ...{ street: text("voie"), inside: text("complement") },
    ...{ code: text("codePostal"), town: text("commune"), country: text("pays") },
  };
  const somewhere = address.street !== "" || address.inside !== "";
  return somewhere && address.code !== "" && address.town !== "" ? address : null;
}

/** What two addresses of one home have in common, however they are typed. */
export function homeKey({ street, inside, code, town, country }: PostalAddress): string {
  const line = streetLine(street);
  return [line.number ?? "", line.street, capitals(inside), capitals(code), capitals(town), capitals(country)].join(
    "|",
  );
}

/**
 * Who, then where: the inside of the building, the street, the town in capitals without accents nor signs, the country
 * last when it is not France. Six lines of thirty-eight signs: a longer one goes on below, then its words are shortened as the
 * post office does, then it is cut, and the block says so.
 */
export function postalBlock(names: readonly string[], address: PostalAddress): PostalBlock {
  const { street, inside, code, town, country } = address;
  const abroad = country !== "" && capitals(country) !== "FRANCE";
  const last = [`${code} ${town}`, ...(abroad ? [country] : [])].map((line) => shortened(capitals(line)));
  const room = POSTAL.lines - last.length;
  const who = names.filter((name) => name !== "");
  const where = [inside, street].filter((line) => line !== "").map(capitals);
  const tries = [
    [...who, ...where].flatMap(folded),
    [...who, ...where.map(shortened)].flatMap(folded),
    [...who.slice(0, Math.max(1, room - where.length)), ...where.map(shortened)],
  ];
  const fits = tries.slice(0, 2).find((lines) => lines.length <= room);
  const above = fits ?? tries[2] ?? [];
  const lines = [...above.slice(0, room), ...last].map((line) => line.slice(0, POSTAL.signs).trim());
  const whole = fits !== undefined && last.every((line) => line.length <= POSTAL.signs);
  return { lines, cut: !whole };
}

/** A line as machines read it best: capitals, no accent, no sign. */
function capitals(line: string): string {
  return line
    .replaceAll("œ", "oe")
    .replaceAll("Œ", "OE")
    .replaceAll("æ", "ae")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .replace(/[^\p{L}\p{N}/]+/gu, " ")
    .trim();
}

/** A line over several when it is too long, at spaces. A word longer than a line stays as it is. */
function folded(line: string): readonly string[] {
  const lines: string[] = [];
  for (const word of line.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= POSTAL.signs)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.some((each) => each.length > POSTAL.signs) ? [line, ...lines.slice(1)] : lines;
}

/** Words as the post office shortens them. */
const SHORT: Readonly<Record<string, string>> = {
  ...{ ALLEE: "ALL", AVENUE: "AV", BOULEVARD: "BD", CHEMIN: "CHE", COURS: "CRS", FAUBOURG: "FG", IMPASSE: "IMP" },
  ...{ LOTISSEMENT: "LOT", PASSAGE: "PAS", PLACE: "PL", QUARTIER: "QUA", RESIDENCE: "RES", ROUTE: "RTE", SQUARE: "SQ" },
  ...{ APPARTEMENT: "APP", BATIMENT: "BAT", ESCALIER: "ESC", ETAGE: "ETG", ENTREE: "ENT", IMMEUBLE: "IMM" },
  ...{ GENERAL: "GAL", MARECHAL: "MAL", DOCTEUR: "DR", PROFESSEUR: "PR", PRESIDENT: "PDT", COMMANDANT: "CDT" },
  ...{ CAPITAINE: "CNE", COLONEL: "CNL", LIEUTENANT: "LT", SAINT: "ST", SAINTE: "STE", GRAND: "GD", GRANDE: "GDE" },
};

const shortened = (line: string): string =>
  line.length <= POSTAL.signs
    ? line
    : line
        .split(" ")
        .map((word) => (Object.hasOwn(SHORT, word) ? (SHORT[word] ?? word) : word))
        .join(" ");
