/** Words of appointments in people's own calendars. */
export const calendarWords = {
  file: "rendez-vous.ics",
  add: "Ajouter à mon agenda",
  addOf: (label: string) => ` : ${label}`,
  summary: (member: string) => `Rendez-vous – ${member}`,
  description: (title: string, reference: string, url: string) =>
    `${title}\nRéférence : ${reference}\nDéplacer ou annuler : ${url}`,
} as const;
