import type { Answers } from "../../engine/index.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { actorFor } from "../../server/identity/actor-for.ts";
import { cardDefinition } from "../engine/validity.definition.ts";
import { agent } from "../helpers/actors.ts";
import { offer } from "../helpers/offer.ts";
import { MEMBER } from "./town-places.ts";
import { type Someone, subjectOf, type Town } from "./whole-town.ts";

/** A card of the unit at hand, that lasts a year. */
export const CARD = cardDefinition({ unit: "voirie" });
export const ANSWERS: Answers = { nom: "Weber", courriel: "weber@courriel.example", zone: "nord", attestation: true };
export const SOPHIE = agent({ member: MEMBER, units: ["voirie"] });

/** Sends an event to a card, as an agent of the unit. Throws when it is refused. */
export async function decides({ ctx }: Pick<Town, "ctx">, id: string, type: string): Promise<void> {
  const sent = await sendEvent(ctx, { member: MEMBER, definitionId: CARD.id, id, actor: SOPHIE, type, revision: null });
  if (!sent.ok) throw new Error(JSON.stringify(sent.problem));
}

/** A card of the holder, granted unless told otherwise; its id. */
export async function grantedCard(
  town: Pick<Town, "ctx" | "people">,
  { who = town.people.holder, answers = ANSWERS, until = "granted" }: CardOptions = {},
): Promise<string> {
  const { ctx } = town;
  await offer(ctx, CARD);
  const actor = actorFor(ctx, subjectOf(who), MEMBER, CARD);
  const opened = await openEntry(ctx, { member: MEMBER, definition: CARD, actor, answers });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  const { id } = opened.value.view;
  if (until === "granted") await decides(town, id, "accorder");
  return id;
}

interface CardOptions {
  readonly who?: Someone;
  readonly answers?: Answers;
  readonly until?: "filed" | "granted";
}
