import {
  type Actor,
  type Assignment,
  type CompiledDefinition,
  covers,
  type Principal,
  type Role,
  rolesOver,
  throughShares,
} from "../../engine/index.ts";
import type { Context } from "../context.ts";
import type { AgentIdentity, Subject } from "./subject.ts";

/**
 * Stands for the sector of files sent before anyone knows the definition they are for. No sector can bear this name.
 * `bind_attachments` puts the sector's own in its place, so that bound files join no sectors.
 */
const UPLOADS = "*";

type Known = Pick<Context, "secrets" | "catalogue">;
type About = Pick<CompiledDefinition, "id" | "unit" | "privacy">;

/**
 * The actor `who` is for one definition of one member. An agent acts in her member, and in another that shares the
 * definition with hers; elsewhere her session counts as a visitor's, her token as an agent whom the rights refuse.
 * Null is nobody at all: an API call without a token, or a browser without a session.
 * `target` is the draft or entry at hand: pseudonyms granted for it alone count when it is given.
 * The first holder, if any, is the one to open entries and drafts under.
 */
export function actorFor(ctx: Known, who: Subject | null, member: string, definition: About, target?: string): Actor {
  const sector = definition.privacy.sector;
  const agent = who?.agent ? agentFor(ctx, who.agent, member, definition) : null;
  if (agent && (agent.member === member || who?.visitor === null)) return agent;
  const key = citizenKey(who);
  if (who === null || key === null) return { kind: "anonymous", id: "anonymous", roles: [], units: [], holders: [] };
  const id = ctx.secrets.pseudonym(key, member, sector);
  const granted = who.grants.filter(
    (grant) =>
      grant.member === member && grant.sector === sector && (grant.target === undefined || grant.target === target),
  );
  const holders = new Set([id, ctx.secrets.pseudonym(key, member, UPLOADS), ...granted.map((grant) => grant.holder)]);
  return {
    kind: who.account ? "citizen" : "anonymous",
    id,
    roles: [],
    units: [],
    holders: [...holders],
    ...(who.via === "franceconnect" && { verified: true }),
  };
}

/** The actor `who` is for each definition and member in turn. */
export const actorsOf =
  (ctx: Known, who: Subject | null) =>
  (member: string, definition: About): Actor =>
    actorFor(ctx, who, member, definition);

/** An agent for one definition, in her own member or in one that shares it with hers; powerless in any other. */
function agentFor(ctx: Known, agent: AgentIdentity, member: string, definition: About): Actor {
  const { id, name, capacity, assignments, verbs } = agent;
  const shares = () => ctx.catalogue.sharedWith(member, definition.id, agent.member);
  const at = agent.member === member ? assignments : throughShares(assignments, shares(), definition);
  const roles = rolesOver(at, definition);
  const lent = lender(at, definition, roles);
  return {
    kind: "agent",
    id,
    name: agent.member === member ? name : `${name} (${ctx.catalogue.member(agent.member)?.name ?? agent.member})`,
    ...(capacity && { capacity }),
    member: roles.length > 0 ? member : agent.member,
    roles,
    units: definition.unit === null || roles.length === 0 ? [] : [definition.unit],
    holders: [],
    offices: officesOf(ctx, agent),
    ...(lent && { onBehalfOf: lent }),
    ...(verbs && { verbs }),
  };
}

/** Units an agent belongs to, "{member}/{unit}"; every unit of her member when nothing limits her to some. */
export function officesOf(
  ctx: Pick<Context, "catalogue">,
  { member, assignments }: Pick<AgentIdentity, "member" | "assignments">,
): readonly string[] {
  const works = assignments.filter(({ role }) => role === "agent" || role === "lecteur");
  const every = works.some(({ unit }) => unit === null);
  const units = every ? (ctx.catalogue.member(member)?.units ?? []).map(({ id }) => id) : [];
  return [...new Set([...works.flatMap(({ unit }) => unit ?? []), ...units])].map((unit) => `${member}/${unit}`);
}

/** The colleague who lent her the strongest of these roles, when she has it from nobody else. */
function lender(assignments: readonly Assignment[], definition: About, roles: readonly Role[]): Principal | null {
  const giving = assignments.filter((one) => one.role === roles[0] && covers(one, definition));
  const lent = giving.every((one) => one.for) ? giving[0]?.for : undefined;
  return lent ? { kind: "agent", id: lent.id, name: lent.name } : null;
}

/** Owner of a file sent before its definition is known; one of the holders `actorFor` gives. Null for nobody. */
export function uploadOwner(ctx: Known, who: Subject, member: string): string | null {
  if (who.agent) return who.agent.member === member || worksIn(ctx, who, member) ? who.agent.id : null;
  const key = citizenKey(who);
  return key === null ? null : ctx.secrets.pseudonym(key, member, UPLOADS);
}

/** Whether another member shares something with this agent's for her to work. */
const worksIn = (ctx: Known, who: Subject, member: string): boolean =>
  ctx.catalogue.definitions(member).some((definition) => {
    const actor = actorFor(ctx, who, member, definition);
    return actor.member === member && actor.roles.includes("agent");
  });

/** Key of a visitor in her pseudonyms, from the hash of her session id in hexadecimal. */
export const visitorKey = (visitor: string): string => `session:${visitor}`;

function citizenKey(who: Subject | null): string | null {
  if (who?.account) return who.account.id;
  return who?.visitor ? visitorKey(who.visitor) : null;
}
