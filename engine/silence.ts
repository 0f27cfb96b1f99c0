import type { Clock } from "./entry.ts";
import { formatDate, formatDuration } from "./format.ts";

const USUAL_WAYS =
  "Vous aurez alors deux mois pour demander au service de réexaminer votre demande, ou pour saisir le tribunal administratif.";

/**
 * What no answer from the service means, and from when: the part of an acknowledgement of receipt that CRPA R. 112-11-1
 * asks for (1°, and the attestation or the appeal of the end of the article).
 * @param clock absent where no legal delay applies
 * @param appeal the ways to contest a refusal that the definition states, in place of the usual ones
 */
export function silence(clock: Clock | undefined, appeal?: string): string {
  if (clock === undefined) return "Aucun délai légal d’acceptation ou de rejet ne s’applique à cette demande.";
  if (clock.status === "stopped") return "Le délai légal ne court plus.";
  if (clock.due === null) {
    return `L’absence de réponse vaudra acceptation ${formatDuration(clock.delay)} après la réception des pièces demandées.`;
  }
  const day = formatDate(clock.due);
  if (clock.regime === "SVA") {
    return (
      `Si votre demande est complète, l’absence de réponse au ${day} vaut acceptation. Vous pourrez alors demander au ` +
      "service de vous en délivrer une attestation (article L. 232-3 du code des relations entre le public et l’administration)."
    );
  }
  return `L’absence de réponse au ${day} vaut rejet. ${appeal ?? USUAL_WAYS}`;
}
