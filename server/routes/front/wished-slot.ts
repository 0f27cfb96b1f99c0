import {
  type Answers,
  type Issue,
  type Json,
  NATIONAL_REASONS,
  nationalInstant,
  parisDay,
  slotMoment,
} from "../../../engine/index.ts";
import type { WishedSlot } from "../../../renderer/front/wished-slot.tsx";
import { offerOf } from "../../agenda.ts";
import { keepSlots } from "../../commands/keep-slots.ts";
import { answersFor, nationalAsk } from "../../national.ts";
import { contextOf, type ServiceScope } from "./front-scope.ts";

/** Names of what the national appointment engine's links carry, in the query and in the form that begins. */
const NAMES = ["lieu", "date", "motif", "personnes"] as const;

/** The slot that a link brings: what it says, and the answers it gives. Nothing is held. */
export interface Wished {
  readonly view: WishedSlot;
  readonly answers: Answers;
}

/** What a link of the national engine brings to a service; null for none, or for what this service does not offer. */
export async function wishedSlot(
  scope: ServiceScope,
  given: (name: string) => string | undefined,
): Promise<Wished | null> {
  const { ctx, member, definition } = scope;
  const { national } = definition;
  const [place = "", date = "", motif, persons = "1"] = NAMES.map(given);
  const reason = NATIONAL_REASONS.find((each) => each === motif);
  const time = nationalInstant(date);
  if (!national || reason === undefined || time === null || !/^[1-9]\d?$/.test(persons)) return null;
  const answers = answersFor(national, reason, Number(persons));
  const ask = answers && nationalAsk(ctx, { member: member.id, definition, national }, answers);
  const offer = ask && (await offerOf(ctx, member.id, ask.register));
  const label = offer?.places.get(place);
  if (!answers || !offer || label === undefined || Number(persons) > offer.agenda.mostUnits) return null;
  const debut = new Date(time).toISOString();
  const slot: Json = { place, jour: parisDay(debut), debut };
  const fields = NAMES.map((name) => [name, given(name) ?? ""] as const);
  const view = { when: slotMoment(time), where: label, persons: Number(persons), fields };
  return { view, answers: { ...answers, [national.slot]: slot } };
}

/** The answers of a link with its slot held for whoever begins; the issues when someone was quicker. */
export async function holdWished(
  { ctx, member, definition, actor }: ServiceScope,
  { answers }: Wished,
  origin: string | null,
): Promise<{ readonly answers: Answers; readonly issues: readonly Issue[] }> {
  const context = contextOf(ctx, member, definition, actor);
  const owners = [actor.id, ...actor.holders];
  return keepSlots(ctx, {
    member: member.id,
    definition,
    form: definition.form,
    answers,
    context,
    entry: null,
    owners,
    origin,
  });
}
