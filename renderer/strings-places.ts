import { formatDate } from "../engine/index.ts";
import { occupationWords } from "./strings-occupation.ts";

const MONTHS = [
  ...["janvier", "février", "mars", "avril", "mai", "juin"],
  ...["juillet", "août", "septembre", "octobre", "novembre", "décembre"],
] as const;

/** Words of the search of a free place, for anyone and at the desk. */
export const placeWords = {
  months: MONTHS,
  need: "Quand cherchez-vous une place ?",
  from: "À partir du",
  fromHint: "Sans date : dès aujourd’hui. Par exemple : 01/09/2026.",
  birth: "Mois de naissance de l’enfant",
  birthHint: "Né ou attendu. Sans mois, la place est cherchée pour un tout-petit.",
  month: "Mois",
  year: "Année",
  days: "Jours et heures",
  daysHint: "La place est libre à toutes ces heures, chaque semaine.",
  otherDays: "D’autres heures certains jours",
  start: "De",
  end: "À",
  startOf: (row: number) => `De (horaire ${row})`,
  endOf: (row: number) => `À (horaire ${row})`,
  daysOf: (row: number) => `Jours de l’horaire ${row}`,
  around: "Aussi dans les communes voisines",
  aroundHint: "Celles que suit le même relais.",
  free: (free: number) =>
    !Number.isFinite(free)
      ? "Place libre à toutes vos heures"
      : free === 1
        ? "1 place libre à toutes vos heures"
        : `${free} places libres à toutes vos heures`,
  byDay: (title: string) => `Place en journée, ${title.toLowerCase()}`,
  noDay: "aucune",
  wholeWeek: "tous les jours",
  known: (day: string) => `D’après ce que le service savait le ${formatDate(day)}.`,
  explained:
    "Les places sont calculées d’après les accueils que le service connaît. Appelez toujours avant de compter sur une place.",
  communes: "Par commune",
  communesHint: "La carte n’est pas montrée : les adresses exactes ne sont pas publiées.",
  commune: (name: string, count: number) => `${name} (${count})`,
  none: "Aucune place n’est libre à toutes ces heures",
  noneIn: (commune: string) => `Aucune place n’est libre à toutes ces heures à ${commune}.`,
  noneAnywhere: "Aucune place n’est libre à toutes ces heures.",
  widen: "Élargir la recherche",
  widenOther: "Il y en a ailleurs :",
  widenAll: (count: number) =>
    count === 1 ? "Voir la seule place, où qu’elle soit" : `Voir les ${count}, où qu’elles soient`,
  widenHours: "Essayez avec moins de jours, d’autres heures ou une date plus tardive.",
  help: "Vous ne trouvez pas ?",
  helpText: "Le service cherche avec vous. Ce que vous venez de saisir est repris ; vous complétez et vous envoyez.",
  helpButton: "Demander l’aide du service",
  week: "Places libres",
  weekOf: "Semaine du",
  weekShow: "Afficher la semaine",
  weekCaption: (day: string) => `Places libres dans la semaine du ${formatDate(day)}`,
  dayNames: occupationWords.days,
  proposal: "Ces personnes ont une place libre aux jours et aux heures que vous cherchez :",
  desk: {
    title: "Chercher une place",
    commune: "Commune",
    communeHint: "Celles qui y sont viennent d’abord.",
    search: "Chercher",
    ask: "Indiquez des jours et des heures : la liste montre qui a une place à toutes ces heures.",
    found: (count: number) =>
      count === 0 ? "Aucune place" : count === 1 ? "1 fiche a une place" : `${count} fiches ont une place`,
    first: (most: number) => `Les ${most} premières sont montrées.`,
    explained: "Calculé d’après les accueils enregistrés, par tous les services.",
    unfinished: "Les places se calculent encore : d’autres fiches vont s’ajouter dans un instant.",
    propose: "Proposer les fiches cochées",
    proposed: "Déjà proposée",
    pick: (name: string) => `Proposer ${name}`,
    backTo: (reference: string) => `Revenir à la demande ${reference}`,
    columns: {
      pick: "Proposer",
      name: "Fiche",
      commune: "Commune",
      free: "Places",
      known: "Au",
      member: "Collectivité",
    },
  },
  wrong: {
    from: "« À partir du » : cette date n’existe pas. Écrivez par exemple 01/09/2026.",
    far: "« À partir du » : choisissez une date dans les cinq ans qui viennent.",
    birth:
      "« Mois de naissance » : choisissez un mois et une année, par exemple mars 2026. Un enfant attendu naît dans l’année.",
    days: "Cochez au moins un jour pour ces heures.",
    start: "Indiquez à partir de quelle heure, par exemple 8 h 30.",
    end: "Indiquez jusqu’à quelle heure, par exemple 17 h 30.",
    order: "L’heure de fin vient après l’heure de début.",
    none: "Cochez des jours et indiquez des heures : la place est cherchée à ces heures.",
  },
} as const;
