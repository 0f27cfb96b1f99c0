import { normalise } from "./normalise.ts";

/**
 * Words of the headings of files, in French, in English and shortened, by what they mean in the titles of fields. Nothing of one
 * register: what any file of persons, places and papers says.
 */
const MEANINGS: Readonly<Record<string, string>> = {
  ...of("naissance", "birth", "born", "ne", "nee", "naiss", "jf", "jeune", "fille", "maiden", "natal"),
  ...of("usage", "married", "marital", "epouse", "epoux", "usuel", "used", "marie", "mariee"),
  ...of("prenom", "first", "firstname", "given", "forename", "prenoms"),
  ...of("nom", "name", "lastname", "surname", "family", "noms", "patronyme"),
  ...of("voie", "street", "rue", "adresse", "address", "addr", "adr", "adresses", "line", "line1"),
  ...of("complement", "line2", "batiment", "complementaire"),
  ...of("codepostal", "zip", "cp", "postcode", "postal", "zipcode"),
  ...of("commune", "ville", "city", "town", "localite", "municipality"),
  ...of("telephone", "tel", "phone", "tph", "fixe", "telephones"),
  ...of("portable", "mobile", "gsm", "cell", "cellulaire", "port"),
  ...of("courriel", "mail", "email", "mel", "electronique"),
  ...of("agrement", "licence", "license", "agr", "agrt", "agrements", "approval"),
  ...of("numero", "number", "num", "no", "n", "nr"),
  ...of("debut", "from", "start", "du", "effet", "depuis"),
  ...of("fin", "to", "end", "au", "until", "expiration", "echeance", "jusqu"),
  ...of("capacite", "capacity", "places", "place", "effectif"),
  ...of("civilite", "civ", "title", "titre"),
  ...of("sexe", "sex", "gender", "genre"),
  ...of(
    "note",
    "notes",
    "observation",
    "observations",
    "remarque",
    "remarques",
    "commentaire",
    "commentaires",
    "comment",
    "comments",
  ),
  ...of("date", "jour", "day", "dt"),
  ...of("pays", "country"),
  ...of("secteur", "sector", "zone", "area"),
  ...of("employeur", "employer"),
  ...of("enfant", "child", "children", "enfants"),
  ...of("mere", "mother"),
  ...of("pere", "father"),
};

function of(meaning: string, ...words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries([meaning, ...words].map((word) => [word, meaning]));
}

/** Words that tell nothing apart. */
const EMPTY: ReadonlySet<string> = new Set([
  ...[
    "de",
    "la",
    "le",
    "les",
    "des",
    "d",
    "l",
    "et",
    "ou",
    "a",
    "en",
    "the",
    "of",
    "and",
    "nb",
    "nbre",
    "nombre",
    "complete",
  ],
  ...[
    "lieu",
    "personne",
    "personnel",
    "personnelle",
    "domicile",
    "complet",
    "s",
    "e",
    "un",
    "une",
    "son",
    "sa",
    "postale",
  ],
]);

/** What a heading, a title or a key means: "NE LE" and "Date de naissance" are both "naissance", as cells say what is a date. */
export function meaningsOf(text: string): ReadonlySet<string> {
  const words = normalise(text.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").replace(/(\p{Letter})(\d)/gu, "$1 $2"))
    .replace(/\bcode postal\b/g, "codepostal")
    .replace(/\b(?:birthdate|datenaiss|dob|bday)\b/g, "date naissance")
    .split(" ");
  const found = new Set<string>();
  for (const word of words) {
    if (EMPTY.has(word) || word === "" || /^\d+$/.test(word)) continue;
    found.add(MEANINGS[word] ?? MEANINGS[word.replace(/s$/, "")] ?? word.replace(/s$/, ""));
  }
  if (found.size > 1) found.delete("date");
  return found;
}

/** From 0 to 1: how much of two sets is in both. */
export function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0;
  let shared = 0;
  for (const word of one) if (other.has(word)) shared += 1;
  return (2 * shared) / (one.size + other.size);
}
