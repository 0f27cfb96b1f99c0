import { MOST_HOLIDAYS } from "../../../engine/index.ts";
import { typedDay } from "./typed-day.ts";

/** A leap year: every day of any year is one of its. */
const ANY_YEAR = "2024";

/**
 * Days as people write them, one a line: "22/05" for every year, "22/05/2026" for that one alone. Given back as the engine reads
 * them, each once; null when a line is no day, or there are too many.
 */
export function typedHolidays(text: string): readonly string[] | null {
  const lines = text.split("\n").flatMap((line) => line.trim() || []);
  const days = lines.map((line) =>
    /^\d{1,2}[/.]\d{1,2}$/.test(line) ? typedDay(`${line.replace(".", "/")}/${ANY_YEAR}`).slice(5) : typedDay(line),
  );
  const each = [...new Set(days)].sort();
  return each.includes("") || each.length > MOST_HOLIDAYS ? null : each;
}

/** The same as they are typed again. */
export const shownHolidays = (days: readonly string[]): string =>
  days.map((day) => day.split("-").reverse().join("/")).join("\n");
