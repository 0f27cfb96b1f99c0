/** French sentences of saved views. */
export const viewWords = {
  label: "Vue de la liste",
  save: "Enregistrer cette vue",
  saveAs: "Enregistrer comme nouvelle vue",
  update: "Enregistrer les changements",
  undo: "Revenir à la vue enregistrée",
  modified: "Vous avez changé cette vue.",
  manage: "Renommer, partager, supprimer",
  makeDefault: "Ouvrir la liste sur cette vue",
  noDefault: "Ne plus ouvrir la liste sur cette vue",
  remove: "Supprimer la vue",
  removeHint: "Ses colonnes, ses filtres et son nom sont perdus. Aucune demande n’est supprimée.",
  removeSharedHint: "Ceux avec qui elle est partagée ne la trouveront plus. Aucune demande n’est supprimée.",
  removeConfirm: "Oui, la supprimer",
  name: "Nom de la vue",
  submit: "Enregistrer la vue",
  owned: (owner: string | null, shared: string) =>
    owner === null ? `votre vue, ${shared}` : `vue de ${owner}, ${shared}`,
  shared: {
    nobody: "pour vous seule ou vous seul",
    unit: (name: string) => `partagée avec le service ${name}`,
    member: "partagée avec toute la collectivité",
  },
  share: {
    legend: "Qui voit cette vue ?",
    nobody: "Moi, et personne d’autre",
    unit: (name: string) => `Le service ${name}`,
    member: "Tous les agents de la collectivité qui ont accès à cette liste",
  },
  leftOut: (names: string) =>
    `Le formulaire a changé : ${names} n’existe plus. La vue s’ouvre sans. Enregistrez-la pour l’oublier.`,
  done: {
    kept: "La vue est enregistrée.",
    removed: "La vue est supprimée.",
    isDefault: "La liste s’ouvrira sur cette vue.",
    notDefault: "La liste s’ouvrira comme avant.",
  },
  nav: (title: string) => `Vues : ${title}`,
} as const;
