/** French sentences of signing in by FranceConnect, ProConnect, and with a code. */
export const outside = {
  citizen: {
    button: "S’identifier avec FranceConnect",
    about: "FranceConnect est la solution de l’État pour sécuriser et simplifier la connexion à vos services en ligne.",
    what: { label: "Qu’est-ce que FranceConnect ?", href: "https://franceconnect.gouv.fr/" },
    or: "ou avec votre compte",
    needed: "Cette démarche demande une identité confirmée par FranceConnect, que vous soyez déjà connecté ou non.",
    start: "S’identifier avec FranceConnect et commencer",
    missing:
      "Cette démarche demande une identité confirmée par FranceConnect, qui n’est pas disponible ici. Faites-la avec nous, sur place ou par courrier.",
  },
  agent: {
    button: "S’identifier avec ProConnect",
    about: "ProConnect identifie les agents publics avec le compte de leur employeur.",
    what: { label: "Qu’est-ce que ProConnect ?", href: "https://www.proconnect.gouv.fr/" },
    or: "ou avec votre compte local",
  },
  leaving: {
    title: (provider: string) => `Nous vous conduisons vers ${provider}`,
    text: "Si rien ne se passe, continuez avec ce lien.",
    link: (provider: string) => `Continuer vers ${provider}`,
    signedOut: "Vous êtes déconnecté",
    signedOutText: (provider: string) => `Votre session est fermée ici. Elle se ferme maintenant sur ${provider}.`,
  },
  comingBack: {
    title: "Retour sur le site de votre collectivité",
    text: "Si rien ne se passe, continuez avec ce lien.",
    label: "Continuer",
  },
  failures: {
    denied: (provider: string) =>
      `Vous n’avez pas été identifié par ${provider}. Réessayez, ou connectez-vous autrement.`,
    weak: (provider: string) =>
      `Votre collectivité demande une double authentification, et ${provider} ne l’a pas obtenue. Activez un second moyen (code, clé, carte) auprès de votre employeur, puis réessayez.`,
    invalid: (provider: string) => `La réponse de ${provider} n’est plus valable ou a déjà servi. Recommencez.`,
    unreachable: (provider: string) =>
      `${provider} ne répond pas pour le moment. Réessayez dans quelques minutes, ou connectez-vous autrement.`,
  },
  first: {
    title: "Première connexion avec FranceConnect",
    lead: (name: string) => `FranceConnect a confirmé votre identité : ${name}. Dites-nous quel compte utiliser.`,
    recognised:
      "Un compte est déjà relié à cette identité. Pour le retrouver, reliez-le avec son adresse et son mot de passe.",
    link: "J’ai déjà un compte ici",
    linkText: "Reliez-le : vous retrouverez toutes vos demandes, et vous pourrez toujours utiliser votre mot de passe.",
    linkButton: "Relier mon compte",
    create: "Je n’ai pas de compte",
    createText: "Nous en créons un avec votre identité. Vous n’aurez pas de mot de passe à retenir.",
    createButton: "Créer mon compte",
    email: "Adresse électronique",
    emailHint: "Par exemple : prenom.nom@exemple.fr",
    firstEmail: "Adresse électronique (facultatif)",
    firstEmailHint: "Pour être averti des réponses. Un courriel vous demandera de la confirmer.",
    password: "Mot de passe",
    cancel: "Abandonner",
    emailInvalid: "Écrivez une adresse comme nom@exemple.fr",
    emailMissing: "Indiquez l’adresse électronique de votre compte.",
    passwordMissing: "Indiquez votre mot de passe.",
    other: "Ce compte est déjà relié à une autre identité FranceConnect. Utilisez votre propre compte, ou créez-en un.",
    over: "Cette connexion a pris trop de temps. Recommencez avec FranceConnect.",
  },
  address: {
    title: "Confirmer votre adresse",
    text: (email: string) => `Confirmez que ${email} est votre adresse électronique.`,
    button: "Confirmer cette adresse",
    done: "Votre adresse est confirmée",
    doneText: "Nous vous y écrirons désormais.",
    gone: "Ce lien ne fonctionne plus",
    goneText:
      "Il a déjà servi, il a expiré, ou cette adresse n’est plus libre. Vous pouvez la modifier dans votre espace.",
  },
  mails: {
    confirm: (link: string) => ({
      subject: "Confirmez votre adresse électronique",
      body: `Bonjour,\n\nUn compte vient d’être créé avec FranceConnect, et cette adresse a été donnée.\n\nPour la confirmer, ouvrez ce lien :\n${link}\n\nIl fonctionne pendant deux jours. Si ce n’est pas vous, ne faites rien : votre adresse ne sera pas utilisée.`,
    }),
    taken: {
      subject: "Vous avez déjà un compte",
      body: "Bonjour,\n\nUn compte vient d’être créé avec FranceConnect, et cette adresse a été donnée. Vous avez déjà un compte à cette adresse : il n’a pas changé, et son mot de passe reste le même.\n\nSi ce n’est pas vous, ne faites rien : votre adresse ne sera pas utilisée.",
    },
    linked: {
      subject: "Votre compte est relié à FranceConnect",
      body: "Bonjour,\n\nVotre compte vient d’être relié à FranceConnect : vous pouvez maintenant vous connecter ainsi, ou avec votre mot de passe comme avant.\n\nSi ce n’est pas vous, changez votre mot de passe et prévenez-nous.",
    },
  },
  agentRefused: {
    title: "ProConnect vous a identifié, mais vous n’avez pas d’accès ici",
    siren: (siren: string) => `Votre employeur (SIREN ${siren}) n’est pas une collectivité de ce groupe.`,
    unknown: (member: string, email: string) =>
      `Vous n’avez pas encore d’accès pour ${member}. Demandez à son administrateur de créer votre fiche d’agent avec l’adresse ${email}.`,
    other: (member: string) =>
      `Votre accès est celui d’un agent de ${member}, qui n’est pas votre employeur selon ProConnect. Demandez à un administrateur de le corriger.`,
    disabled: "Votre accès a été fermé. Adressez-vous à l’administrateur de votre collectivité.",
    linked:
      "Votre fiche d’agent est déjà reliée à une autre identité ProConnect. Détachez-la depuis la page Sécurité de votre espace, ou demandez à votre administrateur.",
    change: "Changer d’identité ProConnect",
  },
} as const;
