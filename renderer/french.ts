/** French text whose high punctuation never begins a line, and whose hours hold together: "Qui êtes-vous ?", "8 h 30". */
export function french(text: string): string {
  return text
    .replace(/ (?=[?!:;»])/g, "\u00a0")
    .replace(/(?<=«) /g, "\u00a0")
    .replace(/(?<=\d) h(?: (?=\d\d\b))?(?!\p{L})/gu, (hour) => hour.replaceAll(" ", "\u00a0"));
}
