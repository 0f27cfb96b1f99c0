/** What an acknowledgement of payment says. */
export interface ReceiptFacts {
  readonly title: string;
  readonly reference: string;
  readonly subject: string;
  readonly refdet: string;
  /** "24,00 €". */
  readonly amount: string;
  readonly at: string;
  readonly authorisation: string | null;
  /** The service has to look at this money. */
  readonly aside: boolean;
  readonly service: string;
  readonly contact: string;
  readonly member: string;
}

const lines = (...all: readonly (string | null)[]): string =>
  all.filter((line) => line !== null && line !== "").join("\n");

/** What the acknowledgement of a payment says as a document. */
export const paymentDocumentWords = {
  received: (amount: string, at: string) => `Nous avons bien reçu votre paiement de ${amount}, le ${at}.`,
  means: "Moyen de paiement",
  meansOf: { payfip: "En ligne, par PayFiP", office: "Auprès du service" },
  law: "Ce document vaut accusé de réception de votre paiement (article L. 112-11 du code des relations entre le public et l’administration).",
} as const;

/** French sentences of mails about payments. */
export const paymentMails = {
  receipt: (facts: ReceiptFacts): { readonly subject: string; readonly body: string } => ({
    subject: `Accusé de réception de votre paiement de ${facts.amount} (${facts.reference})`,
    body: [
      "Bonjour,",
      `Nous avons bien reçu votre paiement pour « ${facts.title} ».`,
      lines(
        `Objet : ${facts.subject}`,
        `Montant : ${facts.amount}`,
        `Reçu le : ${facts.at}`,
        `Référence du paiement : ${facts.refdet}`,
        facts.authorisation === null ? null : `Numéro d’autorisation : ${facts.authorisation}`,
        `Référence de la demande : ${facts.reference}`,
      ),
      facts.aside
        ? "Ce paiement ne correspond pas à ce qui était attendu. Le service l’examine et vous dira s’il est gardé ou remboursé. Vous n’avez rien à faire."
        : "Gardez ce message : il vaut accusé de réception de votre paiement (article L. 112-11 du code des relations entre le public et l’administration).",
      lines("Service en charge :", facts.service, facts.contact),
      "Suivre la demande : {{lien}}",
      facts.member,
    ].join("\n\n"),
  }),
} as const;
