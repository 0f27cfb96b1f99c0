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
  /** Read by the script, beside the field. `#` is a number. */
  list: {
    label: "Propositions",
    one: "1 proposition : flèche bas pour la choisir.",
    several: "# propositions : flèche bas pour en choisir une.",
    none: "Aucune proposition : vous pouvez continuer avec ce que vous avez écrit.",
    unavailable: "La recherche ne répond pas : écrivez vous-même.",
  },
} as const;
