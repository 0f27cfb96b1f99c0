/** French sentences of the one question asked after a decision. */
export const opinionWords = {
  title: "Votre avis",
  lead: "Une question, pour que le service s’améliore. Votre réponse n’a aucun effet sur votre demande.",
  question: "Êtes-vous satisfait de la façon dont votre demande a été traitée ?",
  scores: {
    5: "Très satisfait",
    4: "Satisfait",
    3: "Ni satisfait ni insatisfait",
    2: "Insatisfait",
    1: "Très insatisfait",
  } as Readonly<Record<number, string>>,
  comment: "Voulez-vous en dire plus ?",
  commentHint:
    "500 caractères au plus. N’écrivez ni nom, ni adresse, ni numéro : les agents lisent ce commentaire sans savoir de qui il vient.",
  send: "Envoyer mon avis",
  missing: "Choisissez une réponse.",
  long: "Écrivez 500 caractères au plus.",
  personal: (what: string) =>
    `Votre commentaire contient ${what} : retirez-le. Pour écrire au service, utilisez plutôt les messages de votre demande.`,
  email: "une adresse électronique",
  number: "un numéro de téléphone ou d’identification",
  thanks: "Merci de votre avis",
  thanksText: "Il est enregistré sans votre nom. Il n’est pas possible de le modifier.",
  given: "Vous avez déjà donné votre avis sur cette demande. Merci.",
  early: "Votre avis vous sera demandé quand le service aura répondu.",
  back: "Revenir à ma demande",
  section: "Qu’en avez-vous pensé ?",
  sectionText: "Le service a terminé. Donnez votre avis en une question.",
  link: "Donner mon avis",
  mail: (link: string) => `\n\nVotre avis en une question : ${link}`,
};
