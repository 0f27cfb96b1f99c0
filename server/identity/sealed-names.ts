import { actsByMandate, type EventActor, type Transition } from "../../engine/index.ts";
import type { Secrets } from "../secrets.ts";

const PURPOSE = "history-names";
/** Names of any length make texts of one length, which would tell them apart. */
const LENGTH = 512;

/**
 * The same transition with the names of a mandate sealed: in clear they would join the requests that the same two people
 * have in several sectors. Before the fact is chained, so that the chain covers what is stored.
 */
export function sealNames(secrets: Pick<Secrets, "seal">, transition: Transition): Transition {
  const { actor } = transition.event;
  return actsByMandate(actor)
    ? { ...transition, event: { ...transition.event, actor: sealActor(secrets, actor) } }
    : transition;
}

/** An actor with the names of a mandate, if she acts by one, sealed. */
export function sealActor(secrets: Pick<Secrets, "seal">, actor: EventActor): EventActor {
  if (!actsByMandate(actor)) return actor;
  const { name = "", onBehalfOf, ...rest } = actor;
  const { name: giver = "", ...principal } = onBehalfOf;
  const sealed = secrets.seal(PURPOSE, JSON.stringify([name, giver]).padEnd(LENGTH)).toString("base64");
  return { ...rest, onBehalfOf: { ...principal, sealed } };
}

/** The actor of a fact with the names that were sealed. */
export function openNames(secrets: Pick<Secrets, "unseal">, actor: EventActor): EventActor {
  if (actor.onBehalfOf?.sealed === undefined) return actor;
  const { sealed, ...principal } = actor.onBehalfOf;
  const text = secrets.unseal(PURPOSE, Buffer.from(sealed, "base64"));
  if (text === null) return actor;
  const [name, giver] = JSON.parse(text) as [string, string];
  return { ...actor, name, onBehalfOf: { ...principal, name: giver } };
}
