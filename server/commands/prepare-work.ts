import {
  type Actor,
  type AvailableEvent,
  available,
  type CompiledDefinition,
  canWorkQueue,
  type Entry,
  editsEntry,
  type Field,
  type Form,
  isWhole,
} from "../../engine/index.ts";
import { workWords } from "../../renderer/strings-works.ts";
import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { uuidv7 } from "../ids.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import { type ChosenEntry, insertItems } from "../store/work-items.ts";
import { type BulkParams, dropPreparing, insertWork, type Offer } from "../store/works.ts";
import type { ActorIn } from "./write-entry.ts";

/** Entries that one work may be about. */
export const MOST_ENTRIES = 20_000;
/** What an agent may have in preparation, in as many windows. */
const MOST_PREPARING = 5;
const DAY = 86_400_000;

export interface PrepareRequest {
  readonly agent: AgentIdentity;
  readonly actorIn: ActorIn;
  readonly definition: string;
  /** Query string of the list. */
  readonly list: string;
  /** Entries chosen, by some at a time. */
  readonly chosen: AsyncIterable<readonly Entry[]>;
}

/**
 * Keeps a choice of entries as it is now, with what may be done to them: a work in preparation, for a day. The same entry is
 * taken once; those of another definition, or that she does not work, are left out.
 * Refusals: `invalid` (none, or too many).
 */
export async function prepareWork(ctx: Context, request: PrepareRequest): Promise<Outcome<string>> {
  const entries = new Map<string, ChosenEntry>();
  const offers = new Offers();
  for await (const some of request.chosen) {
    for (const entry of some) {
      if (entries.has(entry.id) || entry.definition !== request.definition) continue;
      const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
      const actor = request.actorIn(entry.member, definition);
      if (!canWorkQueue(definition, actor)) continue;
      const { member, id, reference, revision } = entry;
      entries.set(id, { member, id, reference, revision });
      offers.add(definition, entry, actor, ctx.clock().toISOString());
    }
    if (entries.size > MOST_ENTRIES) return invalid("too-many", workWords.pick.tooMany(MOST_ENTRIES));
  }
  if (entries.size === 0) return invalid("none", workWords.pick.none("service"));
  return done(await save(ctx, request, [...entries.values()], offers));
}

const invalid = (code: string, message: string) =>
  refused(problem("invalid", message, [{ code, pointer: "/choix", message }]));

async function save(
  ctx: Context,
  { agent, definition, list }: PrepareRequest,
  entries: readonly ChosenEntry[],
  offers: Offers,
): Promise<string> {
  const now = ctx.clock();
  const id = uuidv7(now, ctx.randomBytes(16));
  const { member } = agent;
  const params: BulkParams = { list, offers: offers.list(), alone: offers.alone() };
  await withActor(ctx.db, { member }, async (tx) => {
    await dropPreparing(tx, member, agent.id, MOST_PREPARING - 1);
    await insertWork(tx, {
      ...{ id, member, agent: agent.id, kind: "bulk", definition, state: "preparing", params },
      ...{ total: entries.length, now, expiresAt: new Date(now.getTime() + DAY) },
    });
    await insertItems(tx, { member, id }, entries);
  });
  return id;
}

/** The events that the entries chosen take, with how many take each. */
class Offers {
  readonly #offers = new Map<string, Offer>();
  readonly #alone = new Map<string, string>();

  add(definition: CompiledDefinition, entry: Entry, actor: Actor, now: string): void {
    for (const event of available(definition, entry, actor, now)) {
      if (!inBulk(definition, event)) {
        this.#alone.set(event.type, event.label);
        continue;
      }
      const { type, label, tone = "secondary" } = event;
      const sample = { member: entry.member, id: entry.id };
      const known = this.#offers.get(type) ?? { event: type, label, tone, count: 0, sample };
      this.#offers.set(type, { ...known, count: known.count + 1 });
    }
  }

  /** Those of most entries first. */
  list(): readonly Offer[] {
    return [...this.#offers.values()].sort((a, b) => b.count - a.count);
  }

  alone(): readonly string[] {
    return [...this.#alone.values()];
  }
}

/** Not what edits an entry's own answers, nor what takes a file or a slot: those belong to one entry. */
export function inBulk(definition: CompiledDefinition, { form }: Pick<AvailableEvent, "form">): boolean {
  if (form === undefined) return true;
  const asked = editsEntry(form) ? undefined : definition.forms.get(form);
  return asked !== undefined && !asked.order.some(isWhole) && !asksForFiles(asked);
}

const asksForFiles = ({ order }: Form): boolean => order.some(isFile);
const isFile = (field: Field): boolean => /^attachments?$/.test(field.widget) || (field.fields ?? []).some(isFile);
