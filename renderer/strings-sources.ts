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
    vouched:
      "FranceConnect nous dit aussi qui vous êtes, pour vérifier qu’il s’agit bien de vous : ce n’est pas gardé.",
    given: "Écrivez l’identité ci-dessus, puis récupérez vos données. Rien n’est demandé sans votre accord.",
    withFranceConnect: (mine: string) => `Récupérer ${mine} avec FranceConnect`,
    franceConnect: "FranceConnect confirme qui vous êtes : vous n’avez rien à écrire. Vous reviendrez sur cette page.",
    withIdentity: {
      asked: "Récupérer sans FranceConnect",
      given: "Récupérer avec l’identité ci-dessus",
      known: "Récupérer avec l’identité déjà indiquée",
    },
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
      interrompu: {
        title: "Votre passage par FranceConnect n’a pas abouti.",
        text: "Réessayez, ou répondez vous-même ci-dessous : vos réponses sont gardées.",
      },
      plafond: {
        title: "Cet organisme ne peut plus être interrogé aujourd’hui : le nombre d’appels du jour est atteint.",
        text: "Répondez vous-même ci-dessous, ou revenez demain : vos réponses sont gardées.",
      },
      "non-demande": {
        title: "Cet organisme n’a pas été interrogé.",
        text: "La réponse est saisie ci-dessous.",
      },
    },
    trip: {
      refus: {
        title: "FranceConnect ne nous a rien transmis.",
        text: "Vous avez refusé, ou votre identité n’a pas été confirmée. Réessayez, ou répondez vous-même.",
      },
      perime: {
        title: "La réponse de FranceConnect n’est plus valable ou a déjà servi.",
        text: "Rien n’a été récupéré par elle. Recommencez, ou répondez vous-même.",
      },
      absent: {
        title: "FranceConnect ne répond pas pour le moment.",
        text: "Répondez vous-même, ou réessayez plus tard : vos réponses sont gardées.",
      },
      autre: {
        title: "FranceConnect a confirmé l’identité d’une autre personne.",
        text: "Ce n’est pas celle de votre compte, ou pas celle de cette demande : rien n’a été récupéré. Réessayez, ou répondez vous-même.",
      },
      session: {
        title: "Votre session a changé pendant votre passage par FranceConnect.",
        text: "Rien n’a été récupéré. Recommencez, ou répondez vous-même.",
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

/** Why someone comes back from FranceConnect with nothing. */
export type FailedTrip = keyof typeof sourceWords.source.trip;

/** The same from an address, where anything may be written. */
export const failedTrip = (text: string | undefined): FailedTrip | null =>
  text !== undefined && Object.hasOwn(sourceWords.source.trip, text) ? (text as FailedTrip) : null;
