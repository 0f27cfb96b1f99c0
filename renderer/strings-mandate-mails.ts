import type { AccountMail } from "./strings-account-mails.ts";

const mail = (subject: string, ...paragraphs: readonly string[]): AccountMail => ({
  subject,
  body: ["Bonjour,", ...paragraphs].join("\n\n"),
});

const until = (from: string, to: string) => `Il va du ${from} au ${to}.`;

/** The mails that a mandate owes its two sides. */
export const mandateMails = {
  offered: (giver: string, link: string, days: number) =>
    mail(
      `${giver} vous donne mandat`,
      `${giver} vous propose de vous occuper de ses demandes à sa place. Pour lire sa proposition, puis l’accepter ou la refuser, ouvrez ce lien dans les ${days} jours :`,
      link,
      "Si vous ne connaissez pas cette personne, ne faites rien : ce message est sans effet.",
    ),
  given: (email: string, from: string, to: string, link: string) =>
    mail(
      "Vous avez proposé un mandat",
      `Vous avez proposé un mandat à ${email}. ${until(from, to)} Il commencera quand cette personne l’aura accepté.`,
      "Si ce n’est pas vous, mettez-y fin et changez votre mot de passe :",
      link,
    ),
  acceptedGiver: (mandatary: string, email: string, from: string, to: string, link: string) =>
    mail(
      "Votre mandat est accepté",
      `${mandatary} a accepté le mandat que vous avez proposé à ${email}. ${until(from, to)}`,
      "Vous pouvez y mettre fin à tout moment :",
      link,
    ),
  acceptedMandatary: (giver: string, from: string, to: string, link: string) =>
    mail(
      "Vous avez accepté un mandat",
      `Vous représentez ${giver}. ${until(from, to)}`,
      "Vous trouvez ses demandes ici, et vous pouvez mettre fin au mandat à tout moment :",
      link,
    ),
  refusedGiver: (email: string) =>
    mail(
      "Votre mandat est refusé",
      `La personne à qui vous avez proposé un mandat (${email}) l’a refusé. Rien ne change.`,
    ),
  refusedMandatary: (giver: string) =>
    mail("Vous avez refusé un mandat", `Vous avez refusé le mandat proposé par ${giver}. Rien ne change pour vous.`),
  withdrawnGiver: (email: string) =>
    mail("Votre proposition de mandat est retirée", `Le mandat proposé à ${email} ne peut plus être accepté.`),
  withdrawnMandatary: (giver: string) =>
    mail(
      "Une proposition de mandat est retirée",
      `${giver} a retiré le mandat qui vous était proposé. Le lien reçu ne sert plus.`,
    ),
  endedGiver: (mandatary: string) =>
    mail(
      "Un mandat a pris fin",
      `Le mandat que vous aviez donné à ${mandatary} a pris fin. Cette personne ne voit plus vos demandes.`,
    ),
  endedMandatary: (giver: string) =>
    mail("Un mandat a pris fin", `Le mandat de ${giver} a pris fin. Vous ne voyez plus ses demandes.`),
} as const;
