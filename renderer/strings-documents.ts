import { formatDate } from "../engine/index.ts";

/** What documents and their pages say. */
export const documentWords = {
  doneOn: (day: string) => `Fait le ${formatDate(day)}`,
  facts: (reference: string, day: string) => `Référence : ${reference} – le ${day}`,
  page: (rank: number, count: number) => `Page ${rank} sur ${count}`,
  verify: "Vérifier ce document",
  verifyHow: (typed: string) =>
    `Scannez ce code, ou tapez l’adresse ${typed} et le code ci-dessous : la page dit par qui et quand ce document a été délivré.`,
  code: "Code :",
  qrAlt: (url: string) => `Code à scanner pour vérifier ce document. Il ouvre l’adresse ${url}`,
  footerCode: (code: string, typed: string) => `Code de vérification ${code} – ${typed}`,
  specimen: "Spécimen : ce document n’a pas été délivré.",
  specimenMark: "SPÉCIMEN",
  section: "Documents",
  sectionLead: "Ces documents font foi. Gardez-les, ou téléchargez-les de nouveau ici.",
  link: (title: string) => `${title} (PDF)`,
  internal: "Pour le service",
  fileName: (title: string, reference: string) => `${title} ${reference}.pdf`,
  made: (when: string, pages: number, size: string) => `le ${when} – ${pages} ${pages > 1 ? "pages" : "page"}, ${size}`,
  waiting: "En préparation : rechargez la page dans un instant.",
  late: "N’a pas encore pu être produit. L’exploitant de la plateforme en est averti.",
  verifyPage: {
    title: "Vérifier un document",
    lead: "Le code imprimé sur un document dit s’il a bien été délivré par la collectivité, et quand.",
    code: "Code de vérification",
    other: "Vérifier un autre code",
    hint: "Douze lettres et chiffres au bas du document, par exemple X7K4-QP9M-3DTR.",
    submit: "Vérifier",
    malformed: "Ce code n’a pas la bonne forme : il compte douze lettres et chiffres.",
    unknown:
      "Aucun document délivré ici ne porte ce code. Vérifiez-le, ou interrogez le service qui aurait délivré ce document.",
    found: (member: string, day: string) => `Ce document a bien été délivré par ${member} le ${day}.`,
    compare:
      "Comparez ces renseignements avec ceux du document : un faux peut porter le code d’un vrai. Cette page ne dit rien de la personne concernée.",
    facts: {
      title: "Document",
      about: "Démarche",
      by: "Délivré par",
      on: "Délivré le",
      reference: "Référence du dossier",
      pages: "Nombre de pages",
    },
    digest: "Comparer le fichier lui-même",
    digestText: "Empreinte SHA-256 du fichier PDF délivré : celle d’un fichier identique est la même.",
  },
} as const;
