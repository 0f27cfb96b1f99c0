/** Words of a fiche that belongs to the account of the person it is about: her pages, and what agents do for her. */
export const ficheWords = {
  home: "Vos fiches",
  open: "Ouvrir",
  reference: "Numéro de la fiche",
  updated: "Dernière mise à jour",
  known: (member: string) => `Ce que ${member} sait de vous`,
  knownHint: "Une erreur que vous ne pouvez pas corriger ici ? Signalez-la au service : vous y avez droit.",
  fold: "Voir ma fiche",
  state: "Votre situation",
  contact: "Le service qui tient votre fiche",
  actions: "Mettre à jour",
  coming: "À venir",
  past: "Déjà passé",
  follow: "Voir l’inscription",
  certificates: "Vos attestations",
  nothingComing: "Rien de prévu.",
  done: (label: string) => `C’est enregistré : ${label}.`,
  stale:
    "Votre fiche a changé entre-temps. Ce que vous aviez saisi est gardé ci-dessous : relisez-le, puis envoyez de nouveau.",
  cancel: "Revenir à ma fiche",
  gone: "Cette fiche n’est pas ouverte à votre compte",
  goneText:
    "Elle n’existe pas, ou elle n’est pas rattachée au compte avec lequel vous êtes connecté. Si le service vous a invité, ouvrez le lien reçu par courriel.",
  confirm: {
    title: (what: string) => `À confirmer : ${what}`,
    before: (day: string) => `À confirmer avant le ${day}.`,
    late: (day: string) => `C’était à confirmer avant le ${day}. Il n’est pas trop tard.`,
    on: (day: string) => `Dernière confirmation : le ${day}.`,
    never: "Vous n’avez encore rien confirmé.",
    again: "Revoir",
    look: "Revoir et confirmer",
    lead: "Voici ce que le service affiche. Corrigez ce qui a changé, puis confirmez.",
    unchanged: "Rien n’a changé",
    unchangedHint: "Tout est encore exact ? Un seul bouton suffit.",
    changed: "Vous avez modifié des réponses : relisez-les, puis confirmez-les par le bouton en bas de la page.",
  },
  invitation: {
    title: (member: string) => `${member} vous ouvre votre fiche`,
    lead: (title: string) =>
      `Vous êtes dans le registre « ${title} ». En rattachant votre fiche à votre compte, vous pourrez la lire et la tenir à jour.`,
    account: "Il faut un compte. Il est gratuit, et il est à vous seul.",
    signedInAs: (name: string) => `Vous êtes connecté comme ${name}. Ce n’est pas vous ? Déconnectez-vous d’abord.`,
    take: "Rattacher ma fiche à mon compte",
    signIn: "Se connecter",
    signUp: "Créer un compte",
    gone: "Ce lien n’est plus valable",
    goneText:
      "Il a déjà servi, il est trop ancien, ou un autre l’a remplacé. Si vous avez déjà rattaché votre fiche, elle est dans votre espace. Sinon, demandez au service de vous inviter de nouveau.",
    space: "Aller à mon espace",
    taken: "Votre fiche est rattachée à votre compte.",
  },
  back: {
    title: "Espace de la personne",
    none: "La personne n’a pas encore ouvert sa fiche.",
    invited: (when: string) => `Invitée le ${when}. Le lien vaut quatorze jours et ne sert qu’une fois.`,
    held: (when: string) => `La personne lit sa fiche dans son espace depuis le ${when}.`,
    invite: "Inviter par courriel",
    again: "Inviter de nouveau",
    to: (address: string) => `À ${address}.`,
    noAddress: "Pour l’inviter, ajoutez d’abord son adresse électronique à la fiche.",
    part: "Retirer l’accès",
    partHint: "Elle ne verra plus sa fiche. Rien d’autre ne change ; vous pourrez l’inviter de nouveau.",
    partConfirm: "Oui, retirer l’accès",
    sent: "L’invitation est envoyée.",
    parted: "L’accès est retiré.",
    facts: { inviter: "Personne invitée à ouvrir sa fiche", detacher: "Accès de la personne retiré" },
  },
  list: {
    column: "Confirmation",
    on: (day: string) => `Confirmé le ${day}`,
    wanted: "À confirmer",
    confirmed: "Confirmé",
    notAsked: "Non demandé",
  },
} as const;

/** Mails about a fiche. They name nobody: the address may be wrong. */
export const ficheMails = {
  refused: {
    held: "Cette fiche est déjà rattachée à un compte.",
    address: "Cette fiche n’a pas d’adresse électronique : ajoutez-la d’abord.",
  },
  invitation: (member: string, register: string, link: string, days: number) => ({
    subject: `${member} vous ouvre votre fiche`,
    body: `Bonjour,\n\nVous êtes dans le registre « ${register} » de ${member}. Vous pouvez maintenant lire votre fiche et la tenir à jour vous-même.\n\nOuvrir ma fiche : ${link}\n\nCe lien vaut ${days} jours et ne sert qu’une fois. Vous vous connecterez, ou vous créerez un compte.\n\nVous n’êtes pas concerné ? Ne faites rien : sans vous, rien ne s’ouvre.\n\n${member}`,
  }),
} as const;
