import type { Answers, CompiledDefinition, Field, Scope, SlotSource } from "../engine/index.ts";
import type { Ask } from "./agenda.ts";

/** Where a slot field takes its slots, and what it asks of them. */
export interface SlotAsk extends Ask {
  readonly register: string;
}

/**
 * What a slot field asks for, as the answers stand.
 * @param entry answers of the entry, for the form of an event that moves one of its slots
 */
export function slotAsk(
  definition: CompiledDefinition,
  { slot }: Field,
  scope: Scope,
  entry: Answers | null,
): SlotAsk | null {
  const { of } = slot ?? {};
  if (of === undefined) return slot === undefined ? null : asked(slot, scope);
  const moved = definition.form.order.find(({ key }) => key === of)?.slot;
  return moved && entry ? asked(moved, { ...scope, answers: entry }) : null;
}

function asked({ register, reason, units, place }: SlotSource, scope: Scope): SlotAsk | null {
  if (register === undefined) return null;
  const count = units?.evaluate(scope);
  return {
    register,
    reason: text(reason?.evaluate(scope)),
    units: typeof count === "number" && count >= 1 ? count : 1,
    place: text(place?.evaluate(scope)),
  };
}

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
