/** What « Mon espace » says of the services of where a citizen lives. */
export const spaceOffers = {
  title: "Les démarches de votre commune",
  unknown: "Pour les trouver ici,",
  tell: "indiquez votre adresse",
  everywhere: "Voir toutes les collectivités",
} as const;
