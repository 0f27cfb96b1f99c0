interface Words {
  readonly subject: string;
  readonly body: string;
}

/** Mails to agents about their access and what they lend. */
export const agentMails = {
  invited: (name: string, member: string, link: string): Words => ({
    subject: `Votre accès aux services en ligne de ${member}`,
    body: `Bonjour ${name},

${member} vous donne accès à l’espace des agents. Choisissez votre mot de passe ici :

${link}

Ce lien sert une seule fois, pendant sept jours. Passé ce délai, demandez-en un autre à votre administrateur.

Vous n’attendiez pas ce message ? Ne cliquez pas et prévenez votre administrateur.`,
  }),
  asked: (name: string, member: string, link: string): Words => ({
    subject: "Choisir un nouveau mot de passe",
    body: `Bonjour ${name},

Un nouveau mot de passe a été demandé pour votre accès d’agent de ${member}. Choisissez-le ici :

${link}

Ce lien sert une seule fois, pendant une heure.

Vous n’avez rien demandé ? Ne faites rien : votre mot de passe reste le même.`,
  }),
  passwordChanged: (name: string): Words => ({
    subject: "Votre mot de passe a changé",
    body: `Bonjour ${name},

Le mot de passe de votre accès d’agent vient d’être changé. Vos autres appareils sont déconnectés, et les logiciels qui utilisaient votre accès ne l’ont plus.

Ce n’est pas vous ? Prévenez votre administrateur sans attendre.`,
  }),
  totpForgotten: (name: string, by: string): Words => ({
    subject: "Votre double authentification est réinitialisée",
    body: `Bonjour ${name},

${by} a réinitialisé votre double authentification. Vos appareils sont déconnectés, et vos anciens codes de secours ne servent plus.

Connectez-vous avec votre mot de passe, puis associez votre téléphone : la page « Sécurité » vous guide.

Vous n’avez rien demandé ? Appelez votre administrateur sans attendre.`,
  }),
  lent: (lender: string, delegate: string, days: string, what: string): { to: Words; from: Words } => ({
    to: {
      subject: `${lender} vous confie ses dossiers`,
      body: `Bonjour ${delegate},

${lender} vous confie ${what}, ${days}.

Pendant ce temps, ses files sont dans votre espace. L’historique de chaque dossier dira que vous avez agi pour ${lender}.`,
    },
    from: {
      subject: `Vos dossiers sont confiés à ${delegate}`,
      body: `Bonjour ${lender},

${delegate} vous remplace pour ${what}, ${days}.

Vous pouvez y mettre fin plus tôt depuis la page « Absences » de votre espace.`,
    },
  }),
  ended: (lender: string, delegate: string): { to: Words; from: Words } => ({
    to: {
      subject: `Vous ne remplacez plus ${lender}`,
      body: `Bonjour ${delegate},

Le remplacement de ${lender} a pris fin. Ses files ne sont plus dans votre espace.`,
    },
    from: {
      subject: `${delegate} ne vous remplace plus`,
      body: `Bonjour ${lender},

Le remplacement assuré par ${delegate} a pris fin.`,
    },
  }),
};
