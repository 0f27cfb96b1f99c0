import type { Answers } from "../../engine/index.ts";

/** A record of somebody as one program or another kept it, and who it is. */
export interface MessyRecord {
  readonly source: number;
  readonly person: number;
  readonly answers: Answers;
}

/** How often each thing goes wrong, from 0 to 1. */
export interface Rates {
  readonly typo: number;
  readonly dateMissing: number;
  readonly dateWrong: number;
  readonly numberMissing: number;
  readonly numberWrong: number;
  readonly moved: number;
  readonly phoneMissing: number;
  readonly phoneChanged: number;
  readonly emailMissing: number;
  readonly names: number;
  /** People who have the same house, telephone or name as another. */
  readonly neighbours: number;
}

export const USUAL: Rates = {
  ...{ typo: 0.16, dateMissing: 0.18, dateWrong: 0.05, numberMissing: 0.22, numberWrong: 0.01 },
  ...{ moved: 0.15, phoneMissing: 0.4, phoneChanged: 0.05, emailMissing: 0.5, names: 0.25 },
  neighbours: 0,
};

const SURNAMES =
  `Le Goff|Kerouédan|Müller|Schmitt|Da Silva|Ferreira|Ben Saïd|Traoré|Haddad|Nguyen|Petit|Durand|Martin|Bernard|Garnier
  |Lefèvre|Roux|Fontaine|Chevalier|Rousseau|Blanc|Guérin|Muller|Henry|Roussel|Nicolas|Perrin|Morin|Mathieu|Clément|Gauthier|Dumont
  |Lopez|Robin|Sanchez|Garcia|Masson|Noël|Denis|Lemaire|Duval|Joly|Gautier|Roger|Roche|Roy|Meyer|Lucas|Meunier|Jean|Dufour
  |Blanchard|Marie|Barbier|Brun|Dumas|Brunet|Leroux|Colin|Arnaud|D’Hondt|Van Dyck|Saint-Martin|Le Bihan|Quéméner|L’Hostis|Zimmermann
  |Oliveira|Camara|Diarra|Kowalczyk|Wagner|Schneider|Weiss|Koenig|Riou|Tanguy|Cariou|Pennec|Guillou|Morvan`
    .split("|")
    .map((name) => name.trim());
const FIRST =
  `Aurélie|Béatrice|Cécile|Delphine|Élodie|Fanny|Gwenaëlle|Hélène|Inès|Joëlle|Karima|Ludivine|Mélanie|Nadège|Océane
  |Perrine|Rachel|Séverine|Thérèse|Ursule|Véronique|Yolande|Zoé|Anne-Laure|Marie-Pierre|Marie-Noëlle|Jean-Marc|Anne-Sophie|Élise
  |Pascale|Michèle|Dominique|Frédérique|Maryse|Sylvaine|Léa|Léna|Julie|Claire|Clara|Sandra|Sandrine|Maud|Ève|Lise|Louise|Rose`
    .split("|")
    .map((name) => name.trim());
const STREETS =
  `rue des Lilas|avenue Jean Jaurès|chemin du Lavoir|impasse du Puits|place de la République|rue du 11 Novembre
  |allée des Tilleuls|boulevard de la Gare|rue de l’Église|route de Brest|lotissement Bellevue|rue Saint-Yves`
    .split("|")
    .map((name) => name.trim());
const TOWNS =
  `29200 Brest|29000 Quimper|29600 Morlaix|56100 Lorient|56000 Vannes|22000 Saint-Brieuc|22300 Lannion|35400 Saint-Malo
  |29400 Landivisiau|29800 Landerneau`
    .split("|")
    .map((town) => town.trim());

type Draw = () => number;

