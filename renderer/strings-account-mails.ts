/** A mail about an account: its subject, and its text, paragraphs apart. */
export interface AccountMail {
  readonly subject: string;
  readonly body: string;
}

const mail = (subject: string, ...paragraphs: readonly string[]): AccountMail => ({
  subject,
  body: ["Bonjour,", ...paragraphs].join("\n\n"),
});

const NOT_YOU = "Si vous n’avez rien demandé, ne faites rien : ce message est sans effet.";

/** The mails an account owes its holder, or whoever reads an address. */
export const accountMails = {
  signUp: (link: string) =>
    mail("Confirmez votre adresse", "Pour créer votre compte, ouvrez ce lien dans les 24 heures :", link, NOT_YOU),
  signUpTwice: (link: string) =>
    mail(
      "Vous avez déjà un compte",
      "Quelqu’un, sans doute vous, a voulu créer un compte avec cette adresse. Elle en a déjà un.",
      "Si vous ne savez plus votre mot de passe, choisissez-en un autre dans l’heure avec ce lien :",
      link,
      NOT_YOU,
    ),
  reset: (link: string) =>
    mail("Choisissez un nouveau mot de passe", "Ouvrez ce lien dans l’heure ; il ne sert qu’une fois :", link, NOT_YOU),
  resetUnknown: (link: string) =>
    mail(
      "Aucun compte à cette adresse",
      "Quelqu’un, sans doute vous, a demandé un nouveau mot de passe. Cette adresse n’a pas de compte : vous en avez peut-être utilisé une autre.",
      "Vous pouvez créer un compte ici :",
      link,
      NOT_YOU,
    ),
  passwordChanged: (link: string) =>
    mail(
      "Votre mot de passe a changé",
      "Le mot de passe de votre compte vient d’être changé. Vos autres appareils sont déconnectés, et les logiciels qui utilisaient votre compte n’y ont plus accès.",
      "Si ce n’est pas vous, choisissez-en un autre sans attendre :",
      link,
    ),
  emailNew: (link: string) =>
    mail(
      "Confirmez votre nouvelle adresse",
      "Vous avez demandé à utiliser cette adresse pour votre compte. Ouvrez ce lien dans les 24 heures :",
      link,
      NOT_YOU,
    ),
  emailNewTaken: () =>
    mail(
      "Cette adresse a déjà un compte",
      "Quelqu’un, sans doute vous, a voulu utiliser cette adresse pour un autre compte. Elle en a déjà un : le changement ne peut pas se faire.",
      NOT_YOU,
    ),
  emailOld: (link: string, email: string) =>
    mail(
      "Confirmez le changement d’adresse",
      `Vous avez demandé que votre compte utilise désormais l’adresse ${email}.`,
      "Pour confirmer ou pour annuler, ouvrez ce lien dans les 24 heures :",
      link,
      "Si vous n’avez rien demandé, annulez avec ce lien, puis changez votre mot de passe.",
    ),
  closingCode: (code: string) =>
    mail(
      "Votre code pour fermer le compte",
      `Code : ${code}`,
      "Il est valable quinze minutes. Ne le donnez à personne.",
      NOT_YOU,
    ),
  closed: () =>
    mail(
      "Votre compte est fermé",
      "Votre compte, vos brouillons et ce que vous y gardiez sont effacés.",
      "Les demandes déjà envoyées restent dans les administrations qui les traitent, pour la durée que la loi leur impose.",
    ),
};
