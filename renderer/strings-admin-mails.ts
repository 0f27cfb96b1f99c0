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