/** Numbers from 0 to 1, always the same for a seed. */
function seeded(seed: number): Draw {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Someone {
  readonly birth: string;
  readonly used: string;
  readonly first: string;
  readonly born: string;
  readonly street: string;
  readonly town: string;
  readonly landline: string;
  readonly mobile: string;
  readonly email: string;
  readonly number: string;
}

class Dice {
  readonly #draw: Draw;
  constructor(seed: number) {
    this.#draw = seeded(seed);
  }
  chance = (rate: number): boolean => this.#draw() < rate;
  upTo = (most: number): number => Math.floor(this.#draw() * most);
  /** Common ones come more often, as names do. */
  of = <T>(all: readonly T[]): T => {
    const found = all[Math.floor(this.#draw() ** 1.5 * all.length)];
    if (found === undefined) throw new Error("nothing to choose");
    return found;
  };
  digits = (count: number): string => Array.from({ length: count }, () => this.upTo(10)).join("");
}

/**
 * Records of people as three programs kept them, the same person in several, with homonyms, twins, and mothers and daughters at one
 * telephone.
 */
export function messyPeople(seed: number, people: number, rates: Rates = USUAL): readonly MessyRecord[] {
  const dice = new Dice(seed);
  const known: Someone[] = Array.from({ length: people }, () => someone(dice));
  for (let index = 0; index < people / 20; index += 1) known.push(...relatives(dice, dice.of(known)));
  for (let index = 0; index < (people * rates.neighbours) / 20; index += 1)
    known.push(...neighbours(dice, dice.of(known)));
  return known.flatMap((each, person) =>
    Array.from({ length: 1 + (dice.chance(0.4) ? 1 : 0) + (dice.chance(0.12) ? 1 : 0) }, () => ({
      source: dice.upTo(3),
      person,
      answers: written(dice, each, rates),
    })),
  );
}

function someone(dice: Dice): Someone {
  const [birth, first] = [dice.of(SURNAMES), dice.of(FIRST)];
  const used = dice.chance(0.55) ? dice.of(SURNAMES) : birth;
  const year = 1958 + dice.upTo(46);
  return {
    ...{ birth, used, first, number: `29-${dice.digits(5)}` },
    born: `${year}-${two(1 + dice.upTo(12))}-${two(1 + dice.upTo(28))}`,
    ...{ street: `${1 + dice.upTo(89)} ${dice.of(STREETS)}`, town: dice.of(TOWNS) },
    ...{ landline: `02${dice.digits(8)}`, mobile: `0${6 + dice.upTo(2)}${dice.digits(8)}` },
    email: emailOf(dice, first, used, year),
  };
}

function emailOf(dice: Dice, first: string, used: string, year: number): string {
  const tail = dice.of(["", String(year % 100), "29"]);
  return `${plain(first)}.${plain(used).replaceAll("-", "")}${tail}@${dice.of(["boite.exemple", "mel.exemple"])}`;
}

/** A homonym of the same town; a twin; a daughter at the same telephone. */
function relatives(dice: Dice, of: Someone): readonly Someone[] {
  const { birth, used, first, street, town, landline } = of;
  const [one, second, third] = [someone(dice), someone(dice), someone(dice)];
  const homonym = { ...one, birth, used, first, town, email: emailOf(dice, first, used, 1960) };
  const twin = { ...second, birth, used: birth, born: of.born, street, town, landline };
  const daughter = { ...third, birth: used, used, street, town, landline, born: `2003${third.born.slice(4)}` };
  return [homonym, ...[twin, daughter].filter((each) => each.first !== first)];
}

/**
 * Two who work in the same house, at its telephone and its address; a mother and a daughter who bear the same names; a sister-in-law with
 * the same two names and telephone; twins whose first names are a letter apart.
 */
function neighbours(dice: Dice, of: Someone): readonly Someone[] {
  const { birth, used, first, street, town, landline, mobile } = of;
  const [one, second, third, fourth, fifth] = [1, 2, 3, 4, 5].map(() => someone(dice)) as [Someone, ...Someone[]];
  const house = { street, town, landline };
  const inHouse = [one, second].flatMap((each) => (each ? [{ ...each, ...house }] : []));
  const namesake = third && {
    ...third,
    birth,
    used,
    first,
    ...house,
    born: `${Number(of.born.slice(0, 4)) - 26}${third.born.slice(4)}`,
  };
  const inLaw = fourth && { ...fourth, birth: used, used, ...house, mobile };
  const twins = ["Léa", "Léna"].flatMap((name) =>
    fifth ? [{ ...fifth, first: name, mobile: someone(dice).mobile, number: someone(dice).number }] : [],
  );
  return [...inHouse, ...[namesake, inLaw].flatMap((each) => (each && each.first !== "" ? [each] : [])), ...twins];
}

const two = (number: number): string => String(number).padStart(2, "0");
const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/[^A-Za-z-]/g, "")
    .toLowerCase();

function written(dice: Dice, of: Someone, rates: Rates): Answers {
  const moved = dice.chance(rates.moved);
  const [postcode = "", ...town] = (moved ? dice.of(TOWNS) : of.town).split(" ");
  const street = moved ? `${1 + dice.upTo(89)} ${dice.of(STREETS)}` : of.street;
  const number = dice.chance(rates.numberWrong) ? `29-${dice.digits(5)}` : of.number;
  return {
    ...namesOf(dice, of, rates),
    ...(dice.chance(rates.dateMissing) ? {} : { naissance: dateOf(dice, of.born, rates.dateWrong) }),
    ...phoneOf(dice, "telephone", of.landline, rates),
    ...phoneOf(dice, "portable", of.mobile, rates),
    ...(dice.chance(rates.emailMissing) ? {} : { courriel: of.email }),
    ...(dice.chance(rates.numberMissing)
      ? {}
      : { permis: [{ numero: dice.of([number, number.replace("-", ""), number.replace("-", " ")]) }] }),
    adresse: {
      voie: dice.chance(0.5) ? street.toUpperCase() : street.replace("avenue", "av.").replace("rue", "r."),
      ...{ codePostal: postcode, commune: town.join(" ") },
    },
  };
}

function namesOf(dice: Dice, { birth, used, first }: Someone, rates: Rates): Answers {
  const written = (name: string) => style(dice, dice.chance(rates.typo) ? mistyped(dice, name) : name);
  const [one, other] = dice.chance(rates.names / 3) ? [used, birth] : [birth, used];
  const alone = dice.chance(rates.names / 2);
  return {
    nom: written(one),
    prenoms: written(brief(dice, first)),
    ...(alone || one === other ? {} : { usage: written(other) }),
  };
}

const style = (dice: Dice, name: string): string =>
  dice.of([name, name.toUpperCase(), name.normalize("NFD").replace(/\p{Mark}/gu, ""), name.replace(/[- ’]/g, " ")]);

const brief = (dice: Dice, first: string): string =>
  first.includes("-") && dice.chance(0.3) ? first.replace(/^(.)[^-]*-/, dice.of(["$1.", "$1. "])) : first;

/** Two letters swapped, one doubled, lacking or changed. */
function mistyped(dice: Dice, name: string): string {
  const at = 1 + dice.upTo(Math.max(1, name.length - 2));
  const [before, here, next, after] = [name.slice(0, at), name.charAt(at), name.charAt(at + 1), name.slice(at + 2)];
  return dice.of([
    `${before}${next}${here}${after}`,
    `${before}${here}${here}${next}${after}`,
    `${before}${next}${after}`,
    `${before}${String.fromCharCode(97 + dice.upTo(26))}${next}${after}`,
  ]);
}

function dateOf(dice: Dice, born: string, wrong: number): string {
  if (!dice.chance(wrong)) return born;
  const [year = "", month = "", day = ""] = born.split("-");
  const shown = dice.upTo(3);
  if (shown === 0 && Number(day) <= 12) return `${year}-${day}-${month}`;
  if (shown === 1) return `20${year.slice(2)}-${month}-${day}`;
  return `${year}-${month}-${two(1 + ((Number(day) + 9) % 28))}`;
}

function phoneOf(dice: Dice, key: string, phone: string, rates: Rates): Answers {
  if (dice.chance(rates.phoneMissing)) return {};
  if (dice.chance(rates.phoneChanged)) return { [key]: `${phone.slice(0, 2)}${dice.digits(8)}` };
  const spaced = phone.replace(/(\d\d)(?=\d)/g, "$1 ");
  return {
    [key]: dice.of([phone, spaced, spaced.replaceAll(" ", "."), `+33${phone.slice(1)}`, `0033 ${spaced.slice(1)}`]),
  };
}
