/** French sentences about files that the antivirus set aside. */
export const infectedWords = {
  title: "Fichiers mis à l’écart",
  summary: "Les fichiers où l’antivirus a trouvé quelque chose.",
  intro:
    "Personne n’ouvre ces fichiers. L’antivirus se trompe parfois : faites vérifier le fichier par votre service informatique avant de le remettre à disposition. Le journal garde votre nom et votre motif.",
  none: "Aucun fichier n’est à l’écart.",
  columns: { name: "Fichier", threat: "Trouvé par l’antivirus", about: "Dossier", act: "Suite" },
  unfiled: "Pas encore déposé",
  sent: (when: string) => `reçu le ${when}`,
  release: "Remettre à disposition",
  of: (name: string) => `Remettre à disposition ${name}`,
  reason: "Motif",
  reasonHint: "Par exemple : vérifié par le service informatique, fausse alerte.",
  confirm: "Remettre à disposition",
  noReason: "Écrivez pourquoi ce fichier peut être remis à disposition.",
  done: { rendu: "Le fichier est remis à disposition : qui peut lire le dossier peut l’ouvrir." },
} as const;
