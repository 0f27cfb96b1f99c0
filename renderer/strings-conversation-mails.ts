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
} as const;
