/** French sentences of a price and of what made it. */
export const priceWords = {
  title: "Prix",
  unknown: "Il s’affichera quand vous aurez répondu aux questions dont il dépend.",
  how: "Comment ce prix est calculé",
  inputs: "Ce qui a servi au calcul",
  input: (title: string) => (title.endsWith("?") ? title : `${title} :`),
  tables: "Le tarif appliqué",
  /** "École de natation : grille en vigueur depuis le 1er septembre 2026, ligne 3". */
  table: (title: string, words: string, row: number) => `${title} : ${words}, ligne ${row}.`,
  decision: (text: string) => `Décidée par : ${text}.`,
  column: (title: string, value: string, cell: string) =>
    value === cell ? `${title} : ${value}` : `${title} : ${value} (la ligne dit : ${cell})`,
  steps: "Le calcul",
  step: "Étape",
  amount: "Montant",
  total: "Total",
  day: (day: string) => `Prix calculé avec les tarifs du ${day}. Un tarif qui change ensuite ne le modifie pas.`,
  toCome: "Le prix est fixé quand vous envoyez la demande, avec les tarifs de ce jour.",
  changed: (amount: string) =>
    `Le tarif vient de changer : le prix est maintenant de ${amount}. Vérifiez-le, puis envoyez si vous êtes d’accord.`,
  rounding:
    "Les sommes sont comptées en centimes entiers. Un pourcentage est arrondi à chaque étape au centime le plus proche, le demi-centime vers le haut.",
  /** Mention of CRPA R.311-3-1-1. */
  mention: (purpose: string) =>
    `Ce prix est établi par un traitement algorithmique (article L. 311-3-1 du code des relations entre le public et l’administration). Sa finalité : ${purpose}`,
  right:
    "Vous pouvez obtenir la communication des règles de ce traitement et des principales caractéristiques de sa mise en œuvre : elles sont ci-dessous, et le service répond à toute question. Sans réponse dans le mois, vous pouvez saisir la Commission d’accès aux documents administratifs (CADA).",
  degree: (text: string) => `Part de l’algorithme dans la décision : ${text}`,
} as const;
