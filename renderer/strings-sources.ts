/** Words of what is proposed or fetched so that nobody has to type it. */
export const sourceWords = {
  address: {
    search: "Chercher l’adresse",
    hint: "Écrivez le numéro et la voie : la recherche complète le code postal et la commune.",
    legend: "Adresses trouvées",
    none: "Aucune adresse trouvée. Vérifiez ce que vous avez écrit, ou continuez avec votre saisie.",
    short: "Écrivez au moins le nom de la voie, puis cherchez.",
    unavailable: "La recherche d’adresse ne répond pas pour le moment. Écrivez l’adresse vous-même, puis continuez.",
    typed: "Garder ce que j’ai écrit",
    use: "Utiliser cette adresse",
  },
  source: {
    offer: "Nous pouvons demander ces données pour vous. Rien n’est demandé sans votre accord.",
    what: "Ce qui est demandé",
    from: "À qui",
    why: "Pourquoi",
    rightsTitle: "Vos droits",
    rights: (member: string) =>
      `Vous pouvez consulter ces données et les faire rectifier, auprès de cet organisme comme auprès de ${member}.`,
    rightsMore: "En savoir plus sur vos données",
    ask: "Récupérer mes données",
    askAfterAll: "Récupérer plutôt mes données",
    again: "Réessayer",
    decline: "Répondre moi-même",
    declineAfterAll: "Répondre plutôt moi-même",
    refused: "Vous avez choisi de répondre vous-même.",
    obtained: (provider: string, day: string) => `Données obtenues de la ${provider} le ${day}`,
    wrong: (provider: string) =>
      `Elles ne peuvent pas être modifiées ici. Si elles sont fausses, demandez à la ${provider} de les rectifier, ou répondez vous-même.`,
    failed: {
      introuvable: {
        title: "Aucun dossier n’a été trouvé avec l’identité indiquée.",
        text: "Vérifiez-la et réessayez, ou répondez vous-même ci-dessous.",
      },
      indisponible: {
        title: "L’organisme ne répond pas pour le moment.",
        text: "Répondez vous-même ci-dessous, ou réessayez plus tard : vos réponses sont gardées.",
      },
      "non-demande": {
        title: "Cet organisme n’a pas été interrogé.",
        text: "La réponse est saisie ci-dessous.",
      },
    },
    byAgent:
      "Ce qu’un organisme a donné ne se modifie pas ici. S’il n’a pas été interrogé, saisissez la réponse de l’usager ci-dessous.",
    lacking: (titles: readonly string[]) => `Avant de récupérer vos données, indiquez ${titles.join(", ")}.`,
    often: "Vous avez interrogé cet organisme plusieurs fois.",
  },
  /** Read by the script, beside the field. `#` is a number. */
  list: {
    label: "Propositions",
    one: "1 proposition : flèche bas pour la choisir.",
    several: "# propositions : flèche bas pour en choisir une.",
    none: "Aucune proposition : vous pouvez continuer avec ce que vous avez écrit.",
    unavailable: "La recherche ne répond pas : écrivez vous-même.",
  },
} as const;
