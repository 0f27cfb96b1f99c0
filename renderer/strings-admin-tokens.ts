import type { Verb } from "../engine/index.ts";

/** French sentences of the page about tokens for software. */
export const tokenWords = {
  title: "Jetons",
  summary: "Les logiciels qui se connectent à votre collectivité.",
  lead: "Un jeton permet à un logiciel d’agir par l’interface de programmation. Donnez-lui le moins de droits possible.",
  none: "Aucun jeton.",
  endless: "Sans date de fin",
  columns: { name: "Logiciel", rights: "Droits", ends: "Fin", used: "Dernier usage", state: "État" },
  never: "Jamais",
  everything: "toutes les démarches et tous les registres",
  states: { live: "Actif", expired: "Expiré", revoked: "Révoqué" },
  verbs: { read: "lire", open: "créer des dossiers", event: "faire avancer les dossiers" } satisfies Record<
    Verb,
    string
  >,
  add: "Créer un jeton",
  fields: {
    name: "Nom du logiciel",
    nameHint: "Par exemple : logiciel d’état civil, société Exemple",
    role: "Rôle",
    verbs: "Ce que le logiciel peut faire",
    definitions: "Sur quoi",
    definitionsHint: "Sans coche : toutes les démarches et tous les registres.",
    ends: "Dernier jour",
    endsHint: "Un an au plus.",
  },
  submit: "Créer le jeton",
  made: "Le jeton est créé",
  madeLead: "Copiez-le maintenant et gardez-le en lieu sûr : il ne sera plus jamais affiché.",
  madeLabel: "Jeton",
  back: "Tous les jetons",
  revoke: "Révoquer",
  revokeOne: (name: string) => `Révoquer le jeton ${name}`,
  revokeHint: "Le logiciel ne pourra plus se connecter, dès maintenant et pour toujours.",
  confirm: "Confirmer",
  done: { revoque: "Le jeton est révoqué." },
  errors: {
    name: "Donnez le nom du logiciel.",
    role: "Choisissez un rôle.",
    definitions: "Choisissez des démarches et des registres de la liste.",
    verbs: "Cochez au moins une action.",
    end: "Indiquez le dernier jour.",
    past: "Choisissez un dernier jour à partir d’aujourd’hui.",
    long: "Un jeton dure un an au plus : choisissez un jour plus proche.",
    twice: "Ce jeton a déjà été créé. S’il n’a pas été copié, révoquez-le et créez-en un autre.",
  },
};
