import { parisDay } from "../../engine/index.ts";

const DAY = 86_400_000;

/** "2026-03-12": the date in France some days from now. */
export const dayFromNow = (days: number): string => parisDay(new Date(Date.now() + days * DAY).toISOString());

/** "2026-03-12": today's date in France. */
export const today = (): string => dayFromNow(0);

/** "12 3 2026": a date as `Person.writesDate` takes it. */
export const typed = (day: string): string => day.split("-").map(Number).reverse().join(" ");

/** The year it is in France. */
export const thisYear = (): number => Number(today().slice(0, 4));
