import type { Actor, CompiledDefinition } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import type { Subject } from "./subject.ts";

/**
 * Stands for the sector of files sent before anyone knows the definition they are for. No sector can bear this name.
 * `bind_attachments` puts the sector's own in its place, so that bound files join no sectors.
 */
const UPLOADS = "*";

/**
 * The actor `who` is for one definition of one member. An agent acts as an agent in her member; her session counts as
 * a visitor's elsewhere, her token as an agent of another member, whom the rights refuse. Null is nobody at all: an
 * API call without a token, or a browser without a session.
 * `target` is the draft or entry at hand: pseudonyms granted for it alone count when it is given.
 * The first holder, if any, is the one to open entries and drafts under.
 */
export function actorFor(
  ctx: Pick<Context, "secrets">,
  who: Subject | null,
  member: string,
  definition: Pick<CompiledDefinition, "privacy">,
  target?: string,
): Actor {
  const sector = definition.privacy.sector;
  const agent = who?.agent ?? null;
  if (who && agent && (agent.member === member || who.visitor === null)) {
    const { id, name, roles, units } = agent;
    return { kind: "agent", id, name, member: agent.member, roles, units, holders: [] };
  }
  const key = citizenKey(who);
  if (who === null || key === null) return { kind: "anonymous", id: "anonymous", roles: [], units: [], holders: [] };
  const id = ctx.secrets.pseudonym(key, member, sector);
  const granted = who.grants.filter(
    (grant) =>
      grant.member === member && grant.sector === sector && (grant.target === undefined || grant.target === target),
  );
  const holders = new Set([id, ctx.secrets.pseudonym(key, member, UPLOADS), ...granted.map((grant) => grant.holder)]);
  return { kind: who.account ? "citizen" : "anonymous", id, roles: [], units: [], holders: [...holders] };
}

/** Owner of a file sent before its definition is known; one of the holders `actorFor` gives. Null for nobody. */
export function uploadOwner(ctx: Pick<Context, "secrets">, who: Subject, member: string): string | null {
  if (who.agent) return who.agent.member === member ? who.agent.id : null;
  const key = citizenKey(who);
  return key === null ? null : ctx.secrets.pseudonym(key, member, UPLOADS);
}

/** Key of a visitor in her pseudonyms, from the hash of her session id in hexadecimal. */
export const visitorKey = (visitor: string): string => `session:${visitor}`;

function citizenKey(who: Subject | null): string | null {
  if (who?.account) return who.account.id;
  return who?.visitor ? visitorKey(who.visitor) : null;
}
