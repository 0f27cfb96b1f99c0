/** French sentences of the second proof of identity of agents. */
export const secondFactor = {
  ask: {
    title: "Entrez votre code",
    lead: "Ouvrez votre application d’authentification et recopiez le code à six chiffres de Guichet.",
    code: "Code",
    hint: "Six chiffres ; ou l’un de vos codes de secours",
    button: "Continuer",
    cancel: "Revenir à la connexion",
  },
  enrol: {
    title: "Activer la double authentification",
    forced: "Votre collectivité demande un code en plus du mot de passe. Préparez-le maintenant, une fois pour toutes.",
    steps: [
      "Installez une application d’authentification sur votre téléphone (par exemple FreeOTP ou Aegis), si vous n’en avez pas.",
      "Dans cette application, ajoutez un compte et scannez ce carré, ou recopiez la clé.",
      "Recopiez ci-dessous le code à six chiffres qu’elle affiche.",
    ],
    alt: "Carré à scanner avec votre application d’authentification",
    key: "Clé à recopier",
    hint: "Six chiffres, renouvelés toutes les trente secondes",
    button: "Activer",
  },
  codes: {
    title: "Gardez vos codes de secours",
    lead: "La double authentification est activée. Si vous perdez votre téléphone, chacun de ces codes ouvre votre session une fois. Notez-les ou imprimez-les : ils ne seront plus affichés.",
    print: "Imprimer ces codes",
    button: "Continuer",
  },
  page: {
    link: "Sécurité",
    title: "Sécurité de votre compte",
    on: (left: number) =>
      `La double authentification est activée. Il vous reste ${left} code${left > 1 ? "s" : ""} de secours.`,
    off: "La double authentification n’est pas activée : votre mot de passe suffit à ouvrir votre session.",
    remove: "Désactiver ou changer de téléphone",
    removeText: "Désactivez avec un code, puis activez à nouveau avec l’autre téléphone.",
    removeButton: "Désactiver",
    proConnect: "ProConnect",
    linked: "Votre fiche est reliée à votre identité ProConnect.",
    detach: "Détacher ProConnect",
    member: "Règle de la collectivité",
    required: "Tous les agents doivent donner deux preuves de leur identité.",
    notRequired: "Chaque agent choisit d’activer ou non la double authentification.",
    require: "L’exiger de tous les agents",
    release: "Ne plus l’exiger",
  },
} as const;
