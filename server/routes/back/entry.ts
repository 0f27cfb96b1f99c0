import type { CompiledDefinition } from "../../../engine/index.ts";
import { words } from "../../../renderer/strings-back.ts";
import { conversationWords } from "../../../renderer/strings-conversation.ts";
import { ficheWords } from "../../../renderer/strings-fiches.ts";
import { paymentDeskWords } from "../../../renderer/strings-payment-desk.ts";
import type { PageContext } from "./agent-scope.ts";
import { entryScope } from "./entry-scope.ts";
import { HOLDER_DONE } from "./fiche-holder-view.ts";
import { keptHref, mergedSentence } from "./merged-views.ts";
import { proposal } from "./seeking.ts";
import { showEntry } from "./show-entry.ts";
import { WRITTEN } from "./written.ts";

/** `?fait=` after an assignment, and after an opening: no event may bear these names (they hold a capital). */
export const ASSIGNED = "Attribution";
export const OPENED = "Creation";
const LONGEST_QUERY = 4000;

/** GET /{member}/agent/{domain}/{name}/{id}: one entry. `evenement` opens the form of an event in place. */
export async function entryRoute(c: PageContext): Promise<Response> {
  const scope = await entryScope(c);
  if (scope instanceof Response) return scope;
  const gone = c.req.query("ancienne") === undefined ? await keptHref(scope) : null;
  if (gone !== null) return c.redirect(gone, 303);
  const type = c.req.query("evenement");
  const next = c.req.query("suivante");
  const done = doneSentence(scope.definition, c.req.query("fait"));
  const query = new URL(c.req.url).searchParams;
  const answers = await proposal(scope, type, query);
  return showEntry(c, scope, {
    status: 200,
    back: readBack(c.req.query("liste")),
    tab: {
      tab: c.req.query("onglet") ?? "",
      after: c.req.query("apres") ?? "",
      query,
    },
    ...(type !== undefined && { open: { type, ...(answers && { typed: { answers } }) } }),
    ...(next !== undefined && { next: next || null }),
    ...(done !== null && { done }),
  });
}

/** The query string of a list, as an entry's page carries it. */
export const readBack = (text: string | undefined): string => (text ?? "").slice(0, LONGEST_QUERY);

/** The same of what is no fact of the history. */
function saidWritten(fact: string): string | undefined {
  const { back, notes, tasks } = conversationWords;
  const said: readonly (readonly [string, string])[] = [
    [WRITTEN.message, back.sent],
    [WRITTEN.note, notes.saved],
    [WRITTEN.task, tasks.settled],
    [WRITTEN.payment, paymentDeskWords.done],
    [HOLDER_DONE.invited, ficheWords.back.sent],
    [HOLDER_DONE.parted, ficheWords.back.parted],
  ];
  return said.find(([name]) => name === fact)?.[1];
}

/** What has just been done, in the words of its button; null for anything else. */
function doneSentence(definition: CompiledDefinition, fact: string | undefined): string | null {
  if (fact === undefined) return null;
  if (fact === ASSIGNED) return words.assign.done;
  const merged = mergedSentence(fact);
  if (merged !== null) return merged;
  const written = saidWritten(fact);
  if (written !== undefined) return written;
  if (fact === OPENED) return words.entry.created(definition.kind);
  const states = [...definition.workflow.states.values()];
  const event = states.flatMap((state) => state.events).find((candidate) => candidate.type === fact);
  return event ? words.entry.done(event.label) : null;
}
