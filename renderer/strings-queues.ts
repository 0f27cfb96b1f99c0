const NUMBER = new Intl.NumberFormat("fr-FR");

/** "12", or "12+" where counting stopped. */
const counted = (count: number, more: boolean) => `${NUMBER.format(count)}${more ? "+" : ""}`;

/** French sentences of the lists an agent composes: filters, columns, groups, views. */
export const queueWords = {
  counted,
  atLeast: "au moins",
  who: {
    unit: "À mon service",
    some: "Choisies",
  },
  waiting: "En attente du demandeur",
  ready: {
    mine: "Les miennes",
    unit: "À mon service",
    nobody: "Sans attribution",
    late: "En retard",
    soon: "À décider sous 7 jours",
    waiting: "En attente du demandeur",
  },
  columns: {
    _etat: "État",
    _recue: { service: "Reçue", register: "Créée" },
    _modifiee: "Modifiée",
    _attribuee: "Attribuée à",
    _echeance: "À répondre avant",
    _collectivite: "Collectivité",
    through: (reference: string, field: string) => `${reference} : ${field}`,
  },
  filter: {
    empty: "Non renseigné",
    none: "Personne",
    state: "État",
    assignee: "Attribuée à",
    add: "Ajouter un filtre",
    addField: "Champ à filtrer",
    addButton: "Ajouter",
    from: "Du",
    to: "Au",
    least: "Au moins",
    most: "Au plus",
    between: (from: string, to: string) => `de ${from} à ${to}`,
    betweenDays: (from: string, to: string) => `du ${from} au ${to}`,
    since: (from: string) => `depuis le ${from}`,
    until: (to: string) => `jusqu’au ${to}`,
    moreThan: (from: string) => `${from} ou plus`,
    lessThan: (to: string) => `${to} ou moins`,
    lastDays: (days: number) => `les ${days} derniers jours`,
    nextDays: (days: number) => `les ${days} prochains jours`,
    relative: {
      aujourdhui: "aujourd’hui",
      hier: "hier",
      demain: "demain",
      "-7j": "les 7 derniers jours",
      "-30j": "les 30 derniers jours",
      "-90j": "les 90 derniers jours",
      "+7j": "les 7 prochains jours",
      "+30j": "les 30 prochains jours",
      "cette-semaine": "cette semaine",
      "semaine-derniere": "la semaine dernière",
      "ce-mois": "ce mois-ci",
      "mois-dernier": "le mois dernier",
      "cette-annee": "cette année",
      "annee-derniere": "l’année dernière",
      passe: "avant aujourd’hui",
    },
  },
  tools: {
    label: "Présentation de la liste",
    columns: "Colonnes",
    up: (title: string) => `Avancer la colonne ${title}`,
    down: (title: string) => `Reculer la colonne ${title}`,
    remove: (title: string) => `Retirer la colonne ${title}`,
    add: "Ajouter une colonne",
    addButton: "Ajouter",
    choose: "Choisissez un champ",
    usual: "Revenir aux colonnes habituelles",
    ofForm: "Champs du formulaire",
    ofEntry: "Suivi du dossier",
    group: "Grouper",
    groupBy: (title: string) => `Grouper : ${title}`,
    noGroup: "Une seule liste",
    /** A word in capitals, such as RIB, keeps them. */
    by: (title: string) =>
      `Par ${/^\p{Lu}\p{Ll}/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title}`,
    byAgent: "Agent",
    all: (count: string) => `Tout voir (${count})`,
    groupEmpty: "Rien dans cette liste.",
    others: (shown: number, others: number) =>
      others > 1
        ? `Les ${NUMBER.format(others)} autres groupes (${shown} sont montrés)`
        : `Un autre groupe (${shown} sont montrés)`,
    partial: (counted: number) =>
      `Les nombres portent sur les ${NUMBER.format(counted)} premiers dossiers de la liste : un groupe peut en avoir d’autres.`,
  },
  near: (typed: string, found: string) =>
    `Rien ne correspond exactement à « ${typed} ». Voici ce qui s’en approche : ${found}.`,
  stopped: (rows: string) =>
    `Ce filtre porte sur un champ qui n’est pas une colonne de la file : ${rows} dossiers ont été examinés pour cette page. Continuez avec « Page suivante ».`,
  cited: {
    chip: (title: string) => `Seulement celles que comptent les chiffres de « ${title} »`,
    remove: "Les voir toutes",
    empty: "les fiches que comptent d’autres chiffres",
  },
  previous: "Page précédente",
  previousEntry: (kind: "service" | "register") => (kind === "service" ? "Demande précédente" : "Fiche précédente"),
} as const;
