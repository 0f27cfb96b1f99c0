import type { Answers } from "../../engine/index.ts";

export const BIRTH = "etat-civil/acte-naissance";
export const CHILDMINDER = "relais/assistante-maternelle";

/** Answers of someone who asks for an extract anybody may have. */
export function birthCertificate(changes: Answers = {}): Answers {
  return {
    lieuNaissance: "ici",
    document: "extrait-sans-filiation",
    exemplaires: 1,
    nom: "Schoenauer",
    prenoms: "Louise Marie",
    dateNaissance: "1985-03-27",
    demandeur: { prenom: "Paul", nom: "Weber" },
    adresse: { voie: "12 rue du Sauvage", codePostal: "68100", commune: "Mulhouse" },
    courriel: "paul.weber@exemple.fr",
    attestation: true,
    ...changes,
  };
}

/** A fiche that breaks no rule. */
export function childminder(changes: Answers = {}): Answers {
  return {
    nomNaissance: "Lecanu",
    prenoms: "Sylvie",
    dateNaissance: "1979-06-02",
    adresse: { voie: "3 rue des Bains", codePostal: "50100", commune: "Cherbourg-en-Cotentin" },
    telephone: "+33612345678",
    courriel: "sylvie.lecanu@exemple.fr",
    coordonneesPubliees: false,
    lieuExercice: "domicile",
    agrements: [
      {
        numero: "50-2024-118",
        departement: "50",
        debut: "2024-01-15",
        fin: "2034-01-14",
        capacite: 4,
        derogation: false,
      },
    ],
    enfantsAccueillis: 3,
    mineursOnzeAns: 4,
    mineursTroisAns: 2,
    placesLibres: 1,
    agesAcceptes: ["un-trois-ans"],
    joursDisponibles: ["lundi", "mardi"],
    ...changes,
  };
}
