/** What cards and the page that verifies them say. */
export const cardWords = {
  until: (day: string) => `Valable jusqu’au ${day}`,
  howTo: (typed: string) =>
    `Carte à découper, ou à montrer sur un téléphone. Pour la vérifier : scannez le code, ou tapez-le à l’adresse ${typed}.`,
  specimen: "Carte à découper, ou à montrer sur un téléphone. Le code qui la vérifie sera à droite.",
  qrAlt: (url: string) => `Code à scanner pour vérifier cette carte. Il ouvre l’adresse ${url}`,
  standing: {
    valid: (title: string, day: string) => `${title} : valable jusqu’au ${day}.`,
    expired: (title: string, day: string) => `${title} : elle n’est plus valable depuis le ${day}.`,
    withdrawn: (title: string) => `${title} : elle n’est plus valable. Elle a été retirée ou remplacée.`,
    older: (title: string) => `${title} : une carte plus récente remplace celle-ci.`,
  },
  labels: { valid: "Valable", expired: "Expirée", withdrawn: "Non valable", older: "Remplacée" },
  compare: "Comparez ces renseignements avec ceux de la carte et avec la personne ou le véhicule devant vous.",
  nothing: "Comparez cette carte avec la personne devant vous : cette page ne dit rien d’elle.",
  facts: { until: "Fin de validité", by: "Délivrée par", on: "Délivrée le", reference: "Référence" },
} as const;
