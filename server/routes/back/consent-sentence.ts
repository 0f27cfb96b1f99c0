import {
  type CompiledDefinition,
  consentFact,
  consents,
  type Entry,
  type EntryEvent,
  formatInstant,
} from "../../../engine/index.ts";
import { actorLabel } from "../../../renderer/back/event-sentences.ts";
import { sendingWords } from "../../../renderer/strings-sendings.ts";

const { consent: words, letter } = sendingWords;

/** What someone accepted to be sent, since when, and how it is known; null where a definition asks nothing of the kind. */
export function consentSentence(
  { mailing }: Pick<CompiledDefinition, "mailing">,
  { answers }: Pick<Entry, "answers">,
  history: readonly EntryEvent[],
): string | null {
  if (mailing === null || mailing.consent === null) return null;
  const fact = consentFact(mailing, answers, history);
  const what = mailing.what ?? letter;
  if (fact === null) return words.unknown(what);
  const say = consents(mailing, answers) ? words.yes : words.no;
  return say(what, formatInstant(fact.at), originOf(fact));
}

function originOf({ actor, data }: EntryEvent): string {
  if (data.unsubscribed === "mail") return words.byMail;
  if (data.imported) return words.byImport(data.imported.file);
  return actor.kind === "agent" ? words.byAgent(actorLabel(actor)) : words.byHerself;
}
