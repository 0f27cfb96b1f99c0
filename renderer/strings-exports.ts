type Kind = "service" | "register";

const NUMBER = new Intl.NumberFormat("fr-FR");

/** Every French sentence of exports. */
export const exportWords = {
  link: "Exporter",
  title: (title: string) => `Exporter : ${title}`,
  what: (kind: Kind, narrowed: readonly string[]) => {
    const all = `toutes les ${kind === "service" ? "demandes" : "fiches"}`;
    return narrowed.length === 0 ? `Vous exportez ${all}.` : `Vous exportez la liste avec ${narrowed.join(", ")}.`;
  },
  hint: "L’export est inscrit au journal de votre collectivité : qui, quoi, combien de lignes, quelles colonnes.",
  personal: "Un fichier exporté contient des données personnelles : gardez-le le temps nécessaire, puis effacez-le.",
  formerAgent: "Agent parti",
  columns: {
    reference: "Référence",
    member: "Collectivité",
    state: "État",
    received: (kind: Kind) => (kind === "service" ? "Reçue le" : "Créée le"),
    changed: "Modifiée le",
    assignee: "Attribuée à",
  },
  format: {
    legend: "Format du fichier",
    csv: ["CSV", "Pour tout tableur, séparé par des points-virgules."],
    xlsx: ["Excel (XLSX)", "Nombres et dates restent des nombres et des dates."],
    ods: ["LibreOffice (ODS)", "Le format ouvert des tableurs."],
    json: ["JSON", "Pour un logiciel."],
    zip: ["Archive ZIP avec les pièces jointes", "La liste en CSV et un dossier par demande."],
  },
  values: {
    legend: "Réponses à choix",
    labels: "En clair, comme on les lit dans le formulaire",
    codes: "En codes, pour un logiciel",
  },
  choose: "Colonnes",
  chooseHint: "Cochez les colonnes du fichier.",
  missing: "Cochez au moins une colonne.",
  submit: "Exporter",
  back: "Revenir à la liste",
  large:
    "Au-delà de 1 000 lignes, ou avec les pièces jointes, le fichier est préparé pendant que vous faites autre chose.",
  template: {
    title: "Modèles",
    none: "Aucun modèle pour l’instant. Cochez des colonnes, donnez un nom et enregistrez : vous les retrouverez la prochaine fois.",
    use: (name: string) => `Utiliser le modèle ${name}`,
    by: "partagé par un collègue",
    shared: "partagé avec vos collègues",
    name: "Nom du modèle",
    share: "Le partager avec mes collègues",
    save: "Enregistrer comme modèle",
    saved: "Le modèle est enregistré.",
    removed: "Le modèle est effacé.",
    forget: "Effacer",
    forgetHint: "Le choix de colonnes est perdu. Les exports déjà faits ne changent pas.",
    forgetSharedHint: "Vos collègues ne le trouveront plus non plus. Les exports déjà faits ne changent pas.",
    forgetConfirm: "Oui, effacer le modèle",
    missing: "Donnez un nom au modèle.",
    tooMany: (most: number) => `Vous avez déjà ${most} modèles pour cette liste. Effacez-en un.`,
  },
  done: {
    file: (size: string) => `Télécharger le fichier (${size})`,
    rows: (count: number) => `${NUMBER.format(count)} ${count > 1 ? "lignes" : "ligne"}.`,
    until: (when: string) => `Le lien fonctionne jusqu’au ${when}, pour vous seul.`,
    stopped: (when: string) => `Arrêté le ${when}. Aucun fichier n’a été gardé.`,
    again: "Recommencer",
  },
  failures: {
    tooWide:
      "Cette recherche trouve plus de 5 000 dossiers, et pourrait en oublier. Remplacez-la par des filtres, puis recommencez.",
    rights: "Vous n’avez plus accès à cette liste.",
    away: "Les fichiers ne peuvent pas être enregistrés pour le moment. Recommencez plus tard.",
    broken: "Un problème technique a interrompu l’export. Recommencez ; s’il revient, signalez-le.",
  },
  zipList: "liste.csv",
  unreadable: " (illisible).txt",
} as const;
