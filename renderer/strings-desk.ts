/** French sentences of working side by side and by the keyboard. */
export const deskWords = {
  looks: (name: string) => `${name} regarde ce dossier en ce moment.`,
  types: (name: string) => `${name} est en train d’y saisir quelque chose.`,
  shared: "Mettez-vous d’accord avant d’agir.",
  looking: (names: string) => `Ouvert par ${names}`,
  keys: {
    title: "Raccourcis clavier",
    link: "Clavier",
    intro:
      "Tout se fait aussi au clavier, avec Tab, Entrée et Espace. Ces touches vont plus vite. Elles n’agissent jamais pendant une saisie.",
    key: "Touche",
    does: "Effet",
    list: "Dans une liste",
    entry: "Dans un dossier",
    everywhere: "Partout",
    on: "Les raccourcis d’une touche sont actifs dans ce navigateur.",
    off: "Les raccourcis d’une touche sont désactivés dans ce navigateur.",
    turnOff: "Désactiver les raccourcis",
    turnOn: "Activer les raccourcis",
    groups: {
      list: [
        ["J", "Dossier suivant de la liste"],
        ["K", "Dossier précédent de la liste"],
        ["Entrée", "Ouvrir le dossier"],
        ["X", "Cocher ou décocher le dossier"],
        ["N", "Page suivante"],
        ["P", "Page précédente"],
        ["/", "Chercher"],
      ],
      entry: [
        ["N", "Dossier suivant de la liste d’où vous venez"],
        ["P", "Dossier précédent"],
        ["U", "Revenir à la liste"],
        ["M", "M’attribuer le dossier"],
        ["A", "Aller aux actions"],
      ],
      everywhere: [
        ["R", "Saisie rapide : la première de votre menu"],
        ["?", "Cette page"],
      ],
    },
  },
} as const;
