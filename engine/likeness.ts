import type { Duplicates, Likeness, LikenessReason, NameCounts } from "./duplicates.ts";
import { formatDate } from "./format.ts";
import { firstNameLikeness, type NameLikeness, surnameLikeness } from "./name-likeness.ts";
import { isOneErrorApart } from "./one-error.ts";
import { formatPhone } from "./phone.ts";
import type { Traits } from "./traits.ts";

/** One thing compared: bits for (above 0) or against, points towards being sure, and what an agent reads of it. */
interface Finding {
  readonly bits: number;
  /** 2 for what hardly two people share, 1 for what a household may. */
  readonly sure: 0 | 1 | 2;
  /** It tells two people apart: nobody is then taken for another without asking. */
  readonly apart?: true;
  /** Nobody else may have it, not even in the household. */
  readonly own?: true;
  /** Worded only for those shown: most pairs are not. */
  readonly text: (() => string) | null;
}

/** Bits above which a pair is worth someone's look, and above which it may be taken for one person. */
const PROBABLE = -1.5;
const SAME = 8;
/** Entries below which a base is taken for one of these many. */
const SMALLEST = 500;

const NOTHING: Finding = { bits: 0, sure: 0, text: null };

/**
 * Whether two entries describe the same person or body: the weights of Fellegi and Sunter, log2(m/u) of each thing compared, names by their
 * frequency, less what the number of entries makes expect. A sum is not enough to be sure: names must agree, nothing may tell the
 * two apart, and what agrees must be more than what a household or a homonym shares.
 */
export function likeness(duplicates: Duplicates, a: Traits, b: Traits, counts: NameCounts): Likeness {
  const { outcome, apart, score, findings } = judged(duplicates, a, b, counts);
  return { outcome, apart, score, reasons: reasonsOf(findings) };
}

/** The same for pairs most of which are different: null for those, whose reasons nobody reads. */
export function likenessIfAny(duplicates: Duplicates, a: Traits, b: Traits, counts: NameCounts): Likeness | null {
  const { outcome, apart, score, findings } = judged(duplicates, a, b, counts);
  return outcome === "different" ? null : { outcome, apart, score, reasons: reasonsOf(findings) };
}

function judged(duplicates: Duplicates, a: Traits, b: Traits, counts: NameCounts) {
  const names = surnameLikeness(a.names, b.names, counts);
  const first = firstNameLikeness(a.first, b.first, counts);
  const findings = [
    surnameFinding(names, a, b),
    firstFinding(first),
    birthFinding(a.birth, b.birth),
    phoneFinding(a.phones, b.phones),
    emailFinding(a, b),
    ...numberFindings(duplicates, a, b),
    addressFinding(a, b),
  ];
  const prior = Math.log2(Math.max(counts.total, SMALLEST));
  const score = findings.reduce((sum, { bits }) => sum + bits, -prior);
  const outcome: Likeness["outcome"] = isSure(findings, { names, first, score })
    ? "same"
    : score >= PROBABLE
      ? "probable"
      : "different";
  const apart = findings.some((finding) => finding.apart);
  return { outcome, apart, score: Math.round(score * 10) / 10, findings };
}

interface Known {
  readonly names: NameLikeness;
  readonly first: NameLikeness;
  readonly score: number;
}

function isSure(findings: readonly Finding[], { names, first, score }: Known): boolean {
  if (score < SAME || findings.some(({ apart }) => apart)) return false;
  if (!["same", "swapped", "near"].includes(names.agreement)) return false;
  if (!["same", "short", "swapped", "near", "lacking"].includes(first.agreement)) return false;
  const points = findings.reduce((sum, { sure }) => sum + sure, 0);
  const strongest = Math.max(...findings.map(({ sure }) => sure));
  // Twins may have names a letter apart, and share all but a number of their own.
  if (first.agreement === "near" && !findings.some(({ own }) => own)) return false;
  const exact = names.agreement === "same" && first.agreement !== "near" && first.agreement !== "swapped";
  return strongest === 2 && points >= (exact ? 2 : 3);
}

function surnameFinding(
  names: ReturnType<typeof surnameLikeness>,
  { names: a }: Traits,
  { names: b }: Traits,
): Finding {
  const { agreement, bits, pair } = names;
  if (pair === null) return NOTHING;
  const [left, right] = pair;
  if (agreement === "other") return { bits, sure: 0, text: () => `Noms différents : ${a[0]?.shown}, ${b[0]?.shown}` };
  const swapped = a.indexOf(left) !== b.indexOf(right);
  const text = () =>
    agreement === "same"
      ? swapped
        ? `Même nom, de naissance ici et d’usage là : ${left.shown}`
        : `Même nom : ${left.shown}`
      : agreement !== "part"
        ? `Noms à une faute de frappe près : ${left.shown}, ${right.shown}`
        : `Un nom fait partie de l’autre : ${left.shown}, ${right.shown}`;
  return { bits, sure: 0, text };
}

function firstFinding({ agreement, bits, pair }: NameLikeness): Finding {
  if (pair === null) return NOTHING;
  const [left, right] = pair;
  const both = `${left.shown}, ${right.shown}`;
  if (agreement === "same") return { bits, sure: 0, text: () => `Même prénom : ${left.shown}` };
  if (agreement === "short") return { bits, sure: 0, text: () => `Même prénom, en abrégé : ${both}` };
  if (agreement === "near" || agreement === "swapped")
    return { bits, sure: 0, text: () => `Prénoms à une faute de frappe près : ${both}` };
  if (agreement === "part") return { bits, sure: 0, text: () => `Un prénom en commun : ${both}` };
  return { bits, sure: 0, apart: true, text: () => `Prénoms différents : ${both}` };
}

