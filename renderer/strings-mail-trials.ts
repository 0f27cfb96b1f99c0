/** French sentences about mails and text messages seen with made-up answers. */
export const mailTrialWords = {
  link: "Voir les courriels et les SMS, avec des réponses inventées",
  title: (definition: string) => `Courriels et SMS : ${definition}`,
  intro:
    "Chaque courriel tel qu’il partirait, avec des réponses inventées et vos changements pas encore publiés. Rien n’est envoyé.",
  back: "Revenir à la démarche",
  none: "Cette démarche n’envoie pas de courriel.",
  reminder: "Rappel",
  html: "Voir ce courriel mis en page",
  sms: "SMS",
  parts: (count: number) =>
    count > 1
      ? `${count} parties avec ces réponses : il est facturé comme ${count} SMS.`
      : "1 partie avec ces réponses.",
  costly: "Une de ses lettres n’est pas dans l’alphabet des SMS : il prend plus de place.",
  cut: (most: number) =>
    `Avec ces réponses il dépasse ${most} parties : il serait coupé, son lien gardé entier. Raccourcissez-le.`,
} as const;
