import type { AccountMail } from "./strings-account-mails.ts";

const some = (count: number, one: string, several: string): readonly string[] =>
  count === 0 ? [] : [count === 1 ? one : `${count} ${several}`];

/** French sentences of the mail that tells a unit each morning what came and what is late. */
export const unitDigestWords = {
  subject: (unit: string): string => `Vos demandes ce matin : ${unit}`,
  line: (title: string, counts: { fresh: number; late: number; replies: number }, link: string): string => {
    const said = [
      ...some(counts.late, "1 en retard", "en retard"),
      ...some(counts.fresh, "1 nouvelle", "nouvelles"),
      ...some(counts.replies, "1 message à traiter", "messages à traiter"),
    ].join(", ");
    return `${title}, ${said} : ${link}`;
  },
  recall: (title: string, count: number, link: string): string =>
    `${title}, ${count === 1 ? "1 échéance à rappeler" : `${count} échéances à rappeler`} : ${link}`,
  body: (lines: readonly string[], member: string): AccountMail["body"] =>
    ["Bonjour,", "Depuis le dernier jour ouvré :", ...lines, member].join("\n\n"),
  field: "Résumé du matin",
  fieldHint:
    "Envoyé à l’adresse électronique du service, les jours ouvrés, s’il y a quelque chose à dire. Il ne nomme personne.",
  daily: "Recevoir chaque matin les nouvelles demandes, les retards et les messages à traiter",
  noAddress: "Donnez l’adresse électronique qui reçoit le résumé.",
} as const;
