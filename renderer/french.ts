/** French text whose high punctuation never begins a line: "Qui êtes-vous ?" keeps its question mark. */
export function french(text: string): string {
  return text.replace(/ (?=[?!:;»])/g, "\u00a0").replace(/(?<=«) /g, "\u00a0");
}
