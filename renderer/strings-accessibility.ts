import type { Conformity, DeclarationFault } from "../engine/index.ts";
import { of } from "./strings.ts";

const RGAA = "référentiel général d’amélioration de l’accessibilité (RGAA 4.1)";

const STATES: Readonly<Record<Conformity, string>> = {
  none: "non conforme",
  partial: "partiellement conforme",
  full: "totalement conforme",
};

/** Sentences of the declaration of accessibility and of the page where it is settled. */
export const accessibilityWords = {
  /** The words the law wants on every home page. */
  title: (state: Conformity) => `Accessibilité : ${STATES[state]}`,
  engaged: (name: string) =>
    `${name} s’engage à rendre ce site accessible, conformément à l’article 47 de la loi n° 2005-102 du 11 février 2005.`,
  scope: "Cette déclaration vaut pour toutes les pages de ce site, celles des agents comprises.",
  ofMember: (name: string) => `Déclaration ${of(name)}`,
  stateTitle: "État de conformité",
  unaudited: `Ce site n’a pas encore été contrôlé par un audit au regard du ${RGAA} : il est donc déclaré non conforme, en attendant ce contrôle.`,
  expired: (day: string) =>
    `Le dernier contrôle, du ${day}, a plus de trois ans. Ce site est donc déclaré non conforme au regard du ${RGAA}, en attendant le suivant.`,
  states: {
    none: `Ce site est non conforme au ${RGAA} : moins de la moitié des critères sont respectés.`,
    partial: `Ce site est partiellement conforme au ${RGAA}, en raison de ce qui est listé plus bas.`,
    full: `Ce site est totalement conforme au ${RGAA}.`,
  },
  resultTitle: "Résultats du contrôle",
  result: (day: string, by: string | undefined) =>
    by === undefined ? `Contrôle fait le ${day}.` : `Contrôle fait le ${day} par ${by}.`,
  rate: (rate: string) => `${rate}\u00a0% des critères du RGAA sont respectés.`,
  contentTitle: "Contenus non accessibles",
  unlisted: "Leur liste n’est pas encore faite : elle le sera avec le contrôle.",
  nothing: "Le contrôle n’en a pas trouvé.",
  contents: {
    failures: "Non-conformités",
    burdens: "Dérogations pour charge disproportionnée",
    exempt: "Contenus que la loi n’oblige pas à rendre accessibles",
  },
  doneTitle: "Ce qui est prévu pour vous",
  done: [
    "toutes les démarches se font au clavier et avec un lecteur d’écran ;",
    "toutes fonctionnent sans JavaScript, sur un téléphone et à 200 % de zoom ;",
    "les erreurs sont listées en haut de page et expliquées près du champ ;",
    "une démarche commencée peut être reprise plus tard, ou faite avec nous.",
  ],
  planTitle: "Schéma pluriannuel et plan d’actions",
  madeTitle: "Établissement de cette déclaration",
  madeOn: (day: string) => `Cette déclaration a été établie le ${day}.`,
  unmade: (name: string) =>
    `Cette déclaration est celle de tout nouveau site de la plateforme, tant que ${name} n’a pas établi la sienne.`,
  technologies: "Technologies utilisées : HTML, CSS, SVG, JavaScript (jamais nécessaire), PDF pour les documents.",
  environment: "Navigateurs et lecteurs d’écran du contrôle",
  tools: "Outils du contrôle",
  pages: "Pages contrôlées",
  reportTitle: "Signaler un obstacle",
  report:
    "Si un obstacle vous empêche d’utiliser ce site, dites-le-nous : nous vous donnerons l’information ou ferons la démarche avec vous.",
  appealTitle: "Voies de recours",
  appeal:
    "Si vous n’avez pas de réponse satisfaisante, vous pouvez saisir le Défenseur des droits : formulaire sur defenseurdesdroits.fr, délégués près de chez vous, téléphone 09\u00a069\u00a039\u00a000\u00a000, ou courrier gratuit à Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.",
  form: {
    lead: "Sans contrôle de moins de trois ans, un site est déclaré non conforme. La mention de bas de page et de la page d’accueil suit ce que vous enregistrez.",
    see: "Voir la déclaration",
    states: [
      ["none", "Non conforme (moins de la moitié des critères, ou pas de contrôle)"],
      ["partial", "Partiellement conforme (la moitié des critères au moins)"],
      ["full", "Totalement conforme (tous les critères)"],
    ],
  },
  fields: {
    conformite: { label: "État de conformité", hint: "" },
    controle: {
      label: "Date du contrôle (audit RGAA)",
      hint: "Jour, mois et année. Vide : aucun contrôle n’a été fait.",
    },
    auteur: { label: "Auteur du contrôle", hint: "La personne, le service ou la société qui l’a fait." },
    taux: { label: "Part des critères respectés, en pourcentage", hint: "Par exemple 72,5." },
    nonConformites: { label: "Non-conformités", hint: "Une par ligne, avec sa raison." },
    derogations: {
      label: "Dérogations pour charge disproportionnée",
      hint: "Une par ligne : ce qui n’est pas accessible, pourquoi, et par quoi le remplacer.",
    },
    exemptions: { label: "Contenus hors obligation", hint: "Un par ligne, avec la raison." },
    environnement: { label: "Navigateurs et lecteurs d’écran du contrôle", hint: "Un par ligne." },
    outils: { label: "Outils du contrôle", hint: "Un par ligne." },
    pages: { label: "Pages contrôlées", hint: "Une par ligne." },
    plan: { label: "Schéma pluriannuel et plan d’actions de l’année", hint: "Leur texte, ou l’adresse où les lire." },
    accessibilite: {
      label: "À qui signaler un obstacle",
      hint: "Le nom ou le service, et comment le joindre. Votre adresse et votre téléphone sont montrés dessous.",
    },
  },
  day: "Écrivez la date du contrôle en entier, par exemple 12/03/2026.",
  faults: {
    auditedOn: {
      missing: "Indiquez la date du contrôle : sans contrôle, un site ne peut être déclaré que non conforme.",
      future: "Le contrôle ne peut pas être à venir. Corrigez sa date.",
      expired: "Ce contrôle a plus de trois ans : le site ne peut plus être déclaré que non conforme.",
    },
    auditor: { missing: "Indiquez qui a fait le contrôle." },
    rate: {
      range: "Écrivez un pourcentage entre 0 et 100, par exemple 72,5.",
      low: "Ce taux ne permet pas cet état : il faut 50 % au moins pour être partiellement conforme, 100 % pour l’être totalement.",
    },
    failures: {
      missing: "Dites ce qui n’est pas accessible et pourquoi : un site partiellement conforme doit le lister.",
      none: "Un site totalement conforme n’a pas de non-conformité. Retirez-les, ou choisissez un autre état.",
    },
  } satisfies { readonly [At in DeclarationFault["at"]]: Readonly<Record<string, string>> },
} as const;

/** The sentence of a fault. */
export function faultSentence({ at, fault }: DeclarationFault): string {
  const sentences: Readonly<Record<string, string>> = accessibilityWords.faults[at];
  return sentences[fault] ?? fault;
}
