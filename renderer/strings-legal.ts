import { of } from "./strings.ts";

/** Sentences of the legal pages. */
export const legal = {
  notice: {
    title: "Mentions légales",
    publisher: "Éditeur",
    publisherText: (name: string) => `Ce site est édité par ${name}.`,
    siren: (siren: string) => `Numéro SIREN\u00a0:\u00a0${siren}.`,
    director: (name: string) => `Direction de la publication : ${name}.`,
    contact: "Nous joindre",
    hours: "Horaires",
    licence: "Logiciel",
    licenceText: "Ce site fonctionne avec Guichet, un logiciel libre publié sous licence EUPL 1.2.",
    cookie: "Cookies",
    cookieText:
      "Un seul cookie est déposé, et seulement quand vous commencez une démarche ou vous connectez : il garde votre session. Un passage par FranceConnect ou ProConnect en dépose d’autres, qui vous ramènent à votre page et s’effacent en douze heures au plus. Tous sont nécessaires au service et ne suivent personne. Aucune mesure d’audience n’est faite.",
  },
  group: {
    lead: "Ces mentions valent pour les pages communes : l’accueil de la plateforme, la connexion, votre compte et votre espace.",
    publisher: (name: string, group: string) =>
      name === group ? `Ces pages sont éditées par ${name}.` : `Ces pages sont éditées par ${name}, pour ${group}.`,
    nobody: "Chaque collectivité répond de ses propres pages ; aucune n’est encore chargée des pages communes.",
    kept: "Ce qui est gardé",
    members: "Les pages de chaque collectivité",
    membersNotice: "Chaque collectivité édite ses propres pages et a ses mentions légales.",
    membersAccessibility: "Chaque collectivité a sa propre déclaration, avec la personne à prévenir.",
    membersPrivacy:
      "Vos réponses dans une démarche ne sont pas dans votre compte : elles sont à la collectivité à qui vous les envoyez. Voici ce qu’en fait chacune.",
    privacyLead:
      "Voici ce que garde votre compte (article 13 du RGPD). Il est facultatif : toutes les démarches se font aussi sans lui.",
    controller: (name: string) => `${name} est responsable des comptes et des espaces.`,
    rights:
      "Votre espace vous permet de lire vos données, de les corriger, de les télécharger et de fermer votre compte. Vous pouvez aussi nous le demander.",
    processings: [
      {
        title: "Votre compte",
        purpose:
          "Vous reconnaître, vous montrer vos demandes et vous écrire. Il garde votre nom, votre adresse électronique, l’empreinte de votre mot de passe, le journal de vos connexions et, si vous passez par FranceConnect, l’identité qu’il nous transmet.",
        recipients: ["Vous. Les agents lisent ce que vous envoyez dans une démarche, pas votre compte."],
        retention: (months: number) =>
          `Jusqu’à ce que vous fermiez votre compte ; ${months} mois pour le journal des connexions.`,
      },
      {
        title: "Votre espace",
        purpose:
          "Remplir vos formulaires à votre place : les renseignements et les personnes du foyer que vous y notez, et la façon de vous prévenir.",
        recipients: ["Vous. Les agents n’en lisent que ce que vous envoyez dans une démarche."],
        retention: () => "Jusqu’à ce que vous les retiriez ou fermiez votre compte.",
      },
      {
        title: "Vos mandats",
        purpose: "Permettre à une personne de votre choix de suivre vos demandes ou d’agir pour vous.",
        recipients: ["Vous et cette personne. Les agents voient qui a agi pour qui."],
        retention: () => "1 an après la fin du mandat.",
      },
    ],
  },
  privacy: {
    title: "Vos données personnelles",
    lead: (name: string) =>
      `Voici ce que deviennent les réponses que vous donnez dans les démarches ${of(name)} (articles 13 et 14 du RGPD).`,
    controller: "Responsable",
    controllerText: (name: string) => `${name} est responsable de ces traitements.`,
    services: "Démarche par démarche",
    purpose: "Pourquoi",
    basis: "Base légale",
    fetched: "Données demandées à d’autres",
    fetchedText: (data: string, holder: string) => `${data}, auprès de ${holder}, si vous êtes d’accord.`,
    recipients: "Qui les lit",
    recipientsDefault: "Les agents du service chargé de la démarche.",
    retention: "Durée de conservation",
    retentionText: (duration: string) => `${duration} après la fin de la démarche.`,
    account: "Votre compte et votre espace sont communs à toutes les collectivités du groupe.",
    accountLink: "Ce que garde votre compte",
    drafts:
      "Une démarche commencée et non envoyée est gardée 30 jours après votre dernière réponse, puis effacée. Personne ne la lit avant son envoi.",
    sealed:
      "Vos démarches de services différents ne sont pas rapprochées : chaque secteur vous connaît sous un numéro sans lien avec celui des autres.",
    rights: "Vos droits",
    rightsText:
      "Vous pouvez demander à lire vos données, à les corriger, à les effacer quand la loi le permet, ou à en limiter l’usage.",
    dpo: "Écrivez au délégué à la protection des données :",
    dpoLine: (address: string) => `Écrivez au délégué à la protection des données : ${address}.`,
    cnil: "Si la réponse ne vous convient pas, vous pouvez adresser une plainte à la CNIL, sur cnil.fr.",
    bases: {
      "6-1-a": "votre consentement",
      "6-1-b": "un contrat avec vous",
      "6-1-c": "une obligation légale",
      "6-1-d": "la sauvegarde d’intérêts vitaux",
      "6-1-e": "une mission d’intérêt public",
      "6-1-f": "un intérêt légitime",
    } as Readonly<Record<string, string>>,
  },
} as const;
