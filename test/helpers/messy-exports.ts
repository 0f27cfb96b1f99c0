import type { Answers } from "../../engine/index.ts";
import type { MessyFile } from "./messy-files.ts";
import type { MessyRecord } from "./messy-people.ts";

type Cell = (answers: Answers, rank: number) => string;

/** One thing that programs export, with the headings they give it. */
interface Column {
  readonly headings: readonly string[];
  readonly cell: Cell;
}

const text =
  (key: string): Cell =>
  (answers) => {
    const value = answers[key];
    return typeof value === "string" ? value : "";
  };

const inside =
  (key: string, name: string): Cell =>
  (answers) => {
    const value = answers[key];
    const held = Array.isArray(value) ? value[0] : value;
    const found = typeof held === "object" && held !== null && !Array.isArray(held) ? (held as Answers)[name] : "";
    return typeof found === "string" ? found : "";
  };

const day =
  (write: (year: string, month: string, day: string) => string): Cell =>
  (answers) => {
    const [year = "", month = "", date = ""] = text("naissance")(answers, 0).split("-");
    return year === "" ? "" : write(year, month, date);
  };

const MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre".split("|");
const DAYS: readonly Cell[] = [
  day((year, month, date) => `${date}/${month}/${year}`),
  day((year, month, date) => `${date}.${month}.${year}`),
  day((year, month, date) => `${date}-${month}-${year.slice(2)}`),
  day((year, month, date) => `${year}-${month}-${date}`),
  day((year, month, date) => `${Number(date)} ${MONTHS[Number(month) - 1]} ${year}`),
  day((year, month, date) => `${date}/${month}/${year} 00:00`),
];

const COLUMNS = {
  born: {
    headings: ["NOM NAISSANCE", "Nom de jeune fille", "birth_name", "Nom de famille", "NomNaiss"],
    cell: text("nom"),
  },
  used: { headings: ["NOM USAGE", "Nom marital", "married_name", "Nom d'épouse", "NomUsuel"], cell: text("usage") },
  first: { headings: ["PRENOM", "Prénom(s)", "firstname", "Prénoms", "given_name"], cell: text("prenoms") },
  street: { headings: ["ADRESSE", "Rue", "street", "Adresse 1", "N° et voie"], cell: inside("adresse", "voie") },
  code: { headings: ["CP", "Code postal", "zip", "CodePostal", "C.P."], cell: inside("adresse", "codePostal") },
  town: { headings: ["VILLE", "Commune", "city", "Localité", "Ville"], cell: inside("adresse", "commune") },
  phone: { headings: ["TEL", "Téléphone fixe", "phone1", "Tél.", "Tel domicile"], cell: text("telephone") },
  mobile: { headings: ["PORTABLE", "Mobile", "phone2", "Tél. portable", "GSM"], cell: text("portable") },
  mail: { headings: ["MAIL", "Courriel", "email", "E-mail", "Adresse mail"], cell: text("courriel") },
  number: {
    headings: ["N AGREMENT", "Agrément", "licence", "N° agrément", "NumAgrement"],
    cell: inside("permis", "numero"),
  },
} satisfies Readonly<Record<string, Column>>;

/** Columns that mean nothing to the register. */
const NOISE: readonly (readonly [string, Cell])[] = [
  ["Code interne", (_, rank) => `X${rank}`],
  ["OBSERVATIONS", (_, rank) => (rank % 4 === 0 ? "rappeler ; le soir\nou samedi" : "")],
  ["Saisi par", () => "secrétariat"],
];

const DELIMITERS = [";", ",", "\t", "|"];
const ENCODINGS = ["utf8", "latin1", "utf16le"] as const;

/** Numbers below `most`, always the same for a seed. */
function chooser(seed: number): (most: number) => number {
  let state = seed * 2_654_435_761;
  return (most) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return (state >>> 8) % most;
  };
}

/**
 * The records of messy people as programs that nobody has met export them: other headings, another order, columns that mean nothing,
 * any delimiter, encoding and way to write a date. With who each is about.
 */
export function messyExports(records: readonly MessyRecord[], seed: number): readonly MessyFile[] {
  const choose = chooser(seed);
  const sources = [...new Set(records.map(({ source }) => source))].sort();
  const files = sources.map((source) => {
    const own = records.filter((record) => record.source === source);
    return { ...exported(own, source, choose), own };
  });
  const truth = files.flatMap(({ name, own }) => own.map(({ person }, index) => `${name},${index + 2},${person}`));
  const told = { name: "truth.csv", content: Buffer.from(["source,line,person", ...truth].join("\n")) };
  return [...files.map(({ name, content }) => ({ name, content })), told];
}

function exported(records: readonly MessyRecord[], source: number, choose: (most: number) => number): MessyFile {
  const style = choose(5);
  const dates = DAYS[choose(DAYS.length)] ?? text("naissance");
  const birth = ["NE LE", "Date de naissance", "birthdate", "Né(e) le", "DateNaiss"][style] ?? "";
  const known = Object.values(COLUMNS).map(({ headings, cell }) => [headings[style] ?? "", cell] as const);
  const columns = shuffled([...known, [birth, dates] as const, ...NOISE.slice(0, choose(3) + 1)], choose);
  const delimiter = DELIMITERS[choose(DELIMITERS.length)] ?? ";";
  const capitals = choose(2) === 0;
  const lines = records.map(({ answers }, rank) =>
    columns.map(([, cell]) => {
      const value = cell(answers, rank);
      return quoted(capitals && !value.includes("@") ? value.toUpperCase() : value, delimiter);
    }),
  );
  const head = columns.map(([heading]) => quoted(heading, delimiter));
  const content = [head, ...lines].map((cells) => cells.join(delimiter)).join(choose(2) === 0 ? "\r\n" : "\n");
  return { name: `export-${source}.csv`, content: encoded(`${content}\n`, ENCODINGS[choose(3)] ?? "utf8") };
}

const encoded = (content: string, encoding: (typeof ENCODINGS)[number]): Buffer =>
  Buffer.from(encoding === "utf16le" ? `\ufeff${content}` : content, encoding);

function shuffled<T>(all: readonly T[], choose: (most: number) => number): readonly T[] {
  const left = [...all];
  return all.flatMap(() => left.splice(choose(left.length), 1));
}

const quoted = (cell: string, separator: string): string =>
  cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
