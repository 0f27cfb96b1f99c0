/** Words about the legal delay, for citizens and agents. */
export const clockWords = {
  /** On the page of an entry, for agents. */
  agent: {
    SVA: (day: string) => `Sans réponse avant la fin du ${day}, la demande est acceptée (silence vaut acceptation).`,
    SVR: (day: string) => `Sans réponse avant la fin du ${day}, la demande est rejetée (silence vaut rejet).`,
    received: (day: string) => `Date de réception : ${day}.`,
    suspended: (since: string) => `Délai suspendu depuis le ${since} : le demandeur doit envoyer des pièces.`,
    until: (day: string) => `Il a jusqu’au ${day}.`,
    SVAwaits: (delay: string) => `Le délai de ${delay} commencera à la réception des pièces.`,
    resumes: (day: string) => `Sans envoi, le délai reprend ensuite et s’achève le ${day}.`,
    missing: (day: string) =>
      `Un complément est attendu avant le ${day}. L’étude continue : il n’est pas indispensable.`,
    silent: {
      SVA: (day: string) => `Personne n’a répondu avant la fin du ${day} : le silence a valu acceptation.`,
      SVR: (day: string) => `Personne n’a répondu avant la fin du ${day} : le silence a valu rejet.`,
    },
    forwarded: (member: string, reference: string, day: string) =>
      `Transmise par ${member}, qui l’a reçue le ${day} sous la référence ${reference}.`,
    forwardedFile: (rank: number) => `Pièce transmise n° ${rank}`,
    aside: "Réponses que ce formulaire ne demande pas :",
    certificate: "Attestation d’acceptation (PDF)",
    /** In a column that says "À répondre avant". */
    late: (day: string) => `${day}, en retard`,
    lateCount: (count: number) => (count === 1 ? "1 en retard" : `${count} en retard`),
    soonCount: (count: number) =>
      count === 1 ? "1 à décider dans les 7 jours" : `${count} à décider dans les 7 jours`,
  },
  /** On the tracking page. */
  citizen: {
    title: "Délai de réponse",
    SVA: (day: string) =>
      `Le service a jusqu’au ${day} pour vous répondre. Sans réponse ce jour-là, votre demande sera acceptée.`,
    SVR: (day: string) =>
      `Le service a jusqu’au ${day} pour vous répondre. Sans réponse ce jour-là, votre demande sera considérée comme rejetée, et vous pourrez contester ce rejet.`,
    missing: (since: string) => `Le ${since}, le service vous a demandé de compléter votre demande.`,
    until: (day: string) => `Vous avez jusqu’au ${day} pour répondre.`,
    silent: {
      SVA: (day: string) => `Le service n’a pas répondu avant la fin du ${day} : votre demande est acceptée.`,
      SVR: (day: string) =>
        `Le service n’a pas répondu avant la fin du ${day} : votre demande est considérée comme rejetée.`,
    },
    decision: "La décision",
    decidedBy: (who: string) => `Décision prise par ${who}.`,
    appeal: "Contester la décision",
    certificate: "Télécharger l’attestation d’acceptation (PDF)",
    transferred: (member: string) => `Votre demande est suivie par ${member}.`,
    transferredLink: "Suivre la demande transmise",
    from: (member: string, day: string) => `Cette demande a été reçue par ${member} le ${day}, qui l’a transmise.`,
  },
  /** On the page shown when a request has just been sent. */
  receipt: {
    title: "Accusé de réception",
    received: "Reçue le",
    service: "Service chargé du dossier",
    silence: "Ce que vaut le silence du service",
    instant: "Cet accusé de réception vous est remis dès l’envoi.",
  },
  alertMail: {
    subject: (count: number, day: string) =>
      count === 1 ? `1 demande à décider avant le ${day}` : `${count} demandes à décider avant le ${day}`,
    body: (title: string, day: string, meaning: string, links: readonly string[], member: string) =>
      `Bonjour,\n\nLe délai légal de réponse s’achève à la fin du ${day} : ${title}.\n${meaning}\n\n${links.join("\n")}\n\n${member}`,
    meaning: {
      SVA: "Sans réponse ce jour-là, le silence vaudra acceptation.",
      SVR: "Sans réponse ce jour-là, le silence vaudra rejet.",
    },
    more: (count: number) => (count === 1 ? "Et une autre." : `Et ${count} autres.`),
  },
} as const;
