import { formatDate, type Verb, type Who } from "../engine/index.ts";
import { adminWords } from "./strings-admin.ts";

/** French sentences of the page that says who may do what. */
export const rightsWords = {
  title: "Qui peut faire quoi",
  summary: "Pour une personne, un logiciel ou une démarche : ce qui est permis, et pourquoi.",
  lead: "Choisissez une personne ou un logiciel, ou une démarche ou un registre.",
  person: "Une personne ou un logiciel",
  definition: "Une démarche ou un registre",
  choose: "Choisir",
  show: "Afficher",
  ofPerson: (name: string) => `Ce que peut faire ${name}`,
  ofDefinition: (title: string) => `Qui peut faire quoi : ${title}`,
  inMember: (definition: string, member: string) => `${definition}, à ${member}`,
  nothing: "Aucun droit ici.",
  noDefinition: "Votre collectivité n’offre encore aucune démarche ni aucun registre.",
  columns: { what: "Action", answer: "Permis", why: "Pourquoi" },
  byDefinition: { what: "Action", rule: "Prévu pour", who: "Qui, aujourd’hui" },
  yes: "Oui",
  no: "Non",
  nobody: "Personne",
  kinds: {
    list: "Voir la liste",
    read: "Lire un dossier",
    open: "Créer un dossier",
    assign: "Attribuer un dossier",
    labels: "Imprimer des étiquettes d’adresses",
    letters: "Imprimer des lettres à plusieurs",
    mailing: "Écrire à plusieurs par courriel",
  },
  /** "Accepter", "Modifier la fiche (modifie les réponses)". */
  event: (label: string, edit: boolean) => (edit ? `${label} (modifie les réponses)` : label),
  states: (states: readonly string[]) => `à l’état ${states.map((state) => `« ${state} »`).join(", ")}`,
  who: {
    ...adminWords.roles,
    anonymous: "tout usager",
    citizen: "usager connecté",
    holder: "personne qui a fait la demande",
    system: "le système",
  } satisfies Record<Who, string>,
  own: (assignment: string, until: string | undefined) =>
    `droit : ${assignment}${until === undefined ? "" : `, jusqu’au ${formatDate(until)}`}`,
  lent: (name: string, until: string | undefined, assignment: string) =>
    `remplace ${name}${until === undefined ? "" : ` jusqu’au ${formatDate(until)}`} (${assignment})`,
  share: (member: string, role: string) => `partage entre collectivités : ${member} (${role})`,
  shared: (member: string, unit: string | null, role: string) =>
    `Agents de ${member}${unit === null ? "" : `, service ${unit}`}, par partage (${role})`,
  everyMember: "toutes les collectivités du groupe qui offrent cette démarche",
  reserved: (who: string) => `réservé à : ${who}`,
  elsewhere: (assignments: string) => `a ce rôle, mais pour autre chose : ${assignments}`,
  withheld: (verb: Verb) => `le jeton ne permet pas ${{ read: "de lire", open: "de créer", event: "d’agir" }[verb]}`,
  software: (name: string) => `${name} (logiciel)`,
  guards: "Une action peut encore dépendre du dossier lui-même : son état, ses réponses.",
};
