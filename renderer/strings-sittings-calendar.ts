/** Words of the week and the month of a register's sessions, for agents. */
export const calendarWords = {
  views: "Présentation des séances",
  tabs: { liste: "Liste", semaine: "Semaine", mois: "Mois" },
  before: { semaine: "Semaine précédente", mois: "Mois précédent" },
  after: { semaine: "Semaine suivante", mois: "Mois suivant" },
  today: "Aujourd’hui",
  date: "Aller au",
  show: "Afficher",
  weekOf: (day: string) => `Semaine du ${day}`,
  none: { semaine: "Aucune séance cette semaine.", mois: "Aucune séance ce mois-ci." },
  weekdays: ["Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche"],
  columns: {
    title: "Séance",
    hours: "Heures",
    place: "Lieu",
    taken: "Places",
    waiting: "En attente",
    left: "Reste",
    state: "État",
  },
} as const;
