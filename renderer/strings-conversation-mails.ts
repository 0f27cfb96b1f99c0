import type { AccountMail } from "./strings-account-mails.ts";

const mail = (subject: string, ...paragraphs: readonly string[]): AccountMail => ({
  subject,
  body: ["Bonjour,", ...paragraphs].join("\n\n"),
});

/** What tells a citizen of messages about her request: never their words, which stay behind her link. */
export const conversationMails = {
  message: (member: string, title: string, reference: string, link: string) =>
    mail(
      `Vous avez un message (${reference})`,
      `${member} vous a écrit au sujet de votre demande : ${title}.`,
      `Lire le message et y répondre : ${link}`,
      "Ne répondez pas à ce courriel : le service lit les réponses sur la page de la demande.",
    ),
  /** The same words on paper. */
  letter: (title: string, reference: string, text: string) =>
    `Bonjour,\n\nAu sujet de votre demande : ${title}, référence ${reference}.\n\n${text}`,
  digest: (member: string, letters: readonly { readonly subject: string; readonly link: string }[]) =>
    mail(
      letters.length > 1
        ? `${letters.length} messages au sujet de vos demandes`
        : "Un message au sujet de votre demande",
      `Vous avez reçu beaucoup de messages de ${member} en un jour. Voici les suivants, réunis :`,
      ...letters.map(({ subject, link }) => `${subject} : ${link}`),
    ),
  messageSms: (member: string, reference: string) => `${member} : vous avez un message sur votre demande ${reference}.`,
} as const;
