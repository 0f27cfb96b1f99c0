/** Words of the agenda of a register, for agents. */
export const agendaWords = {
  title: (register: string) => `Agenda – ${register}`,
  open: "Voir l’agenda",
  list: "Voir les fiches",
  views: "Ce qui est montré",
  before: { jour: "Jour précédent", semaine: "Semaine précédente", presences: "Semaines précédentes" },
  after: { jour: "Jour suivant", semaine: "Semaine suivante", presences: "Semaines suivantes" },
  tabs: { jour: "Jour", semaine: "Semaine", presences: "Présences" },
  today: "Aujourd’hui",
  date: "Aller au",
  place: "Lieu",
  everywhere: "Tous les lieux",
  show: "Afficher",
  weekOf: (day: string) => `Semaine du ${day}`,
  days: "Jours de la semaine",
  none: "Aucun rendez-vous.",
  count: (count: number) => `${count} rendez-vous`,
  attendance: {
    column: "Présence",
    of: (line: string) => `Présence, ${line}`,
    marks: { came: "Venu", missed: "Absent" },
    save: "Enregistrer les présences",
    rest: "Enregistrer, les autres sont venus",
    told: (came: number, missed: number, unknown: number) =>
      [
        `${came} ${came > 1 ? "venus" : "venu"}`,
        `${missed} ${missed > 1 ? "absents" : "absent"}`,
        ...(unknown > 0 ? [`${unknown} à noter`] : []),
      ].join(", "),
    kept: (came: number, missed: number, left: number) =>
      came + missed + left === 0
        ? "Rien n’a été noté : choisissez qui est venu, ou absent."
        : [
            `Noté : ${came} ${came > 1 ? "venus" : "venu"}, ${missed} ${missed > 1 ? "absents" : "absent"}.`,
            ...(left > 0 ? [`${left} avaient changé entre-temps : regardez leur état.`] : []),
          ].join(" "),
    between: (first: string, last: string) => `Présences du ${first} au ${last}`,
    weeks: {
      week: "Semaine du",
      booked: "Rendez-vous passés",
      came: "Venus",
      missed: "Absents",
      unknown: "À noter",
      rate: "Part d’absents",
    },
    total: "En tout",
    noWeek: "Aucun rendez-vous passé pendant ces semaines.",
    rateHint: "La part d’absents est celle des rendez-vous notés.",
  },
  columns: { hours: "Heure", place: "Lieu", desk: "Fiche", reason: "Motif", who: "Demande", state: "État" },
  persons: (count: number) => `${count} personnes`,
  held: "Gardé, pas encore réservé",
  taken: "Réservé",
  left: (count: number) =>
    count === 0 ? "Plus aucun créneau libre" : `${count} ${count > 1 ? "créneaux libres" : "créneau libre"}`,
} as const;
