const NUMBER = new Intl.NumberFormat("fr-FR");

/** French sentences of the page where a member says how it is known to the services whose data it asks for. */
export const sourceSettingWords = {
  title: "Données d’autres administrations",
  summary: "Ce que vos formulaires demandent pour l’usager à la CAF ou à la MSA, et au nom de qui.",
  intro:
    "Avec l’accord de l’usager, un formulaire demande ses données à l’organisme qui les a. Sans ces réglages, ou quand l’organisme ne répond pas, le formulaire les demande à l’usager.",
  family: {
    title: "Quotient familial (API Particulier)",
    text: "Habilitation à demander sur datapass.api.gouv.fr, pour le cadre « quotient familial ».",
  },
  fields: {
    recipient: "SIRET de la collectivité",
    recipientHint: "14 chiffres : pour qui les données sont demandées.",
    token: "Jeton de la collectivité",
    tokenKept: "Un jeton est enregistré. Écrivez-en un autre pour le remplacer ; il n’est jamais affiché.",
    tokenVendor: "Laissez vide : le jeton de la plateforme sert, avec votre délégation.",
    tokenNone: "Celui que l’API Particulier vous a remis. Il est gardé chiffré et n’est jamais affiché.",
    delegation: "Identifiant de la délégation",
    delegationHint: "Seulement avec le jeton de la plateforme, quand plusieurs délégations existent.",
    forget: "Effacer le jeton enregistré",
    daily: "Appels par jour, au plus",
    dailyHint: "Au-delà, les formulaires demandent tout à l’usager jusqu’au lendemain. 0 : aucun appel.",
  },
  save: "Vérifier et enregistrer",
  state: {
    ok: "Le service répond.",
    degraded: "Le service ne répond pas en ce moment.",
    none: "Le service n’est pas joignable d’ici.",
  },
  today: (calls: number, most: number) =>
    calls > most
      ? `Le nombre d’appels du jour est atteint (${NUMBER.format(most)}) : les formulaires demandent tout à l’usager jusqu’à demain.`
      : `${NUMBER.format(calls)} ${calls > 1 ? "appels" : "appel"} aujourd’hui, sur ${NUMBER.format(most)} au plus.`,
  set: "Réglé : les formulaires l’interrogent.",
  unset: "Non réglé : les formulaires demandent tout à l’usager.",
  forget: "Ne plus interroger ce service",
  forgetHint: "Les formulaires demanderont tout à l’usager. Le jeton est effacé.",
  forgetConfirm: "Oui, ne plus l’interroger",
  done: {
    enregistre: "Le service accepte ces réglages : ils sont enregistrés.",
    "non-verifie": "Ces réglages sont enregistrés. Le service n’a pas répondu : ils n’ont pas pu être vérifiés.",
    retire: "Les formulaires n’interrogent plus ce service.",
  },
  errors: {
    siret: "Écrivez les 14 chiffres du SIRET de votre collectivité, sans faute : le dernier les vérifie.",
    token: "Ce jeton n’est pas entier : recopiez-le tel que vous l’avez reçu.",
    delegation: "Cet identifiant n’est pas entier : recopiez-le tel que vous l’avez reçu.",
    daily: "Écrivez un nombre d’appels entre 0 et 1 000 000, sans décimale.",
    refused: "Le service n’accepte pas ce jeton avec ce SIRET et cette délégation. Vérifiez les trois.",
  },
} as const;
