import { type SittingRefusal, slotMoment } from "../engine/index.ts";

/** Code of the issue of a seat field whose place cannot be had. */
export const SEAT_ISSUE = "seat";

export const SEAT_LOST =
  "Cette place n’est plus gardée pour vous. Choisissez de nouveau une séance : vos autres réponses sont gardées.";
export const SEAT_NOT_OFFERED = "Cette séance n’est pas proposée. Choisissez-en une dans la liste.";
export const SEAT_FULL =
  "Cette séance vient d’être complète. Choisissez-en une autre : vos autres réponses sont gardées.";
export const SEAT_FULL_WAIT =
  "Cette séance vient d’être complète. Choisissez-la de nouveau pour être sur sa liste d’attente, ou choisissez-en une autre.";
export const SEAT_LIST_FULL = "Cette séance est complète, et sa liste d’attente aussi. Choisissez-en une autre.";
export const SEAT_ALREADY =
  "Cette personne est déjà inscrite à cette séance, ou sur sa liste d’attente. Retrouvez cette inscription dans « Mon espace », ou par le lien reçu.";
export const SEAT_TOO_MANY =
  "Vous gardez déjà plusieurs places sans avoir terminé vos demandes. Terminez-en une, ou attendez qu’elles se libèrent.";

export const SEAT_FULL_MOVE = "Il n’y a plus de place dans cette séance. Choisissez-en une autre, ou gardez la vôtre.";
export const SEAT_SAME = "C’est déjà votre séance. Choisissez-en une autre, ou gardez celle-ci.";
export const SEAT_LEFT_LATE =
  "Les inscriptions à votre séance sont closes : vous ne pouvez plus en changer. Écrivez au service, qui le peut encore.";

const CRITERION = "Cette séance ne correspond pas à ce que vous avez indiqué. Choisissez-en une autre dans la liste.";

/** Why someone cannot sign up for a session, and what she can do. */
export function refusalSentence(refusal: SittingRefusal): string {
  switch (refusal.code) {
    case "too-soon":
      return `Les inscriptions à cette séance ouvrent ${slotMoment(refusal.at)}.`;
    case "too-late":
      return "Les inscriptions à cette séance sont closes. Choisissez-en une autre.";
    case "age":
      return `Cette séance n’est pas pour cet âge (${refusal.age} ans le premier jour). Choisissez-en une autre dans la liste.`;
    case "criterion":
      return CRITERION;
    default:
      return SEAT_NOT_OFFERED;
  }
}
