const NUMBER = new Intl.NumberFormat("fr-FR");

/** French sentences of the page that prints a list. */
export const printWords = {
  link: "Imprimer des étiquettes ou une feuille à signer",
  title: (definition: string) => `Imprimer : ${definition}`,
  back: "Revenir à la liste",
  intro:
    "Ce qui est imprimé est la liste comme vous l’avez filtrée et triée, toutes pages comprises. L’impression est notée dans le journal de la collectivité.",
  labels: "Étiquettes",
  format: "Format de la planche A4",
  formats: {
    "2x7": "2 × 7 : 14 étiquettes de 99,1 × 38,1 mm",
    "2x8": "2 × 8 : 16 étiquettes de 105 × 37 mm",
    "3x7": "3 × 7 : 21 étiquettes de 63,5 × 38,1 mm",
    "3x8": "3 × 8 : 24 étiquettes de 70 × 37 mm",
  } as Readonly<Record<string, string>>,
  skipped: "Étiquettes déjà utilisées sur la première planche",
  skippedHint: "0 pour une planche neuve.",
  skippedWrong: (most: number) => `Écrivez un nombre entre 0 et ${most}.`,
  printLabels: "Télécharger les étiquettes (PDF)",
  sheet: "Feuille à signer",
  sheetTitle: "Titre de la feuille",
  sheetTitleMissing: "Donnez un titre à la feuille.",
  boxes: "Cases vides",
  boxesHint: "Un titre par case, séparés par des virgules : Matin, Après-midi, Signature.",
  boxesWrong: (most: number) => `Mettez au plus ${most} cases, de 40 caractères chacune.`,
  printSheet: "Télécharger la feuille (PDF)",
  tooMany: (most: number) =>
    `Cette liste est trop longue pour être imprimée : ${NUMBER.format(most)} lignes au plus. Filtrez-la, ou exportez-la.`,
  none: "Cette liste est vide : changez ses filtres.",
  sheetSubtitle: (count: number, when: string) =>
    `${NUMBER.format(count)} ${count > 1 ? "lignes" : "ligne"}, le ${when}`,
} as const;
