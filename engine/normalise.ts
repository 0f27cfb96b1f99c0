/** Has no accent: most texts of files do not. */
const ASCII = /^[ -~]*$/;

/**
 * Text reduced to what people compare: no accents, no case, ligatures opened, anything but letters and digits as one
 * space. Stored search text and queries both go through it: "Saint-Père d’Œuilly" and "SAINT PERE D'OEUILLY" meet.
 */
export function normalise(text: string): string {
  if (ASCII.test(text)) {
    return text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, " ")
      .trim();
  }
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
