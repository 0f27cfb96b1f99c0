/** Words of what agents are to recall of the dates of a register. */
export const reminderWords = {
  title: "À rappeler",
  open: "À rappeler",
  intro: (register: string) =>
    `Les échéances proches de « ${register} ». Une ligne disparaît quand vous l’avez vue avec la personne, ou quand sa date change.`,
  none: "Rien à rappeler aujourd’hui.",
  noneHint: "Les échéances sont cherchées chaque matin à 8 heures.",
  register: "Revenir au registre",
  columns: { fiche: "Fiche", what: "Échéance", day: "Date", told: "Courriel", done: "Suite" },
  mailed: "Envoyé à la personne",
  notMailed: "Aucun : à dire autrement",
  late: "passée",
  settle: "C’est fait",
  settleOf: (what: string, who: string) => `C’est fait : ${what}, ${who}`,
  settled: "C’est noté.",
  gone: "Cette ligne n’est plus à rappeler : quelqu’un s’en est occupé, ou la date a changé.",
  more: (most: number) => `Les ${most} échéances les plus proches sont affichées.`,
} as const;
