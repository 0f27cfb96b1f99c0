import type { CompiledDefinition } from "./definition.ts";
import { addDuration, parisDay, parseDuration } from "./duration.ts";
import { formatDate } from "./format.ts";

/** CRPA L. 231-1, L. 231-4: two months, where no decree sets another delay. */
const USUAL_DELAY = "P2M";

/**
 * What no answer from the service means, and from when: the part of an acknowledgement of receipt that CRPA R. 112-11-1
 * asks for (1°, and the attestation or the appeal of the end of the article).
 * @param openedAt ISO 8601, UTC
 */
export function silence(clock: CompiledDefinition["clock"], openedAt: string): string {
  if (clock.regime === "none") return "Aucun délai légal d’acceptation ou de rejet ne s’applique à cette demande.";
  const delay = parseDuration(clock.delay ?? USUAL_DELAY);
  if (delay === null) throw new Error(`a compiled definition holds the delay ${clock.delay}, which is no duration`);
  const day = formatDate(parisDay(addDuration(openedAt, delay)));
  if (clock.regime === "SVA") {
    return (
      `Si votre demande est complète, l’absence de réponse au ${day} vaut acceptation. Vous pourrez alors demander au ` +
      "service de vous en délivrer une attestation (article L. 232-3 du code des relations entre le public et l’administration)."
    );
  }
  return (
    `L’absence de réponse au ${day} vaut rejet. Vous aurez alors deux mois pour demander au service de réexaminer votre ` +
    "demande, ou pour saisir le tribunal administratif."
  );
}
