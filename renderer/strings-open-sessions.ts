/** Words of the sessions shown before anyone signs up. */
export const openSessionWords = {
  title: "Les séances",
  none: "Aucune séance n’est ouverte pour l’instant.",
  more: (count: number) => (count === 1 ? "Et une autre séance." : `Et ${count} autres séances.`),
  hint: "Ce qu’il reste change d’une minute à l’autre : une place est à vous quand vous l’avez choisie dans le formulaire.",
} as const;
