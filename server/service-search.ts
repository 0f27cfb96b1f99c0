import { type CompiledDefinition, hasNeighbours, isNear, normalise, searchWords } from "../engine/index.ts";

/** Letters under which a word says nothing of a service: "de", "mon". */
const TELLING = 4;

/** A word of the title or a keyword tells more than one of the page. */
const NAMED = 3;
const SAID = 1;
/** One that a typing error separates. */
const NEAR = 0.5;

/**
 * The services that answer what someone typed, the best first: words of their title, of their keywords and of their page,
 * beginnings of words and typing errors included. Empty when none does.
 */
export function findServices(services: readonly CompiledDefinition[], typed: string): readonly CompiledDefinition[] {
  const words = searchWords(typed);
  const telling = words.filter(({ length }) => length >= TELLING);
  const asked = telling.length > 0 ? telling : words;
  const found = services
    .map((service) => ({ service, fit: fitOf(service, asked) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit);
  const least = (found[0]?.fit ?? 0) / 2;
  return found.filter(({ fit }) => fit >= least).map(({ service }) => service);
}

function fitOf({ title, page }: CompiledDefinition, words: readonly string[]): number {
  const named = wordsOf([title, ...(page.keywords ?? [])]);
  const said = wordsOf([page.theme, page.summary, page.who, page.next, ...(page.need ?? [])]);
  return words.reduce((sum, word) => sum + Math.max(NAMED * closeness(word, named), SAID * closeness(word, said)), 0);
}

const wordsOf = (texts: readonly (string | undefined)[]): readonly string[] => normalise(texts.join(" ")).split(" ");

/** 1 for the beginning of one of these words, less for one that resembles it, 0 otherwise. */
function closeness(word: string, among: readonly string[]): number {
  if (among.some((each) => each.startsWith(word))) return 1;
  return hasNeighbours(word) && among.some((each) => isNear(word, each)) ? NEAR : 0;
}
