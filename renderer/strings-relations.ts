import { suffixOf } from "../engine/index.ts";

/** Words of the tabs of an entry's page, and of what is told of a person over time. */
export const relationWords = {
  tabs: "Ce qui concerne cette fiche",
  choose: "Onglet",
  entry: { register: "Fiche", service: "Demande" },
  timeline: "Chronologie",
  list: "Ouvrir la liste",
  empty: "Rien pour l’instant.",
  shown: (shown: number, total: string) => `${shown} sur ${total}, les plus récentes d’abord. `,
  sum: (sum: number, suffix: string, goal: number | null) => {
    const unit = suffixOf({ suffix }, sum);
    const said = `${sum.toLocaleString("fr-FR", { maximumFractionDigits: 2 })} ${unit}`.trim();
    return goal === null ? said : `${said} sur ${goal.toLocaleString("fr-FR")}`;
  },
  add: "Ajouter",
  back: (title: string) => `Retour : ${title}`,
  territory: "Territoire",
  ownTerritory: "Mon territoire",
  servedBy: "Service de ce territoire",
  servedElsewhere:
    "Un autre service que le vôtre suit cette fiche. Ce que chacun garde (notes, fiches non partagées) reste chez lui.",
  stopped: (most: number) =>
    `Un filtre passe par une référence qui désigne trop de fiches : seules les ${most} plus récentes comptent. Précisez-le.`,
  column: (title: string) => `${title} (nombre)`,
  gone: "La fiche d’où vous veniez n’existe plus, ou vous n’y avez plus accès : la référence n’est pas remplie d’avance.",
  facts: {
    hint: "Ce qui est arrivé à cette fiche et à celles des onglets, le plus récent d’abord. Vous n’y voyez que les fiches que vous pouvez lire.",
    bounded: (most: number) => `Seules les ${most} fiches les plus récentes de chaque onglet y figurent.`,
    older: "Plus anciens",
    newest: "Revenir aux plus récents",
    none: "Rien de plus ancien.",
  },
} as const;
