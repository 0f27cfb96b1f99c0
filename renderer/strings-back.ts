type Kind = "service" | "register";

const NUMBER = new Intl.NumberFormat("fr-FR");

/** "3 demandes", "1 fiche", "aucune demande". */
const entries = (kind: Kind, count: number) => {
  const noun = kind === "service" ? "demande" : "fiche";
  return count === 0 ? `Aucune ${noun}` : `${NUMBER.format(count)} ${noun}${count > 1 ? "s" : ""}`;
};

/** Every French sentence of the pages an agent reads. */
export const words = {
  yes: "Oui",
  no: "Non",
  absent: "Non renseigné",
  formerAgent: "Agent parti",
  number: (value: number) => NUMBER.format(value),
  entries,
  either: (labels: readonly string[]) => labels.join(" ou "),
  nav: {
    label: "Files et registres",
    home: "Mon espace",
    queues: "Files de demandes",
    registers: "Registres",
    definitions: "Définitions",
    oldest: (age: string) => `la plus ancienne : ${age}`,
    toDo: (count: number) => `${NUMBER.format(count)} à traiter`,
  },
  home: {
    title: "Mon espace",
    find: "Ouvrir un dossier par sa référence",
    hint: "Par exemple : X7K4-QP9M",
    open: "Ouvrir",
    notFound: (reference: string) => `Aucun dossier que vous puissiez consulter n’a la référence « ${reference} ».`,
    waiting: (count: number) => (count > 1 ? "demandes à traiter" : "demande à traiter"),
    records: (count: number) => (count > 1 ? "fiches" : "fiche"),
    oldest: "La plus ancienne est arrivée",
    nothing: "Rien n’attend.",
    states: "Par état",
    empty:
      "Vous n’avez accès à aucune file ni à aucun registre. L’administrateur de votre collectivité peut vous y donner accès.",
    definitions: "Lire les définitions publiées",
  },
  list: {
    tabs: "États",
    skip: "Aller à la liste",
    toDo: "À traiter",
    everyState: (_kind: Kind) => "Toutes",
    filters: "Filtres",
    /** The title of a chip that has values: a question already ends with its own mark. */
    chip: (title: string) => (title.endsWith("?") ? title : `${title}\u00a0:`),
    apply: "Appliquer",
    clear: "Retirer tous les filtres",
    removeFilter: (title: string) => `Retirer le filtre ${title}`,
    filterValue: (title: string, rank: number) => `${title}, valeur ${rank}`,
    search: (kind: Kind) => (kind === "service" ? "Chercher une demande" : "Chercher une fiche"),
    go: "Chercher",
    who: {
      label: "Attribution",
      all: "Toutes",
      me: "À moi",
      nobody: "À personne",
      mine: "Moi",
      none: "Personne",
    },
    columns: {
      reference: "Référence",
      state: "État",
      assignee: "Attribuée à",
      received: (kind: Kind) => (kind === "service" ? "Reçue" : "Créée"),
    },
    caption: (title: string) => `${title} : activez un titre de colonne pour trier, une référence pour ouvrir.`,
    shown: (count: number, more: boolean, kind: Kind) =>
      more ? `${entries(kind, count)} affichées, il y en a d’autres` : entries(kind, count),
    first: "Revenir à la première page",
    next: "Page suivante",
    paging: "Pages",
    create: "Nouvelle fiche",
    open: "Nouvelle demande",
  },
  empty: {
    none: (kind: Kind) =>
      kind === "service" ? "Aucune demande n’a encore été reçue." : "Ce registre ne contient encore aucune fiche.",
    done: "Rien à traiter ici : toutes les demandes ont avancé.",
    filtered: (kind: Kind) =>
      kind === "service"
        ? "Aucune demande ne correspond à tous vos choix."
        : "Aucune fiche ne correspond à tous vos choix.",
    frees: "Sans l’un de ces choix, il y a des résultats :",
    keeps: "Ces choix sont aussi actifs :",
    remove: (label: string) => `Retirer ${label}`,
    everything: "Tout afficher",
    state: (label: string) => `l’état « ${label} »`,
    search: (q: string) => `la recherche « ${q} »`,
    who: (label: string) => `l’attribution « ${label} »`,
    filter: (title: string, labels: string) => `le filtre « ${title} : ${labels} »`,
  },
  entry: {
    back: (title: string) => `Revenir à la liste : ${title}`,
    next: (kind: Kind) => (kind === "service" ? "Demande suivante" : "Fiche suivante"),
    skip: "Aller aux actions",
    navigation: "Dossier dans la liste",
    toList: "Revenir à la liste",
    within: (left: string) => `Échéance : ${left}`,
    done: (label: string) => `C’est fait : ${label}.`,
    created: (kind: Kind) => (kind === "service" ? "La demande est enregistrée." : "La fiche est enregistrée."),
    backTo: (reference: string) => `Revenir à ${reference}`,
    now: "Que faire maintenant",
    nothingToDo: "Aucune action n’est possible pour vous à cette étape.",
    final: "Ce dossier est terminé.",
    by: "Avant quand",
    noClock: "Aucun délai légal.",
    openedOn: (fact: string) => `${fact} le`,
    waited: (moment: string, kind: Kind) => `${kind === "service" ? "Reçue" : "Créée"} ${moment}.`,
    clockDone: "Le délai ne court plus : ce dossier est terminé.",
    clock: {
      none: (day: string) => `À traiter avant le ${day}.`,
      SVA: (day: string) => `Sans réponse le ${day}, la demande est acceptée (silence vaut acceptation).`,
      SVR: (day: string) => `Sans réponse le ${day}, la demande est refusée (silence vaut rejet).`,
    },
    answers: "Réponses",
    history: "Historique",
    citizen: "l’usager",
    anonymous: "l’usager, sans compte",
    system: "Guichet, automatiquement",
    agent: "un agent",
    otherVersion: (version: number, latest: number) =>
      `Déposée avec la version ${version} du formulaire. La version actuelle est la ${latest}.`,
    readOnly: "Vous consultez ce dossier : vous ne pouvez pas agir dessus.",
  },
  event: {
    confirm: (label: string) => `Confirmer : ${label}`,
    cancel: "Annuler",
    danger: "Cette action change le dossier pour l’usager. Vérifiez avant de confirmer.",
    save: "Enregistrer",
  },
  assign: {
    title: "Attribution",
    nobody: "Ce dossier n’est attribué à personne.",
    mine: "Ce dossier vous est attribué.",
    other: (name: string) => `Ce dossier est attribué à ${name}.`,
    take: "Me l’attribuer",
    release: "Ne plus m’en occuper",
    free: "Retirer l’attribution",
    choose: "Attribuer à",
    submit: "Attribuer",
    someone: "Choisissez un collègue",
    missing: "Choisissez le collègue à qui attribuer ce dossier.",
    done: "L’attribution est enregistrée.",
  },
  stale: {
    title: "Ce dossier a changé pendant que vous y travailliez",
    kept: "Votre action n’a pas été faite. Ce que vous avez saisi est conservé ci-dessous : relisez, puis validez à nouveau si c’est toujours utile.",
    gone: (label: string) =>
      `Votre action « ${label} » n’a pas été faite : elle n’est plus possible à cette étape. Ce que vous aviez saisi :`,
    idle: "Votre action n’a pas été faite. Vérifiez, puis recommencez si c’est toujours utile.",
    fact: (who: string, what: string, when: string) => `${who} : ${what}, ${when}`,
  },
  refused: {
    title: "Votre action n’a pas été faite",
  },
  history: {
    columns: { field: "Champ", before: "Avant", after: "Après" },
    changes: (count: number) => (count > 1 ? `${count} champs modifiés` : "1 champ modifié"),
    to: "Nouvel état : ",
    assigned: (name: string) => `Attribution à ${name}`,
    released: "Attribution retirée",
    claimed: "Demande rattachée au compte de l’usager",
    by: (who: string) => `par ${who}`,
    onBehalf: (who: string, principal: string) => `${who}, pour ${principal}`,
  },
  form: {
    create: (kind: Kind) => (kind === "service" ? "Nouvelle demande" : "Nouvelle fiche"),
    save: (kind: Kind) => (kind === "service" ? "Enregistrer la demande" : "Enregistrer la fiche"),
    update: "Mettre à jour le formulaire",
    updateHint: "Certaines questions dépendent de vos réponses. Ce bouton les affiche sans rien enregistrer.",
    twice: "Ce formulaire a déjà été enregistré. Regardez la liste avant de l’enregistrer une seconde fois.",
    notAllowed: (kind: Kind) =>
      kind === "service"
        ? "Vous ne pouvez pas ouvrir de demande ici."
        : "Vous ne pouvez pas créer de fiche dans ce registre.",
  },
  definitions: {
    title: "Définitions publiées",
    intro:
      "Les formulaires et les parcours en service dans votre collectivité. Cette page se consulte ; la publication se fait en ligne de commande.",
    none: "Aucune définition n’est publiée.",
    id: "Identifiant",
    version: "Version",
    kind: "Nature",
    kinds: { service: "Démarche", register: "Registre" },
    unit: "Service",
    steps: "Étapes du formulaire",
    states: "Parcours",
    initial: "état de départ",
    task: "à traiter",
    final: "fin",
    noEvent: "Aucune action.",
    leadsTo: "mène à",
    event: (label: string, who: string) => `${label} (${who})`,
    who: {
      agent: "agent",
      lecteur: "lecteur",
      "admin-fonctionnel": "administrateur fonctionnel",
      "admin-membre": "administrateur de la collectivité",
      "admin-groupe": "administrateur du groupe",
      holder: "usager qui tient le dossier",
      citizen: "usager avec un compte",
      anonymous: "tout le monde",
      system: "Guichet",
    },
  },
} as const;