/** Days and months swapped, one digit wrong or two swapped, another century: what hands and old programs do to dates. */
function birthFinding(a: string | null, b: string | null): Finding {
  if (a === null || b === null) return NOTHING;
  const said = () => `${formatDate(a)}, ${formatDate(b)}`;
  if (a === b) return { bits: 13, sure: 2, text: () => `Même date de naissance : ${formatDate(a)}` };
  const [left, right] = [a.replaceAll("-", ""), b.replaceAll("-", "")];
  const swapped =
    left.slice(0, 4) === right.slice(0, 4) &&
    left.slice(4, 6) === right.slice(6) &&
    left.slice(6) === right.slice(4, 6);
  if (swapped)
    return { bits: 7, sure: 1, text: () => `Dates de naissance dont jour et mois sont échangés : ${said()}` };
  if (left.slice(2) === right.slice(2))
    return { bits: 7, sure: 1, text: () => `Dates de naissance à un siècle près : ${said()}` };
  if (isOneErrorApart(left, right)) {
    return { bits: 4, sure: 0, text: () => `Dates de naissance à un chiffre près : ${said()}` };
  }
  return { bits: -9, sure: 0, apart: true, text: () => `Dates de naissance différentes : ${said()}` };
}

/** Without the first 0 in France; with its code overseas. */
const isMobile = (phone: string): boolean => /^(?:[67]\d{8}|\d{3}6[39]\d{7})$/.test(phone);

function phoneFinding(a: readonly string[], b: readonly string[]): Finding {
  if (a.length === 0 || b.length === 0) return NOTHING;
  const shared = a.filter((phone) => b.includes(phone));
  const mobile = shared.find(isMobile);
  const [one = ""] = shared;
  if (mobile !== undefined) return { bits: 11, sure: 2, text: () => `Même téléphone portable : ${written(mobile)}` };
  if (one !== "") return { bits: 9, sure: 1, text: () => `Même téléphone : ${written(one)}` };
  const near = a
    .flatMap((left) => b.map((right) => [left, right] as const))
    .find(([left, right]) => left.length === right.length && isOneErrorApart(left, right));
  if (near)
    return { bits: 5, sure: 0, text: () => `Téléphones à un chiffre près : ${written(near[0])}, ${written(near[1])}` };
  const kinds = a.some((left) => b.some((right) => isMobile(left) === isMobile(right)));
  return kinds ? { bits: -2, sure: 0, text: () => "Téléphones différents" } : NOTHING;
}

/** As people write it; the digits kept when it is no number known here. */
const written = (phone: string): string =>
  formatPhone(phone.length === 9 ? `0${phone}` : `+${phone}`).replace(/^\+/, "");

/** An address made of the names alone is what a homonym would choose too. */
function emailFinding(a: Traits, b: Traits): Finding {
  if (a.emails.length === 0 || b.emails.length === 0) return NOTHING;
  const shared = a.emails.find((email) => b.emails.includes(email));
  if (shared !== undefined) {
    const plain = /^[^@\d]*@/.test(shared);
    return { bits: plain ? 8 : 10, sure: 1, text: () => `Même adresse électronique : ${shared}` };
  }
  const near = a.emails.some((left) => b.emails.some((right) => isOneErrorApart(left, right)));
  if (near) return { bits: 3, sure: 0, text: () => "Adresses électroniques à un signe près" };
  return { bits: -1.5, sure: 0, text: () => "Adresses électroniques différentes" };
}

function numberFindings({ numbers }: Duplicates, a: Traits, b: Traits): readonly Finding[] {
  return numbers.map(({ key, title }): Finding => {
    const [left, right] = [a.numbers.get(key) ?? [], b.numbers.get(key) ?? []];
    if (left.length === 0 || right.length === 0) return NOTHING;
    const name = title.toLowerCase();
    const shared = left.find((number) => right.includes(number));
    if (shared !== undefined)
      return { bits: 14, sure: 2, own: true, text: () => `Même ${name} : ${shared.toUpperCase()}` };
    const end = left.some((number) => right.some((other) => isEnd(number, other)));
    if (end) return { bits: 10, sure: 1, text: () => `Même ${name}, écrit autrement` };
    const near = left.some((number) => right.some((other) => number.length > 4 && isOneErrorApart(number, other)));
    if (near) return { bits: 4, sure: 0, text: () => `${title} : un signe d’écart` };
    return { bits: -6, sure: 0, apart: true, text: () => `${title} : valeurs différentes` };
  });
}

/** "47004" for "5047004": the department left out. */
function isEnd(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 5 && long.endsWith(short);
}

function addressFinding(a: Traits, b: Traits): Finding {
  if (a.line === null || b.line === null) return NOTHING;
  const place = (a.postcode !== "" && a.postcode === b.postcode) || (a.commune !== "" && a.commune === b.commune);
  const street =
    a.line.street === b.line.street || (a.line.street.length >= 8 && isOneErrorApart(a.line.street, b.line.street));
  if (place && street && a.line.number === b.line.number && a.line.number !== null) {
    return { bits: 9, sure: 1, text: () => "Même adresse postale" };
  }
  if (place && street) return { bits: 3, sure: 0, text: () => "Même voie" };
  if (a.commune !== "" && a.commune === b.commune) return { bits: 1.5, sure: 0, text: () => "Même commune" };
  return { bits: -1.5, sure: 0, text: () => "Adresses postales différentes" };
}

const reasonsOf = (findings: readonly Finding[]): readonly LikenessReason[] =>
  [...findings]
    .sort((a, b) => Math.abs(b.bits) - Math.abs(a.bits))
    .flatMap(({ bits, text }) =>
      text === null ? [] : [{ sense: bits > 0 ? "for" : "against", text: text() } as const],
    );
