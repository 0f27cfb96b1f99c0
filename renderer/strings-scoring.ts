/** French sentences of a ranking by points: its criteria, a score, a rank. */
export const scoringWords = {
  criteria: {
    head: ["Critère", "Points au plus"] as const,
    weight: (weight: number) => `compte ${weight} fois`,
    total: "Total possible",
    ties: "À égalité de points, passent d’abord, dans cet ordre :",
    draw: "enfin, un tirage au sort que chacun peut refaire : la liste publie sa graine, et chaque demande est classée par l’empreinte SHA-256 de « graine collectivité référence », de la plus petite à la plus grande.",
    tables: "Les grilles de points",
    row: "Ligne",
    since: (day: string) => `En vigueur depuis le ${day}.`,
    decision: (text: string) => `Décidée par : ${text}.`,
    none: "Aucune grille n’est encore en vigueur : ce critère ne donne aucun point.",
  },
  /** Mention of CRPA L.311-3-1 and R.311-3-1-1. */
  mention: (purpose: string) =>
    `La décision s’appuie sur un traitement algorithmique (article L. 311-3-1 du code des relations entre le public et l’administration). Sa finalité : ${purpose}`,
  right:
    "Vous pouvez obtenir la communication des règles de ce traitement et des principales caractéristiques de sa mise en œuvre pour votre demande. Sans réponse dans le mois, vous pouvez saisir la Commission d’accès aux documents administratifs (CADA).",
  whenDecided:
    "Une fois la décision prise, votre page de suivi montre vos points, votre rang, ce qui a servi au calcul et d’où cela vient.",
  always: "Votre page de suivi montre vos points dès le dépôt, et votre rang une fois la décision prise.",
  degree: (text: string) => `Part de l’algorithme dans la décision : ${text}`,
  title: "Points et rang",
  today: (day: string) => `Vos points au ${day}. Ils seront comptés de nouveau le jour du classement.`,
  score: (points: string, most: string) => `${points} sur ${most}`,
  rank: (rank: number, of: number, list: string) =>
    `${rank === 1 ? "1re" : `${rank}e`} sur ${of} demandes classées (${list})`,
  deviation: (reason: string) => `La commission s’est écartée du classement pour cette demande : ${reason}`,
  how: "Comment ces points sont comptés",
  inputs: "Ce qui a servi au calcul",
  tables: "Les grilles appliquées",
  steps: "Le calcul",
  criterion: "Critère",
  points: "Points",
  weighted: (points: number, maximum: number, weight: number) =>
    weight === 1 ? `${points} sur ${maximum}` : `${points} sur ${maximum}, compte ${weight} fois`,
  total: "Total",
  ties: "À égalité de points",
  draw: "Tirage au sort",
  drawn: (seed: string, text: string, result: string) =>
    `Graine « ${seed} » : l’empreinte SHA-256 de « ${text} » est ${result}.`,
  path: "Ce que le classement a donné",
  day: (day: string) => `Points comptés le ${day}, avec les critères et les grilles de ce jour.`,
} as const;
