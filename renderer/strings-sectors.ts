import type { SectorFinding } from "../engine/index.ts";

/** French sentences of the sector of an address: what was found and why, or why nothing was. */
export const sectorWords = {
  title: "D’après l’adresse",
  found: "D’après votre adresse :",
  unknown: "Il s’affichera quand l’adresse sera complète.",
  /** "12 rue des Tilleuls, 68100 Mulhouse : Rue des Tilleuls, numéros pairs". */
  because: ({ address, rule }: SectorFinding) => `${address} – ${rule ?? ""}.`,
  otherwise: "Le service décidera.",
  why: ({ outcome, address, names }: SectorFinding): string => {
    switch (outcome) {
      case "several":
        return `${address} : cette adresse est dans plusieurs secteurs (${names.join(", ")}).`;
      case "no-number":
        return `${address} : la rue est partagée selon les numéros (${names.join(", ")}), et l’adresse n’en a pas.`;
      case "no-commune":
        return `${address} : la commune n’est pas reconnue d’après ce nom et ce code postal.`;
      case "none":
        return `${address} : aucun secteur connu ne contient cette adresse.`;
      case "one":
        return "";
    }
  },
} as const;
