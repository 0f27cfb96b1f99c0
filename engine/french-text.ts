/** French display of a plain value, knowing nothing of its field: what `text(x)` gives in an expression. */
export function frenchText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "Oui" : "Non";
  if (typeof value === "number" || typeof value === "bigint") return NUMBER.format(value);
  if (value instanceof Date) return frenchDate(value);
  if (Array.isArray(value)) return value.map(frenchText).join(", ");
  return String(value);
}

/** "3 mars 2026"; the first of a month is "1er". The date is read in UTC, as dates are kept. */
export function frenchDate(date: Date): string {
  const text = DATE.format(date);
  return date.getUTCDate() === 1 ? text.replace(/^1 /, "1er ") : text;
}

/** "14 h 30", which no line divides. */
export const frenchHour = (hours: number, minutes: number): string =>
  `${hours}\u00a0h\u00a0${String(minutes).padStart(2, "0")}`;

/** The same where a whole hour says no minutes: "14 h". */
export const frenchTime = (hours: number, minutes: number): string =>
  minutes === 0 ? `${hours}\u00a0h` : frenchHour(hours, minutes);

const NUMBER = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 6 });
const DATE = new Intl.DateTimeFormat("fr-FR", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" });
