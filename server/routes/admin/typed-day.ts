import { parisMidnight } from "../../../engine/index.ts";

/** A day as a browser sends it, or as people type it where date fields are unknown ("12/03/2026"); "" when it is none. */
export function typedDay(text: string): string {
  const french = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(text.trim());
  const [, day = "", month = "", year = ""] = french ?? [];
  const iso = french ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : text.trim();
  if (!/^(19|20)\d{2}-\d{2}-\d{2}$/.test(iso)) return "";
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : "";
}

/** The instant at which the day after this one begins in France. */
export function dayEnd(day: string): Date {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return new Date(parisMidnight(next));
}
