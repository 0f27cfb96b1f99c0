/** What is said of what lasts for a time, and of asking for it again. */
export const renewalWords = {
  title: "Validité",
  until: (day: string) => `Valable jusqu’au ${day}.`,
  ended: (day: string) => `Cette validité a pris fin le ${day}.`,
  renew: "Renouveler",
  renewLead:
    "Vos dernières réponses sont reprises : vous les vérifiez et les corrigez avant d’envoyer. Rien n’est renouvelé sans vous.",
  changeLead:
    "Vos dernières réponses sont reprises. Ce qui vaut aujourd’hui prend fin quand la nouvelle demande est accordée.",
  opens: (day: string) => `Vous pourrez renouveler à partir du ${day}.`,
  late: "Il est trop tard pour renouveler : faites une nouvelle demande.",
  exhausted: "Plusieurs renouvellements n’ont pas abouti : faites une nouvelle demande.",
  newOne: "Faire une nouvelle demande",
  done: (reference: string) => `Le renouvellement est demandé : ${reference}.`,
  follow: "Suivre ce renouvellement",
  retired:
    "Cette démarche n’est plus proposée en ligne : elle ne peut pas être renouvelée ici. Adressez-vous au service.",
  signIn: "Pour renouveler, connectez-vous : cette démarche demande un compte.",
  alreadyRenewed: "Ce renouvellement a déjà été demandé : vous le retrouvez sur la page de la première demande.",
  notNow: "Cette demande ne peut pas être renouvelée maintenant.",
  gone: "La demande à renouveler n’est plus la vôtre : rouvrez-la depuis votre espace ou par le lien reçu.",
  often: "Beaucoup de démarches ont été commencées d’ici.",
  draft: {
    note: (reference: string) =>
      `Vous repartez de la demande ${reference}. Vérifiez chaque réponse : corrigez ce qui a changé.`,
    dropped: (titles: readonly string[]) =>
      `Le formulaire a changé. Nous n’avons pas pu reprendre vos réponses à : ${titles.join(", ")}.`,
    again: (titles: readonly string[]) => `À donner de nouveau : ${titles.join(", ")}.`,
  },
  desk: {
    title: "Renouveler pour un usager",
    lead: (day: string) =>
      `Dernier jour : ${day}. Au guichet, au téléphone ou par courrier, vous pouvez le demander pour la personne, à partir de ses dernières réponses.`,
    renew: "Renouveler pour la personne",
    change: (words: string) => `${words}, pour la personne`,
    note: (reference: string) =>
      `Les dernières réponses de ${reference} sont reprises. Vérifiez chacune avec la personne, et corrigez ce qui a changé.`,
  },
  space: {
    title: "À renouveler",
    before: (day: string) => `Valable jusqu’au ${day}`,
    after: (day: string) => `Terminée le ${day}`,
  },
} as const;
