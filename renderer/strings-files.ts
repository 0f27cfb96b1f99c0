/** Words about files sent: their state, their pictures, their sending. */
export const fileWords = {
  scans: {
    clean: "analysé : aucun virus",
    waiting: "analyse antivirus en cours",
    unscanned: "non analysé : aucun antivirus n’est configuré",
    "too-large": "non analysé : trop volumineux pour l’antivirus",
    infected: "virus trouvé : fichier mis à l’écart",
    released: "mis à l’écart par l’antivirus, puis rendu par un administrateur",
    exempt: null,
  },
  infected: {
    citizen:
      "Un virus a été trouvé dans ce fichier : personne ne peut l’ouvrir. Retirez-le et envoyez-en un autre, de préférence " +
      "depuis un autre appareil, ou apportez-nous le document.",
    agent:
      "Un virus a été trouvé dans ce fichier : personne ne peut l’ouvrir. Demandez à la personne de l’envoyer de nouveau depuis " +
      "un autre appareil, ou d’apporter le document.",
  },
  waiting: "L’antivirus n’a pas encore regardé ce fichier. Réessayez dans quelques instants.",
  /** Said by the script of the page: "{nom}" is the file's name, "{part}" how much has left. `limit`: "5 Mo". */
  sending: (limit: string) => ({
    waiting: "En attente",
    sending: "Envoi de {nom} {part}",
    sent: "{nom} est envoyé.",
    cancel: "Annuler l’envoi",
    cancelled: "L’envoi de {nom} est annulé.",
    failed: "{nom} n’est pas parti : l’envoi s’est interrompu. Vérifiez votre connexion, puis réessayez.",
    retry: "Réessayer",
    remove: "Retirer",
    tooLarge: `{nom} est trop lourd : cette question accepte ${limit} au plus par fichier. Envoyez-le en plus petit, ou en plusieurs fichiers.`,
    empty: "{nom} est vide. Choisissez un autre fichier.",
    tooMany: "{nom} est de trop : cette question n’en prend pas autant.",
    before: "Vos fichiers partent encore. La suite s’ouvrira dès qu’ils seront arrivés.",
  }),
  show: (count: number) => (count > 1 ? `Voir les ${count} images` : "Voir l’image"),
} as const;
