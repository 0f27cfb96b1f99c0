/** Words of the simulated national engine: demonstrations only. */
export const engineWords = {
  enter: "Chercher un rendez-vous comme sur le site de l’État (simulation)",
  title: "Moteur national de rendez-vous (simulation)",
  simulation: "Ceci est une simulation.",
  what: "Elle interroge les collectivités de cette démonstration comme le fait le site de l’État, qui n’est pas joint.",
  reason: "Titre demandé",
  reasons: [
    ["CNI", "Carte d’identité"],
    ["PASSPORT", "Passeport"],
    ["CNI-PASSPORT", "Carte d’identité et passeport"],
  ],
  persons: "Nombre de personnes",
  counts: ["1", "2", "3", "4", "5"].map((count) => [count, count] as const),
  from: "Du",
  to: "Au",
  search: "Chercher un créneau",
  results: "Lieux et créneaux",
  none: "Aucun créneau libre à ces dates.",
  slot: (hour: string, day: string, place: string) => `${hour}, ${day}, ${place}`,
  silent: "Une collectivité n’a pas répondu : le site de l’État ne montrerait rien.",
} as const;
