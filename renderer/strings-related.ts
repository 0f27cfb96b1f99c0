/** Words of the entries related to one, on its page. */
export const relatedWords = {
  title: "Demandes et fiches liées",
  groups: {
    origin: "À l’origine de celle-ci",
    cited: "Citées dans les réponses",
    opened: "Ouvertes par celle-ci",
    citing: "Qui citent celle-ci",
    holder: "De la même personne, dans ce secteur",
  },
  openedOn: "le",
  more: "Les plus récentes seulement.",
} as const;
