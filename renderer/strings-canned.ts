/** French sentences about ready answers: those an administrator writes, and their insertion in a message. */
export const cannedWords = {
  title: "Réponses prêtes",
  summary: "Les textes que vos agents insèrent dans leurs messages.",
  intro:
    "Un agent insère une réponse prête dans le message qu’il écrit, puis la complète. Elle n’est jamais envoyée sans lui.",
  none: "Aucune réponse prête pour le moment.",
  add: "Ajouter une réponse",
  edit: (title: string) => `Réponse « ${title} »`,
  back: "Toutes les réponses prêtes",
  columns: { title: "Réponse", over: "Pour" },
  fields: {
    title: "Titre",
    titleHint: "Ce que l’agent lit dans la liste. Par exemple : Pièce illisible",
    over: "Pour",
    overHint: "La réponse n’est proposée qu’aux agents qui écrivent à ce sujet.",
    body: "Texte",
    bodyHint: "Écrivez-le comme un message au demandeur : « vous », phrases courtes.",
  },
  everything: "Toutes les démarches",
  ofUnit: (name: string) => `Service ${name}`,
  save: "Enregistrer",
  create: "Ajouter la réponse",
  delete: "Supprimer cette réponse",
  done: {
    ajout: "La réponse est ajoutée.",
    enregistre: "La réponse est enregistrée.",
    supprime: "La réponse est supprimée.",
  },
  errors: {
    noTitle: "Donnez un titre à la réponse.",
    longTitle: (most: number) => `Écrivez un titre de ${most} lettres au plus.`,
    noBody: "Écrivez le texte de la réponse.",
    longBody: "Écrivez 5 000 caractères au plus.",
    over: "Choisissez dans la liste pour quoi la réponse est faite.",
    full: (most: number) => `Votre collectivité a déjà ${most} réponses prêtes : supprimez-en avant d’en ajouter.`,
  },
  insert: {
    label: "Réponse prête",
    choose: "Choisir une réponse",
    button: "Insérer",
  },
} as const;
