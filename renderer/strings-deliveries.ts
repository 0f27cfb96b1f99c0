/** Enhanced status codes (RFC 3463), by what an agent can do about them. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^[45]\.1\./, "l’adresse n’existe pas ou plus"],
  [/^[45]\.2\.2/, "la boîte est pleine"],
  [/^[45]\.2\./, "la boîte ne reçoit plus"],
  [/^[45]\.4\./, "le serveur du destinataire ne répond pas"],
  [/^[45]\.7\./, "le serveur du destinataire refuse nos courriels"],
  [/^[45]\./, "le serveur du destinataire l’a refusé"],
  [/^not-a-mobile$/, "ce n’est pas un numéro de mobile français"],
  [/^no-provider$/, "cette installation n’envoie pas de SMS"],
  [/^too-many$/, "cette personne a déjà reçu beaucoup de messages ce jour"],
  [/^consent-withdrawn$/, "la personne s’est désinscrite avant l’envoi"],
  [/^unreadable$/, "le secret de l’installation a changé entre-temps : écrivez de nouveau à cette personne"],
  [/./, "l’opérateur l’a refusé"],
];

/** French sentences about what was sent for an entry. */
export const deliveryWords = {
  title: "Courriels, SMS et courriers",
  none: "Rien n’a encore été envoyé.",
  many: "Courriel à plusieurs",
  channels: { mail: "Courriel", sms: "SMS", post: "Courrier" },
  states: {
    sent: "Envoyé",
    delivered: "Remis",
    held: "Retenu",
    refused: "Refusé",
    bounced: "Revenu",
    complained: "Signalé comme indésirable",
    "to-post": "À envoyer",
    posted: "Remis ou envoyé",
  },
  heldWhy: "cette personne a déjà reçu beaucoup de messages ce jour ; il part demain matin dans un résumé",
  reason: (status: string) => REASONS.find(([pattern]) => pattern.test(status))?.[1] ?? "",
  on: (when: string) => `le ${when}`,
  print: "Imprimer ce courrier",
  letter: {
    title: "Courrier à imprimer",
    back: "Revenir au dossier",
    hint: "Imprimez cette page par le menu de votre navigateur (Ctrl + P), envoyez-la, puis dites sur le dossier que le courrier est parti.",
    about: (reference: string) => `Référence : ${reference}`,
  },
  columns: { what: "Envoi", subject: "Objet", to: "À", state: "Suite" },
  checkAddress: (when: string) =>
    `Un message du ${when} ne vous est pas parvenu. Vérifiez l’adresse électronique que vous avez donnée et, si elle n’est pas bonne, écrivez-le au service. Tout ce que le service vous a écrit est sur cette page.`,
} as const;
