import { formatDate } from "../engine/index.ts";

type Kind = "service" | "register";

const NUMBER = new Intl.NumberFormat("fr-FR");
const noun = (kind: Kind, count: number) => `${kind === "service" ? "demande" : "fiche"}${count > 1 ? "s" : ""}`;
const entries = (kind: Kind, count: number) => `${NUMBER.format(count)} ${noun(kind, count)}`;
const verb = (count: number, one: string, many: string) => (count > 1 ? many : one);

/** Every French sentence of bulk actions and of the pages of long works. */
export const workWords = {
  pick: {
    title: "Agir sur plusieurs à la fois",
    column: "Choisir",
    row: (reference: string) => `Choisir ${reference}`,
    page: "Tout sélectionner sur cette page",
    act: "Agir sur la sélection",
    // The script puts a number in the place of #.
    other: "dont 1 sur une autre page",
    others: "dont # sur d’autres pages",
    forget: "Tout décocher",
    here: "Vos cases cochées valent pour cette page seulement : agissez avant d’en changer, ou agissez sur toute la liste.",
    tooManyNamed: (most: number) =>
      `Vous avez coché plus de ${NUMBER.format(most)} dossiers. Cochez-en moins, ou agissez sur toute la liste après l’avoir filtrée.`,
    whole: (kind: Kind, count: number | null) => {
      if (count === null) return `Agir sur toutes les ${noun(kind, 2)} de cette liste`;
      return `Agir sur ${count === 1 ? `la seule ${noun(kind, 1)}` : `les ${entries(kind, count)}`} de cette liste`;
    },
    wholePage: "Agir sur toute cette page",
    readOnly: "Vous pouvez consulter ces dossiers, pas agir dessus.",
    none: (kind: Kind) =>
      `Cochez au moins une ${noun(kind, 1)} de la liste, puis choisissez « Agir sur la sélection ».`,
    tooMany: (most: number) =>
      `Cette liste dépasse ${NUMBER.format(most)} dossiers. Affinez-la avec la recherche ou les filtres, puis recommencez.`,
  },
  prepare: {
    title: (kind: Kind, count: number) => `Agir sur ${entries(kind, count)}`,
    what: "Que voulez-vous faire ?",
    on: (kind: Kind, count: number, total: number) => {
      if (count < total) return `Possible pour ${NUMBER.format(count)} sur ${NUMBER.format(total)}`;
      return `Possible pour ${total === 1 ? `cette ${noun(kind, 1)}` : `les ${entries(kind, total)}`}`;
    },
    nothing: "Aucune action n’est possible sur ces dossiers à leur étape.",
    alone: (labels: string) => `À faire dossier par dossier : ${labels}.`,
    assign: "Attribuer",
    assignTo: "À qui ?",
    nobody: "Personne",
    me: (name: string) => `${name} (moi)`,
    assigned: (name: string) => `Attribuer à ${name}`,
    released: "Retirer l’attribution",
    choose: "Choisissez un agent dans la liste.",
    next: "Continuer",
    same: (kind: Kind) => `Ce que vous écrivez ici vaut pour chaque ${noun(kind, 1)}.`,
    sameReason: (kind: Kind) =>
      `Chaque ${noun(kind, 1)} recevra la même motivation. Une décision défavorable doit être motivée pour chacun : vérifiez que ces raisons conviennent à tous.`,
    cancel: "Annuler",
    back: "Revenir à la liste",
    other: "Choisir une autre action",
  },
  share: {
    title: "Répartir",
    offer: "Répartir entre plusieurs agents",
    who: "Entre qui ?",
    hint: (kind: Kind) =>
      `Chacun finit avec autant de ${noun(kind, 2)} en cours que possible. Celles qu’une personne cochée a déjà lui restent.`,
    load: (count: number) => `${NUMBER.format(count)} en cours`,
    away: (until: string) => `absence jusqu’au ${formatDate(until)}`,
    among: (count: number) => `Répartir entre ${NUMBER.format(count)} agents`,
    missing: "Cochez au moins une personne.",
    parts: "Qui reçoit quoi",
    columns: { agent: "Agent", part: "Reçoit", whole: "Aura en cours" },
  },
  absence: {
    away: (name: string, until: string) =>
      `Absence de ${name} jusqu’au ${formatDate(until)} : des demandes en cours sont à son nom.`,
    gone: "Des demandes en cours sont au nom d’agents qui ne travaillent plus ici.",
    act: "Réattribuer ses demandes en cours",
    actAll: "Réattribuer ces demandes",
    none: "Aucune demande en cours n’est à son nom.",
  },
  confirm: {
    title: (label: string) => `Vérifiez avant de lancer : ${label}`,
    will: (count: number) => `${verb(count, "sera traitée", "seront traitées")}`,
    wont: (count: number) => `${verb(count, "ne le sera pas", "ne le seront pas")}`,
    none: "Aucun de ces dossiers n’accepte cette action.",
    why: (kind: Kind, count: number) => `Voir pourquoi (${entries(kind, count)})`,
    firstOnes: (shown: number, count: number) => `Les ${shown} premières sur ${NUMBER.format(count)}.`,
    typed: "Ce que vous avez écrit",
    changeChoice: "Modifier ce choix",
    change: "Modifier",
    launch: (kind: Kind, count: number) => `Lancer pour ${entries(kind, count)}`,
    stay: "Vous pourrez quitter la page : le travail continue sans vous et se retrouve dans « Travaux ».",
    changed: "Un dossier modifié entre-temps par quelqu’un d’autre est laissé tel quel et signalé dans le rapport.",
    gone: "Cette préparation n’existe plus : elle a été lancée, ou elle date d’hier. Recommencez depuis la liste.",
    tooManyAtOnce: (most: number) =>
      `Vous avez déjà ${most} travaux en cours. Attendez qu’un d’eux se termine, ou arrêtez-le.`,
  },
  list: {
    title: "Travaux",
    nav: "Travaux",
    none: "Vous n’avez lancé aucun travail ces derniers temps. Choisissez plusieurs dossiers dans une liste, ou exportez-la.",
    columns: { what: "Travail", about: "Sur", state: "Où il en est", when: "Lancé" },
    told: (state: string, what: string, about: string) => `${state} : ${what}, ${about}`,
    export: "Export",
    read: "Voir le rapport",
    follow: "Suivre",
  },
  states: {
    preparing: "En préparation",
    waiting: "En attente",
    running: "En cours",
    done: "Terminé",
    stopped: "Arrêté",
    failed: "Échec",
  },
  progress: {
    label: "Avancement",
    done: (count: number, total: number) => `${NUMBER.format(count)} sur ${NUMBER.format(total)}`,
    soFar: (count: number) => `${NUMBER.format(count)} lignes écrites`,
    waiting: "Le travail va commencer.",
    refresh: "Actualiser",
    leave: "Vous pouvez quitter cette page. Votre espace vous dira quand c’est terminé.",
    stop: "Arrêter",
    stopHint: "Ce qui est fait reste fait.",
  },
  report: {
    title: "Rapport",
    about: (kind: Kind, count: number) => `Sur ${entries(kind, count)}`,
    launchedBy: (name: string, when: string) => `Lancé par ${name} le ${when}`,
    endedAt: (when: string) => `Terminé le ${when}.`,
    stoppedAt: (when: string) => `Arrêté le ${when}. Ce qui était fait reste fait ; le reste n’a pas été touché.`,
    download: "Télécharger le rapport (CSV)",
    keptUntil: (day: string) => `Gardé jusqu’au ${day}.`,
    outcomes: {
      done: (count: number) => verb(count, "traitée", "traitées"),
      same: (count: number) => verb(count, "inchangée", "inchangées"),
      refused: (count: number) => verb(count, "refusée", "refusées"),
      changed: (count: number) => verb(count, "modifiée entre-temps", "modifiées entre-temps"),
      failed: (count: number) => verb(count, "en échec", "en échec"),
      stopped: (count: number) => verb(count, "non traitée", "non traitées"),
    },
    sections: {
      refused: "Refusées, et pourquoi",
      changed: "Modifiées entre-temps par quelqu’un d’autre",
      failed: "En échec",
      stopped: "Non traitées, car le travail a été arrêté",
      same: "Inchangées : déjà attribuées comme vous le demandez",
      done: "Traitées",
    },
    columns: { reference: "Référence", member: "Collectivité", outcome: "Résultat", reason: "Pourquoi", at: "Le" },
    csv: {
      done: "traitée",
      same: "inchangée",
      refused: "refusée",
      changed: "modifiée entre-temps",
      failed: "échec",
      stopped: "non traitée",
    },
    waiting: "à traiter",
  },
  reasons: {
    state: "Cette action n’est pas possible à l’étape où en est ce dossier.",
    readOnly: "Vous pouvez consulter ce dossier, pas l’attribuer.",
    given: "L’attribution de ce dossier est déjà celle que vous demandez.",
    kept: "Une des personnes cochées l’a déjà et le garde.",
    nobody: "Aucune des personnes choisies ne travaille cette demande dans cette collectivité.",
    gone: "Vous n’avez plus accès à ce dossier.",
    changed: "Ce dossier a changé depuis que vous l’aviez choisi.",
    silent: "Le délai de réponse est passé : le silence a décidé.",
    failed: "Un problème technique empêche de traiter ce dossier.",
  },
  history: "En lot",
  entries,
  number: (count: number) => NUMBER.format(count),
} as const;
