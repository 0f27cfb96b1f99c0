/** French sentences of the page where a citizen says how to reach her. */
export const reachWords = {
  title: "Comment vous prévenir",
  lead: "Les accusés de réception, les demandes de pièces et les décisions vous arrivent toujours par courriel : la loi le veut. Pour le reste, choisissez.",
  noSms: "Cette plateforme n’envoie pas de SMS : tout vous arrive par courriel.",
  reminders: "Les rappels (une date limite qui approche)",
  messages: "Les nouveaux messages d’un service",
  reaches: { mail: "Par courriel", sms: "Par SMS", both: "Par courriel et par SMS" },
  choose: "Choisissez une réponse.",
  phone: "Votre téléphone mobile",
  phoneHint: "Un numéro de mobile français. Il ne sert qu’à cela.",
  phoneMissing: "Écrivez un numéro de mobile français, par exemple 06 12 34 56 78, pour recevoir des SMS.",
  save: "Enregistrer",
  saved: "Votre choix est enregistré.",
  help: "Sans compte, les messages arrivent à l’adresse électronique donnée dans la demande.",
} as const;
