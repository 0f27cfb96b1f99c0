import type { CompiledDefinition, Transition } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { uuidFrom } from "../ids.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import { recipients } from "../recipients.ts";

/**
 * The transition with the member it forwards to known by its id, and the entry to open there, the same however often it
 * is tried. `invalid` when that member no longer offers the definition.
 */
export function addressed(ctx: Context, definition: CompiledDefinition, transition: Transition): Outcome<Transition> {
  const { entry, event, effects } = transition;
  const transfer = effects.find((effect) => effect.type === "transfer");
  if (!transfer) return done(transition);
  const member = recipients(ctx, entry.member, definition.id).find(({ name }) => name === transfer.to);
  if (!member) {
    const message = "Choisissez une collectivité du groupe qui propose cette démarche.";
    const field = Object.entries(event.data.answers ?? {}).find(([, value]) => value === transfer.to)?.[0] ?? "";
    return refused(problem("invalid", message, [{ code: "member", pointer: `/${field}`, message }]));
  }
  const to = uuidFrom(ctx.secrets.mac("forward", JSON.stringify([entry.member, entry.id, event.seq])));
  return done({
    ...transition,
    event: { ...event, data: { ...event.data, forwardedTo: { member: member.id, entry: to } } },
    effects: effects.map((effect) =>
      effect.type === "transfer" ? { type: "transfer", to: member.id, entry: to } : effect,
    ),
  });
}
