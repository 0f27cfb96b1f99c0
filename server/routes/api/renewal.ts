import { isFiledByCitizens, renew, validUntil } from "../../../engine/index.ts";
import { offerTo, renewAtOnce } from "../../commands/renew-at-once.ts";
import type { RenewalOffer } from "../../commands/renewals.ts";
import { problemResponse } from "../../problem.ts";
import { counterOf } from "../back/counter.ts";
import { answersIn, created, keyIn } from "./entries-create.ts";
import { logEntryRead, type VisibleEntry, visibleEntry } from "./entry-read.ts";
import { type ApiContext, target } from "./subject.ts";

/** How a caller's renewal is filed for whoever holds the entry: nothing says that she came to the desk. */
const CHANNEL = { channel: "guichet", receivedOn: "" } as const;

/** GET /{member}/{definition}/entries/{id}/renewal: whether it may be renewed now, and the answers to begin with. */
export async function readRenewal(c: ApiContext): Promise<Response> {
  const found = await visibleEntry(c);
  if (found instanceof Response) return found;
  logEntryRead(found);
  const { ctx, definition, entry, actor } = found;
  const offer = await offerTo(ctx, definition, entry, actor);
  return c.json({ until: validUntil(definition, entry), ...told(found, offer) });
}

/** What is said of an offer; answers are those of today's form. */
function told({ definition, entry }: VisibleEntry, offer: RenewalOffer | null) {
  const none = { opens: null, entry: null, answers: null, dropped: [], again: [] };
  switch (offer?.kind) {
    case "renew":
    case "change":
      return { ...none, status: offer.kind, ...renew(definition, offer.definition, entry) };
    case "done":
      return { ...none, status: offer.kind, entry: offer.entry.id };
    case "early":
      return { ...none, status: offer.kind, opens: offer.from };
    default:
      return { ...none, status: offer?.kind ?? "none" };
  }
}

/** POST of the same: body = the whole answers; files of the renewed entry may be named. `Idempotency-Key` honoured. */
export async function createRenewal(c: ApiContext): Promise<Response> {
  const [found, asked] = [await visibleEntry(c), target(c)];
  if (found instanceof Response) return found;
  if (!asked.ok) return problemResponse(c, asked.problem);
  const answers = await answersIn(c);
  if (!answers.ok) return problemResponse(c, answers.problem);
  const key = keyIn(c);
  if (!key.ok) return problemResponse(c, key.problem);
  const { ctx, definition, entry, actor } = found;
  const forHer = actor.kind === "agent" && isFiledByCitizens(definition);
  const opened = await renewAtOnce(ctx, {
    ...{ definition, entry, actor, answers: answers.value, actorIn: asked.value.actorIn },
    ...(forHer && { counter: counterOf(ctx, entry.member, definition, CHANNEL) }),
    ...(key.value !== undefined && { idempotencyKey: key.value }),
  });
  return opened.ok ? created(c, opened.value.view) : problemResponse(c, opened.problem);
}
