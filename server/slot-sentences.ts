import type { Issue } from "../engine/index.ts";

/** Code of the issue of a slot field whose slot cannot be had. */
export const SLOT_ISSUE = "slot";

/** The same where she keeps too many: others may be had later. */
export const SLOT_LIMIT = "slot-limit";

export const SLOT_LOST =
  "Ce créneau n’est plus gardé pour vous, et quelqu’un d’autre l’a pris. Choisissez-en un autre : vos autres réponses sont gardées.";
export const SLOT_TAKEN =
  "Ce créneau vient d’être pris par quelqu’un d’autre. Choisissez-en un autre : vos autres réponses sont gardées.";
export const SLOT_NOT_OFFERED = "Ce créneau n’est pas proposé. Choisissez-en un dans la liste.";
export const SLOT_CHANGED =
  "Ce que vous demandez a changé, et la durée du rendez-vous avec. Choisissez de nouveau un créneau.";
export const SLOT_TOO_MANY =
  "Vous gardez déjà plusieurs créneaux sans les avoir réservés. Terminez une de vos demandes, ou attendez qu’ils se libèrent.";
export const SLOT_TOO_MANY_HERE =
  "Beaucoup de créneaux sont déjà gardés depuis votre connexion à Internet sans être réservés. Réessayez dans quelques minutes, ou connectez-vous à votre compte : vos autres réponses sont gardées.";
export const tooManyUnits = (most: number): string =>
  `Un rendez-vous est pour ${most} au plus. Prenez-en plusieurs, ou appelez le service.`;

/** The status of a page of a form: 429 where someone keeps too many slots, 422 where there is anything else to mend. */
export const formStatus = (issues: readonly Issue[]): 200 | 422 | 429 =>
  issues.length === 0 ? 200 : issues.some(({ code }) => code === SLOT_LIMIT) ? 429 : 422;
