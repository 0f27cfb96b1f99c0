import type { Refusal } from "./entry.ts";
import type { Issue } from "./result.ts";

const SENTENCES: Readonly<Record<Refusal["code"], string>> = {
  "unknown-event": "Cette action n’est pas possible à cette étape.",
  "not-allowed": "Vous n’avez pas le droit de faire cette action.",
  stale: "Quelqu’un a modifié ce dossier entre-temps. Relisez-le avant de recommencer.",
  invalid: "Vous devez corriger ces réponses.",
};

/** An expected refusal, with its sentence. */
export const refuse = (code: Refusal["code"], issues: readonly Issue[] = []): Refusal => ({
  ok: false,
  code,
  message: SENTENCES[code],
  issues,
});
