import type { Tally } from "../engine/index.ts";
import { formatDate } from "../engine/index.ts";

const DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"] as const;

/** "8 h 30", "18 h". */
export function hour(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, "0")}`;
}

const when = ({ weekday, from, to, firstDay, lastDay }: Tally): string => {
  const hours = `${DAYS[weekday] ?? ""} de ${hour(from)} à ${hour(to)}`;
  return firstDay === lastDay
    ? `Le ${hours}, le ${formatDate(firstDay)}`
    : `Chaque ${hours}, du ${formatDate(firstDay)} au ${formatDate(lastDay)}`;
};

/** Words of the places that entries have by date and hour. */
export const occupationWords = {
  days: DAYS.map((day) => `${day.slice(0, 1).toUpperCase()}${day.slice(1)}`),
  dayColumn: "Jour",
  caption: (day: string) => `Places libres dans la semaine du ${formatDate(day)}`,
  pick: "Semaine du",
  show: "Afficher",
  hint: "Calculées d’après ce que la fiche permet et ce qui est enregistré, entre 6 h et 21 h.",
  hours: (from: number, to: number) => `${hour(from)} – ${hour(to)}`,
  free: (free: number) => (free === 0 ? "complet" : free === 1 ? "1 place" : `${free} places`),
  some: (free: number) => (free === 0 ? "complet" : String(free)),
  unlimited: "sans limite",
  breachesTitle: "Limites dépassées dans l’année qui vient",
  breach: (tally: Tally) =>
    `${when(tally)} : ${tally.count} pour ${tally.allowed} au plus (${tally.limit.title.toLowerCase()}).`,
  refused: (tally: Tally) =>
    `Il n’y a plus de place. ${when(tally)} : déjà ${tally.count} pour ${tally.allowed} au plus (${tally.limit.title.toLowerCase()}).`,
  ask: {
    title: "Y a-t-il une place ?",
    birth: "Date de naissance",
    from: "À partir du",
    to: "Jusqu’au",
    days: "Jours",
    start: "De",
    end: "À",
    button: "Chercher",
    wrong: "Indiquez une date de naissance, un premier jour, des jours et des heures dans l’ordre.",
    yes: (free: number) =>
      `Oui : ${free === 1 ? "une place est libre" : `${free} places sont libres`} à toutes ces heures.`,
    no: (tally: Tally | null) =>
      tally === null
        ? "Non."
        : `Non. ${when(tally)} : ${tally.count} pour ${tally.allowed} au plus (${tally.limit.title.toLowerCase()}).`,
  },
} as const;
