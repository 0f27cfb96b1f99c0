import type { Actor, CompiledDefinition } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { actorFor } from "./actor-for.ts";
import type { HeldMandate, MandateScope, Subject } from "./subject.ts";

type Known = Pick<Context, "secrets" | "catalogue">;
type About = Pick<CompiledDefinition, "id" | "unit" | "privacy">;

/** What a form or a draft begun for the giver of a mandate bears: whose it is, its owner says. */
export const FOR_MANDATOR = { kind: "citizen" } as const;

/** Key of a mandate in the pseudonyms of who acts by it. */
const keyOf = (mandate: string): string => `mandate:${mandate}`;

/** Is this mandate about a definition of a member? */
export const isAbout = ({ members, definitions }: MandateScope, member: string, definition: string): boolean =>
  (members === null || members.includes(member)) && (definitions === null || definitions.includes(definition));

/**
 * The actor that a mandatary is for one definition of one member: she holds what the giver holds, under a key of the
 * mandate's own, which tells neither her other entries nor her acts in another sector. Null when the mandate is not about it.
 * FranceConnect vouches for her, never for the giver: a service that asks for it does not open by mandate.
 */
export function actorByMandate(
  ctx: Known,
  who: Subject,
  mandate: HeldMandate,
  member: string,
  definition: About,
): Actor | null {
  if (!who.account || !isAbout(mandate, member, definition.id)) return null;
  const { sector } = definition.privacy;
  const holder = ctx.secrets.pseudonym(mandate.from.id, member, sector);
  return {
    kind: "citizen",
    id: ctx.secrets.pseudonym(keyOf(mandate.id), member, sector),
    name: who.account.name,
    roles: [],
    units: [],
    holders: [holder],
    onBehalfOf: { kind: "citizen", id: holder, name: mandate.from.name },
    ...(!mandate.acts && { verbs: ["read"] }),
  };
}

/**
 * The actor `who` is before a draft or an entry: herself, or the mandatary of who holds it. A mandate that lets act comes
 * before a link she was sent, so that the history tells for whom she acted.
 */
export function actorBefore(
  ctx: Known,
  who: Subject | null,
  member: string,
  definition: About,
  { id, holder }: { readonly id: string; readonly holder: string | null },
): Actor {
  const own = actorFor(ctx, who, member, definition, id);
  if (!who?.mandates?.length || holder === null || own.id === holder) return own;
  const actors = who.mandates.flatMap((mandate) => actorByMandate(ctx, who, mandate, member, definition) ?? []);
  const holding = actors.filter(({ holders }) => holders.includes(holder));
  const acting = holding.find(({ verbs }) => verbs === undefined);
  return acting ?? (own.holders.includes(holder) ? own : (holding[0] ?? own));
}

/**
 * For what the answers of a form refer to: the mandatary as the same mandate makes her there, holding nothing where it
 * does not go.
 * @param here the mandatary before a definition of this member and sector
 */
export function actorsAlike(
  ctx: Known,
  who: Subject,
  here: Actor,
  { member, sector }: { readonly member: string; readonly sector: string },
): (member: string, definition: About) => Actor {
  const mandate = who.mandates?.find(({ id }) => ctx.secrets.pseudonym(keyOf(id), member, sector) === here.id);
  return (there, definition) =>
    (mandate && actorByMandate(ctx, who, mandate, there, definition)) ?? { ...here, holders: [] };
}
