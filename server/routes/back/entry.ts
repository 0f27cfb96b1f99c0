import type { CompiledDefinition } from "../../../engine/index.ts";
import { words } from "../../../renderer/strings-back.ts";
import { conversationWords } from "../../../renderer/strings-conversation.ts";
import { paymentDeskWords } from "../../../renderer/strings-payment-desk.ts";
import type { PageContext } from "./agent-scope.ts";
import { entryScope } from "./entry-scope.ts";
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
  const type = c.req.query("evenement");
  const next = c.req.query("suivante");
  const done = doneSentence(scope.definition, c.req.query("fait"));
  return showEntry(c, scope, {
    status: 200,
    back: readBack(c.req.query("liste")),
    ...(type !== undefined && { open: { type } }),
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
  ];
  return said.find(([name]) => name === fact)?.[1];
}

/** What has just been done, in the words of its button; null for anything else. */
function doneSentence(definition: CompiledDefinition, fact: string | undefined): string | null {
  if (fact === undefined) return null;
  if (fact === ASSIGNED) return words.assign.done;
  const written = saidWritten(fact);
  if (written !== undefined) return written;
  if (fact === OPENED) return words.entry.created(definition.kind);
  const states = [...definition.workflow.states.values()];
  const event = states.flatMap((state) => state.events).find((candidate) => candidate.type === fact);
  return event ? words.entry.done(event.label) : null;
}
