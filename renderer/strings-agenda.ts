/** Words of the agenda of a register, for agents. */
export const agendaWords = {
  title: (register: string) => `Agenda – ${register}`,
  open: "Voir l’agenda",
  list: "Voir les fiches",
  views: "Ce qui est montré",
  day: "Jour",
  week: "Semaine",
  before: { jour: "Jour précédent", semaine: "Semaine précédente" },
  after: { jour: "Jour suivant", semaine: "Semaine suivante" },
  today: "Aujourd’hui",
  date: "Aller au",
  place: "Lieu",
  everywhere: "Tous les lieux",
  show: "Afficher",
  weekOf: (day: string) => `Semaine du ${day}`,
  none: "Aucun rendez-vous.",
  columns: { hours: "Heure", place: "Lieu", desk: "Fiche", reason: "Motif", who: "Demande", state: "État" },
  persons: (count: number) => `${count} personnes`,
  held: "Gardé, pas encore réservé",
  taken: "Réservé",
  left: (count: number) =>
    count === 0 ? "Plus aucun créneau libre" : `${count} ${count > 1 ? "créneaux libres" : "créneau libre"}`,
} as const;
