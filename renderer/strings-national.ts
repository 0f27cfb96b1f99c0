/** Words of the appointments taken through the national engine. */
export const nationalWords = {
  chosen: "Le créneau que vous avez choisi",
  persons: (count: number) => (count === 1 ? "pour une personne" : `pour ${count} personnes`),
  notHeld: "Il n’est pas encore réservé. Commencez : il est alors gardé pour vous le temps de remplir le formulaire.",
  start: "Garder ce créneau",
  application: {
    shape: "Le numéro de pré-demande doit comporter 10 chiffres et lettres.",
    away: "Nous n’arrivons pas à vérifier ce numéro. Vos réponses sont gardées : réessayez dans 30 secondes.",
    often: "Vous avez vérifié beaucoup de numéros en peu de temps. Vos réponses sont gardées.",
    consumed: (number: string) =>
      `Le numéro ${number} correspond à un dossier déjà instruit. Pour retirer un titre, revenez à la première page et choisissez ce motif.`,
    declared: (number: string) =>
      `Le numéro ${number} n’est pas officiellement reconnu. Terminez votre pré-demande en ligne, puis revenez.`,
    unknown: (number: string) => `Le numéro ${number} n’est pas reconnu. Recopiez-le de votre récapitulatif.`,
    expired: (number: string) =>
      `Le numéro ${number} est celui d’un dossier expiré. Refaites une pré-demande en ligne.`,
  },
  others: {
    title: "Un autre rendez-vous existe pour ces pré-demandes",
    text: "Vous pouvez prendre celui-ci quand même. Pensez alors à annuler l’autre : quelqu’un attend peut-être ce créneau.",
    line: (place: string, date: string) => (date === "" ? place : `${place}, le ${date}`),
    manage: "Voir ou annuler cet autre rendez-vous",
  },
} as const;
