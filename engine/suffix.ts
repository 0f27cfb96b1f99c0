import type { Field } from "./form.ts";

/**
 * The unit that follows a number: "1 place", "2 places", "0,5 heure". French counts as one whatever is less than two. The singular is
 * the one the definition gives, else that of the words of the unit up to the first that joins another to them: "jours par
 * semaine" is "jour par semaine".
 */
export function suffixOf({ suffix = "", suffixOne }: Pick<Field, "suffix" | "suffixOne">, count: number): string {
  if (Math.abs(count) >= 2) return suffix;
  return suffixOne ?? singular(suffix);
}

function singular(words: string): string {
  const parts = words.split(" ");
  const end = parts.findIndex((word) => JOINING.test(word));
  const noun = end === -1 ? parts : parts.slice(0, end);
  return [...noun.map(singularWord), ...parts.slice(noun.length)].join(" ");
}

const JOINING = /^(?:à|au|aux|avec|d[eu]|des|en|et|ou|par|pour|sans|sur|d['’].*)$/i;

/** Written the same for one and for several. */
const INVARIABLE: ReadonlySet<string> = new Set(
  `accès avis bois bras bus cas choix colis concours congrès corps cours croix décès devis discours dos engrais excès fois
  frais gaz gris gros héros jus mois moins nez noix os palais pas pays permis plus poids pois prix procès progrès propos puits recours
  relais repas sens succès surplus talus tamis tapis tas taux temps tiers trois velours vis voix`.split(/\s+/),
);

function singularWord(word: string): string {
  if (word.length < 3 || INVARIABLE.has(word.toLowerCase())) return word;
  if (/\p{L}eaux$/u.test(word)) return word.slice(0, -1);
  return /^\p{L}{2,}s$/u.test(word) && !word.endsWith("ss") ? word.slice(0, -1) : word;
}
