/**
 * Text reduced to what people compare: no accents, no case, ligatures opened, anything but letters and digits as one
 * space. Stored search text and queries both go through it: "Saint-Père d’Œuilly" and "SAINT PERE D'OEUILLY" meet.
 */
export function normalise(text: string): string {
  return text
    .normalize("NFD")
    .toLowerCase()
    .replace(/\p{Mark}/gu, "")
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .replaceAll("ß", "ss")
    .replace(/[^\p{Letter}\p{Number}]+/gu, " ")
    .trim();
}
