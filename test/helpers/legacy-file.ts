const SURNAMES = [
  "Aubry",
  "Bazin",
  "Collet",
  "Dumas",
  "Etienne",
  "Fabre",
  "Guerin",
  "Humbert",
  "Imbert",
  "Jacob",
  "Klein",
  "Leroux",
];
const ENDINGS = [
  "",
  "y",
  "et",
  "eau",
  "in",
  "ard",
  "ot",
  "el",
  "ier",
  "on",
  "as",
  "ois",
  "ez",
  "ac",
  "ert",
  "ald",
  "ic",
  "ut",
];
const FIRST = [
  "Odile",
  "Jeanne",
  "Marthe",
  "Lucie",
  "Sonia",
  "Nadia",
  "Claire",
  "Elise",
  "Karine",
  "Wafa",
  "Inès",
  "Paula",
  "Rose",
];
const TOWNS = ["Valmont", "Brécy", "Orville", "Saint-Aubert", "Le Mesnil", "Fontenay"];

/** What number `row` draws among `choices`, spread as if by chance. */
function drawn(row: number, salt: number, choices: number): number {
  let mixed = Math.imul(row ^ Math.imul(salt, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) % choices;
}

const two = (value: number): string => String(value).padStart(2, "0");

/**
 * A line of an export as old software makes them: capitals, dates in figures, telephones in any form, blanks. Row 0 is the headings,
 * among which what `paper` they have is called, and the `size` it says.
 * Every tenth describes the person of another line again. Everyone is invented.
 */
export function inventedLine(row: number, [paper, size]: readonly [string, string] = ["PERMIS", "RUCHES"]): string {
  if (row === 0)
    return `NOM NAISSANCE;NOM USAGE;PRENOM;NE LE;ADRESSE;CP;VILLE;TEL;MAIL;N ${paper};DEBUT ${paper};FIN ${paper};${size};OBSERVATIONS`;
  const who = row % 10 === 0 ? row - 7 : row;
  const pick = (from: readonly string[], salt: number): string => from[drawn(who, salt, from.length)] ?? "";
  const name = `${pick(SURNAMES, 1)}${pick(ENDINGS, 2)}${pick(ENDINGS, 3)}`.toUpperCase();
  const first = pick(FIRST, 4).toUpperCase();
  const birth = `${two(1 + drawn(who, 5, 28))}/${two(1 + drawn(who, 6, 12))}/${1950 + drawn(who, 7, 52)}`;
  const from = 2016 + drawn(who, 8, 10);
  const day = `${two(1 + drawn(who, 9, 28))}/${two(1 + drawn(who, 10, 12))}`;
  const phone = row % 7 === 0 ? "" : `02${String(10_000_000 + drawn(who, 11, 89_999_999))}`;
  const mail = who % 3 === 0 ? "" : `${first.toLowerCase()}.${name.toLowerCase()}${who}@courriel.example`;
  const street = `${1 + drawn(who, 12, 99)} RUE DES ${pick(ENDINGS, 13).toUpperCase()}AUNES`;
  const known = row % 6 === 0 ? "" : birth;
  return [
    ...[
      name,
      "",
      first,
      known,
      street,
      `5${String(drawn(who, 14, 9999)).padStart(4, "0")}`,
      pick(TOWNS, 15).toUpperCase(),
    ],
    ...[
      phone,
      mail,
      `50-${String(who).padStart(6, "0")}`,
      `${day}/${from}`,
      `${day}/${from + 5}`,
      String(1 + drawn(who, 16, 4)),
    ],
    row % 5 === 0 ? "absente le mercredi ; à rappeler" : "",
  ].join(";");
}
