/** Words of the secret addresses at which agents' calendars read an agenda. */
export const feedWords = {
  open: "Dans mon calendrier",
  title: "Suivre l’agenda dans votre calendrier",
  intro:
    "Une adresse secrète donne à votre logiciel de calendrier (Outlook, Thunderbird, téléphone) les rendez-vous réservés, mis à jour toutes les quinze minutes environ.",
  shows: (fields: readonly string[]) =>
    fields.length === 0
      ? "Le calendrier montre l’heure, le lieu et le motif, jamais qui vient : un lien mène à la demande."
      : `Le calendrier montre l’heure, le lieu, le motif, et de qui vient : ${fields.join(", ")}.`,
  secret:
    "Qui a cette adresse lit ces rendez-vous : ne la donnez à personne. Elle cesse avec vos droits sur cet agenda.",
  place: "De quel lieu ?",
  everywhere: "Tous les lieux",
  make: "Créer une adresse",
  made: "Votre nouvelle adresse",
  copy: "Copiez-la maintenant : elle ne sera plus montrée.",
  address: "Adresse du calendrier",
  yours: "Vos adresses",
  none: "Vous n’avez aucune adresse.",
  columns: { place: "Lieu", created: "Créée le", read: "Lue pour la dernière fois", end: "Supprimer" },
  never: "Jamais",
  end: "Supprimer",
  endOf: (label: string) => ` l’adresse de « ${label} »`,
  back: "Retour à l’agenda",
  tooMany: (most: number) => `Vous avez déjà ${most} adresses pour cet agenda. Supprimez-en une.`,
  done: { supprimee: "L’adresse est supprimée : elle ne donne plus rien." },
  calendar: (register: string, place: string) => (place === "" ? register : `${register} – ${place}`),
  nobody: "Rendez-vous",
} as const;
