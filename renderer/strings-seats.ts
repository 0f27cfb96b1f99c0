/** Words of the seat field, for who signs up. */
export const seatWords = {
  left: (count: number) => (count === 1 ? "1 place" : `${count} places`),
  lastOnes: (count: number) => (count === 1 ? "Dernière place" : `${count} dernières places`),
  kind: (title: string, text: string) => `${title} : ${text.toLowerCase()}`,
  none: "Complet",
  wait: (count: number) =>
    count === 0
      ? "Complet : liste d’attente, vous seriez en tête"
      : `Complet : liste d’attente, ${count} ${count > 1 ? "personnes" : "personne"} avant vous`,
  waitFull: "Complet, et la liste d’attente aussi",
  until: (hour: string) => `Une place est gardée pour vous jusqu’à ${hour}. Terminez votre demande avant.`,
  waits: "Vous avez choisi d’attendre une place. Votre rang vous sera donné à l’envoi.",
  opens: (moment: string) => `Inscriptions à partir du ${moment}`,
  empty: "Aucune séance n’est proposée pour le moment.",
  noOther: "Aucune autre séance n’est proposée pour le moment.",
  unfit: "Aucune séance ne correspond à l’âge ou au niveau indiqués.",
  others: (count: number) =>
    count === 1
      ? "Une autre séance ne correspond pas à l’âge ou au niveau indiqués : elle n’est pas montrée."
      : `${count} autres séances ne correspondent pas à l’âge ou au niveau indiqués : elles ne sont pas montrées.`,
  notOffered: "Aucune séance n’est proposée ici.",
  mine: "Votre séance",
  taken: "place réservée",
  waiting: (rank: number, count: number) =>
    `sur liste d’attente, ${rank === 1 ? "1re" : `${rank}e`} personne sur ${count}`,
  offered: (moment: string) => `une place vous est proposée jusqu’au ${moment}`,
} as const;
