/** Characters of the address of a statistic that a list's own may carry. */
const MAX_CITED = 2000;

/** A statistic that counts different values: its definition, and the field that refers to the entries of a list. */
export function citedBy(cited: string): { readonly definition: string; readonly field: string } | null {
  const said = new URLSearchParams(cited);
  const [definition, field] = [said.get("demarche") ?? "", said.get("champ") ?? ""];
  const known = /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(definition) && /^[\w.-]{1,200}$/.test(field);
  return known && said.get("mesure") === "distinctes" ? { definition, field } : null;
}

/** What a list is narrowed by, as its address says it; null for what means nothing. */
export const readCited = (asked: string | null): string | null =>
  asked !== null && asked.length <= MAX_CITED && citedBy(asked) !== null ? asked : null;
