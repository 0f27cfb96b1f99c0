import type { CompiledDefinition, Entry } from "../../engine/index.ts";
import { opinionWords } from "../../renderer/strings-opinion.ts";
import { asksOpinion } from "../commands/give-opinion.ts";

const LINK = "{{lien}}";

/**
 * The body of a mail, with a way to say what one thought of it when it tells of the event that settled the entry. `seq` is
 * the event it belongs to.
 */
export function withOpinion(
  body: string,
  definition: CompiledDefinition,
  entry: Pick<Entry, "state" | "revision">,
  seq: number,
): string {
  const settles = entry.revision === seq && body.includes(LINK) && asksOpinion(definition, entry);
  return settles ? body + opinionWords.mail(`${LINK}?vers=avis`) : body;
}
