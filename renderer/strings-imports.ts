const count = (value: number): string => value.toLocaleString("fr-FR");
const lines = (value: number): string => `${count(value)} ligne${value > 1 ? "s" : ""}`;
const s = (value: number): string => (value > 1 ? "s" : "");

/** French sentences of files whose lines become entries. */
export const importWords = {
  link: "Importer un fichier",
  title: (title: string) => `Importer des fiches – ${title}`,
  back: "Revenir à la liste",
  all: "Tous les imports",
  intro:
    "Un fichier d’un autre logiciel, quelles que soient ses colonnes : vous dites ce qu’elles veulent dire, vous voyez ce que donnerait l’import, puis vous le lancez. Rien n’est écrit avant.",
  steps: ["Choisir le fichier", "Dire ce que veulent dire les colonnes", "Essayer", "Importer"],
  step: (rank: number, title: string) => `Étape ${rank} sur 4 : ${title}`,
  file: "Fichier",
  limits: (megabytes: string) =>
    `CSV, Excel (.xlsx) ou LibreOffice (.ods), ${megabytes} au plus. La première ligne donne les titres des colonnes.`,
  model: "Correspondance à reprendre",
  modelNone: "Aucune : deviner d’après les titres et les valeurs",
  modelHint: "Celle d’un fichier déjà importé, si les titres sont les mêmes.",
  send: "Envoyer le fichier",
  missing: "Choisissez un fichier.",
  faults: {
    empty: "Ce fichier n’a aucune ligne sous ses titres.",
    "not-a-table":
      "Ce fichier ne se lit pas comme un tableau. Enregistrez-le en CSV, en Excel (.xlsx) ou en LibreOffice (.ods).",
    "old-spreadsheet":
      "Ce fichier est d’un ancien format Excel (.xls). Ouvrez-le et enregistrez-le en .xlsx ou en CSV.",
    macros: "Ce fichier contient des macros ou un programme : il n’est pas lu. Enregistrez le tableau en CSV.",
    "unfolds-too-large":
      "Ce fichier est anormalement gros une fois ouvert : il n’est pas lu. Enregistrez le tableau en CSV.",
    "open-quote": "Un guillemet ouvert n’est jamais refermé dans ce fichier : corrigez-le, ou exportez-le de nouveau.",
    "long-record": "Une ligne de ce fichier dépasse un million de caractères : vérifiez ses guillemets.",
    "too-many-columns": "Ce fichier a plus de 200 colonnes.",
    "too-many-lines": "Ce fichier a plus d’un million de lignes. Coupez-le en plusieurs.",
  },
  heavy: (megabytes: string) => `Ce fichier dépasse ${megabytes}. Coupez-le en plusieurs.`,
  list: {
    title: "Imports précédents",
    none: "Aucun fichier n’a encore été importé ici.",
    columns: { file: "Fichier", sent: "Envoyé", by: "Par", lines: "Lignes", state: "État" },
  },
  mapping: {
    lead: (file: string, total: number) => `${file} : ${lines(total)} sous les titres.`,
    guessed: (known: number, all: number) =>
      `${known} colonne${s(known)} sur ${all} ${known > 1 ? "ont été reconnues" : "a été reconnue"}. Vérifiez chacune d’elles, exemples à l’appui.`,
    column: (rank: number, heading: string) => (heading === "" ? `Colonne ${rank}, sans titre` : heading),
    examples: "Exemples",
    filled: (filled: number, total: number) =>
      `${count(filled)} ${filled > 1 ? "cases remplies" : "case remplie"} sur ${count(total)}`,
    use: "Que faire de cette colonne ?",
    uses: {
      field: "Une réponse de la fiche",
      split: "Plusieurs réponses, à découper",
      note: "La garder en note sur la fiche",
      ignore: "Ne pas l’importer",
    },
    to: "Réponse",
    choose: "Choisir une réponse",
    more: "Plus de réglages",
    pattern: "Comment découper",
    patternHint:
      "{1}, {2}, {3} sont les morceaux ; le reste est lu tel quel. {1:NOM} : mots en capitales. {2:code} : code postal. {3:date}, {4:nombre}, {5:mot}. * : n’importe quoi.",
    ready: "Découpages courants",
    part: (rank: number) => `Morceau ${rank}`,
    nowhere: "Ne pas importer ce morceau",
    separator: "Séparateur",
    separatorHint: "Quand une case dit plusieurs éléments d’une liste, par exemple « ; ».",
    dates: "Dates écrites",
    orders: { JMA: "jour/mois/année", MJA: "mois/jour/année" },
    century: "Années sur deux chiffres : dernière année possible",
    centuryHint: "Avec 2030, « 29 » veut dire 2029 et « 31 » 1931.",
    names: "Écrire « Le Goff » ce qui est en capitales",
    codes: "Ce que veulent dire les valeurs",
    codesHint: "Une valeur laissée sans réponse reste dans le rapport.",
    codesMore: "Les autres valeurs de cette colonne sont lues telles quelles.",
    unknown: "Aucune réponse",
    constants: "La même réponse pour toutes les lignes",
    constantsHint: "Pour ce que le fichier ne dit pas, par exemple un département. Laissez vide sinon.",
    constantTo: (rank: number) => `Réponse ${rank}`,
    constantText: (rank: number) => `Valeur ${rank}`,
    preview: "Les premières lignes, telles qu’elles seraient lues",
    previewColumns: { line: "Ligne", answers: "Réponses", aside: "Gardé en note ou refusé" },
    save: "Garder cette correspondance sous un nom",
    saveHint: "Elle sera proposée pour les prochains fichiers. Laissez vide pour ne pas la garder.",
    refresh: "Enregistrer et revoir",
    trial: "Essayer sans rien écrire",
    drop: "Abandonner cet import",
    answers: "La fiche",
    yes: "Oui",
    no: "Non",
    firstPattern: "{1} {2}",
    nothing: "Aucune colonne ne donne de réponse : choisissez au moins celle du nom.",
    badPattern: (heading: string) =>
      `« ${heading} » : ce découpage n’est pas lisible. Numérotez les morceaux de {1} à {9}, chacun une fois.`,
    badCentury: (heading: string) =>
      `« ${heading} » : la dernière année s’écrit en quatre chiffres, entre 1900 et 2200.`,
    badTarget: (heading: string) => `« ${heading} » : choisissez une réponse.`,
    badConstant: (title: string, reason: string) => `${title} : ${reason}`,
  },
  phases: { mapping: "Correspondance", trial: "Essai", import: "Import", undo: "Annulation" },
  states: {
    preparing: "À préparer",
    waiting: "En attente",
    running: "En cours",
    done: "Terminé",
    stopped: "Arrêté",
    failed: "Échoué",
  },
  progress: {
    label: "Avancement",
    waiting: "En attente : il commence dès que l’import en cours sur ce registre est terminé.",
    done: (value: number, total: number) => `${count(value)} sur ${lines(total)}`,
    refresh: "Actualiser",
    leave: "Vous pouvez quitter cette page : le travail continue et vous le retrouverez ici.",
    stop: "Arrêter",
    stopHint: "Ce qui est fait reste fait ; vous pourrez reprendre.",
  },
  trial: {
    title: "Ce que donnerait l’import",
    note: "Rien n’a été écrit.",
    launch: (total: number) => `Importer ${lines(total)}`,
    change: "Revoir la correspondance",
    within:
      "L’essai compare les lignes du fichier entre elles par groupes de 500 : l’import peut rapprocher davantage de lignes.",
  },
  report: {
    title: "Ce qui a été fait",
    download: "Télécharger le rapport ligne par ligne (CSV)",
    resume: "Reprendre l’import",
    undo: "Annuler tout cet import",
    undoHint:
      "Les fiches créées sont retirées, sauf celles modifiées depuis ; les fiches complétées retrouvent ce qu’elles disaient. Un rapport dit ce qui n’a pas pu l’être.",
    confirm: "J’ai compris que les fiches créées par cet import seront retirées",
    confirmMissing: "Cochez la case pour confirmer l’annulation.",
    first: (shown: number, all: number) => `Les ${count(shown)} premières sur ${count(all)}. Le rapport les a toutes.`,
    aside: "Ce qui n’est dans aucune réponse",
    asideHint: "Gardé en note sur chaque fiche, et dans le rapport avec la raison.",
    asideOne: (title: string, value: number) => `${title} : ${lines(value)}`,
    sentBy: (agent: string, when: string) => `Envoyé par ${agent}, ${when}.`,
    incomplete: (value: number, trial: boolean) =>
      trial
        ? `${count(value)} fiche${s(value)} resterai${value > 1 ? "en" : ""}t à compléter.`
        : `${count(value)} fiche${s(value)} reste${value > 1 ? "nt" : ""} à compléter.`,
    columns: { line: "Ligne", who: "Fiche", detail: "Détail" },
    gone: "Le détail des lignes n’est plus gardé : il l’est un an.",
    keptUntil: (when: string) => `Gardé jusqu’au ${when}.`,
  },
  undone: { title: "Annulation", removed: "retirée", restored: "rendue à ce qu’elle disait", kept: "laissée" },
  outcomes: {
    created: (value: number) => `créée${s(value)}`,
    probable: (value: number) => `créée${s(value)}, peut-être déjà connue${s(value)}`,
    completed: (value: number) => `fiche${s(value)} complétée${s(value)}`,
    same: (_value: number) => "déjà là, sans changement",
    refused: (value: number) => `refusée${s(value)}`,
    blank: (value: number) => `vide${s(value)}`,
    removed: (value: number) => `retirée${s(value)}`,
    restored: (value: number) => `rendue${s(value)} à ce qu’elle${s(value)} disai${value > 1 ? "en" : ""}t`,
    kept: (value: number) => `laissée${s(value)}`,
  },
  sections: {
    refused: "Lignes refusées",
    probable: "Fiches créées, peut-être déjà connues",
    completed: "Fiches complétées",
    created: "Fiches créées",
    same: "Lignes sans changement",
    blank: "Lignes vides",
    kept: "Fiches laissées par l’annulation",
  },
  csv: {
    outcome: "Issue",
    reasons: "Raisons",
    lacking: "Manque",
    aside: "Gardé en note",
    reference: "Référence de la fiche",
    line: "Ligne",
    labels: {
      created: "créée",
      probable: "créée, peut-être déjà connue",
      completed: "fiche complétée",
      same: "sans changement",
      refused: "refusée",
      blank: "vide",
    },
  },
  detail: {
    lacking: (titles: readonly string[]) =>
      titles.length > 4
        ? `Manque : ${titles.slice(0, 3).join(", ")} et ${titles.length - 3} autres réponses.`
        : `Manque : ${titles.join(", ")}.`,
    taken: (titles: readonly string[]) => `Complété : ${titles.join(", ")}.`,
    conflict: (title: string, kept: string, offered: string) =>
      `${title} : la fiche dit « ${kept} », le fichier « ${offered} ».`,
    like: (reference: string, reasons: readonly string[]) =>
      `Peut-être ${reference}${reasons.length > 0 ? ` (${reasons.join(", ")})` : ""}.`,
    aside: (title: string, text: string, reason: string | undefined) =>
      `${title} : « ${text} »${reason === undefined ? "" : `, ${reason}`}`,
  },
  undo: {
    changed: "Modifiée depuis l’import : elle reste.",
    used: "Un message, un document ou une autre fiche s’y rapporte : elle reste.",
    changedSince: (title: string) => `« ${title} » a changé depuis l’import et reste tel quel.`,
  },
  named: {
    none: "Aucune fiche que vous pouvez lire ne répond à ce numéro, ce nom ou ce téléphone.",
    several: "Plusieurs fiches y répondent : choisissez-la sur la fiche.",
    unsuited: "Cette fiche ne convient pas ici.",
  },
  closed: "La fiche n’est plus modifiable : rien n’a été complété.",
  moved: "Une fiche a changé pendant son import.",
  notAllowed: "Vous ne pouvez pas ajouter de fiche.",
  failures: {
    rights: "L’agent qui l’a lancé n’a plus le droit d’ajouter des fiches ici.",
    file: "Le fichier n’est plus là. Envoyez-le de nouveau : ce qui a été importé sera reconnu.",
    broken:
      "Une panne l’a interrompu plusieurs fois. Ce qui est fait reste fait : reprenez-le plus tard, ou prévenez votre support.",
  },
  entry: {
    title: "Vient d’un fichier",
    lacking: "À compléter",
    lackingHint: "Cette fiche a été gardée incomplète. Il manque :",
    line: (file: string, line: number) => `${file}, ligne ${line}`,
    columns: { field: "Réponse", from: "Fichier", on: "Le" },
    aside: "Dit par le fichier et dans aucune réponse",
    history: (file: string, line: number) => `Fichier ${file}, ligne ${line}`,
    undone: (file: string) => `Import de ${file} annulé`,
  },
} as const;
