import type { Answers } from "../../engine/index.ts";
import type { MessyRecord } from "./messy-people.ts";

/** A file of an old program, as bytes. */
export interface MessyFile {
  readonly name: string;
  readonly content: Buffer;
}

/** The records of messy people as three programs export them, and who each is about. */
export function messyFiles(records: readonly MessyRecord[]): readonly MessyFile[] {
  const files = FORMATS.map(({ name, head, line, encoding, separator }, source) => {
    const own = records.filter((record) => record.source === source);
    const lines = own.map(({ answers }, index) => line(answers, index).map((cell) => quoted(cell, separator)));
    const text = [head, ...lines].map((cells) => cells.join(separator)).join("\r\n");
    return { name, content: Buffer.from(`${text}\r\n`, encoding), own };
  });
  const truth = files.flatMap(({ name, own }) => own.map(({ person }, index) => `${name},${index + 2},${person}`));
  const told = { name: "truth.csv", content: Buffer.from(["source,line,person", ...truth].join("\n")) };
  return [...files.map(({ name, content }) => ({ name, content })), told];
}

const quoted = (cell: string, separator: string): string =>
  cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

const text = (answers: Answers, key: string): string => {
  const value = answers[key];
  return typeof value === "string" ? value : "";
};

const inside = (answers: Answers, key: string, name: string): string => {
  const value = answers[key];
  const held = Array.isArray(value) ? value[0] : value;
  const found = typeof held === "object" && held !== null && !Array.isArray(held) ? (held as Answers)[name] : undefined;
  return typeof found === "string" ? found : "";
};

/** 02/06/1979; two figures for the year from time to time. */
function french(date: string, rank: number): string {
  const [year = "", month = "", day = ""] = date.split("-");
  return date === "" ? "" : `${day}/${month}/${rank % 9 === 0 && year.startsWith("19") ? year.slice(2) : year}`;
}

/** A number that a spreadsheet took for one: its first figure is lost. */
const spreadsheet = (phone: string, rank: number): string =>
  rank % 7 === 0 && /^0\d{9}$/.test(phone) ? phone.slice(1) : phone;

interface Format {
  readonly name: string;
  readonly head: readonly string[];
  readonly encoding: "latin1" | "utf8";
  readonly separator: string;
  /** Cells of the record at this rank. */
  line(answers: Answers, rank: number): readonly string[];
}

const FORMATS: readonly Format[] = [
  {
    name: "ancien-nord.csv",
    head: [
      "NOM NAISSANCE",
      "NOM USAGE",
      "PRENOM",
      "NE LE",
      "ADRESSE",
      "CP",
      "VILLE",
      "TEL",
      "PORTABLE",
      "MAIL",
      "N AGREMENT",
      "OBSERVATIONS",
    ],
    encoding: "latin1",
    separator: ";",
    line: (answers, rank) => [
      text(answers, "nom").toUpperCase(),
      text(answers, "usage").toUpperCase(),
      text(answers, "prenoms").toUpperCase(),
      french(text(answers, "naissance"), rank),
      ...["voie", "codePostal", "commune"].map((key) => inside(answers, "adresse", key).toUpperCase()),
      spreadsheet(text(answers, "telephone"), rank),
      spreadsheet(text(answers, "portable"), rank + 3),
      text(answers, "courriel"),
      inside(answers, "permis", "numero"),
      rank % 5 === 0 ? "à rappeler\nen septembre ; le soir" : "",
    ],
  },
  {
    name: "ancien-sud.csv",
    head: [
      "Nom et prénom",
      "Nom de jeune fille",
      "Date naissance",
      "Adresse complète",
      "Téléphone",
      "Courriel",
      "Agrément",
    ],
    encoding: "utf8",
    separator: ";",
    line: (answers, rank) => [
      `${(text(answers, "usage") || text(answers, "nom")).toUpperCase()} ${capital(text(answers, "prenoms"))}`,
      text(answers, "nom").toUpperCase(),
      french(text(answers, "naissance"), rank),
      `${inside(answers, "adresse", "voie")}, ${inside(answers, "adresse", "codePostal")} ${inside(answers, "adresse", "commune")}`,
      text(answers, "portable") || text(answers, "telephone"),
      text(answers, "courriel"),
      inside(answers, "permis", "numero"),
    ],
  },
  {
    name: "other-program.csv",
    head: [
      "birth_name",
      "married_name",
      "firstname",
      "birthdate",
      "street",
      "zip",
      "city",
      "phone1",
      "phone2",
      "email",
      "licence",
    ],
    encoding: "utf8",
    separator: ",",
    line: (answers) => [
      ...["nom", "usage", "prenoms", "naissance"].map((key) => text(answers, key)),
      ...["voie", "codePostal", "commune"].map((key) => inside(answers, "adresse", key)),
      ...["telephone", "portable", "courriel"].map((key) => text(answers, key)),
      inside(answers, "permis", "numero"),
    ],
  },
];

const capital = (name: string): string =>
  name
    .toLowerCase()
    .replace(/(^|[ .-])(\p{Letter})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
