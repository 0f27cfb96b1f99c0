import { type Actor, actsByMandate } from "../../../engine/index.ts";
import { strings } from "../../../renderer/strings.ts";

/** "Demander un acte de naissance (pour Camille Schmitt)" for who acts by mandate; the title alone otherwise. */
export const titleFor = (title: string, actor: Actor): string =>
  actsByMandate(actor) ? strings.tracking.titleFor(title, actor.onBehalfOf.name ?? "") : title;
