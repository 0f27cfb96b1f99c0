import { outside } from "../../renderer/strings-outside.ts";
import { type AuditAction, audit } from "../audit.ts";
import type { Vouched } from "../connectors/openid/identity-provider.ts";
import type { ProfessionalIdentity } from "../connectors/proconnect/proconnect.ts";
import type { Context } from "../context.ts";
import { outsideKey } from "../identity/outside-key.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { findAgent } from "../store/agents.ts";
import { memberSettings } from "../store/member-settings.ts";
import { findLinked, isAgentLinked, linkAgent, touchLink } from "../store/outside-identities.ts";

/** Whether someone ProConnect vouches for is an agent here. */
export type Admission =
  | { readonly ok: true; readonly agent: AgentIdentity }
  /** Her member wants two proofs. */
  | { readonly ok: false; readonly refusal: "weak" }
  | { readonly ok: false; readonly refusal: "stranger"; readonly sentence: string };

const words = outside.agentRefused;
const stranger = (sentence: string): Admission => ({ ok: false, refusal: "stranger", sentence });

/**
 * The agent behind a professional identity: known by issuer and subject, or at her first sign-in by the address under
 * which her member's administrator entered her. Her employer (the SIREN of her SIRET) must be that member.
 */
export async function admitAgent(ctx: Context, vouched: Vouched<ProfessionalIdentity>): Promise<Admission> {
  const siren = vouched.person.siret.slice(0, 9);
  const employers = ctx.catalogue.everyMember().filter((member) => member.siren === siren);
  const [employer] = employers;
  if (!employer) return stranger(words.siren(siren));
  const found = await findIdentity(ctx, vouched);
  if (found === "disabled") return stranger(words.disabled);
  if (found === null) return stranger(words.unknown(employer.name, vouched.person.email));
  const { agent, linked } = found;
  if (!employers.some(({ id }) => id === agent.member)) {
    record(ctx, agent, "sign-in-refused", "other-member");
    return stranger(words.other(ctx.catalogue.member(agent.member)?.name ?? agent.member));
  }
  if (!vouched.strong && (await memberSettings(ctx.db, agent.member)).requireMfa) {
    record(ctx, agent, "sign-in-refused", "one-factor");
    return { ok: false, refusal: "weak" };
  }
  const key = outsideKey(ctx, vouched);
  if (linked) await touchLink(ctx.db, key, null, ctx.clock());
  else if (!(await link(ctx, agent, vouched))) return stranger(words.linked);
  record(ctx, agent, "sign-in");
  return { ok: true, agent };
}

async function findIdentity(
  ctx: Context,
  vouched: Vouched<ProfessionalIdentity>,
): Promise<{ readonly agent: AgentIdentity; readonly linked: boolean } | "disabled" | null> {
  const known = await findLinked(ctx, outsideKey(ctx, vouched));
  if (known) return known.agent ? { agent: known.agent, linked: true } : "disabled";
  const found = await findAgent(ctx.db, vouched.person.email, ctx.clock());
  return found && { agent: found.agent, linked: false };
}

/** Once only for each agent: later, the same address under another subject may be someone else. */
async function link(ctx: Context, agent: AgentIdentity, vouched: Vouched<ProfessionalIdentity>): Promise<boolean> {
  if (await isAgentLinked(ctx.db, agent, vouched.issuer)) {
    record(ctx, agent, "sign-in-refused", "other-identity");
    return false;
  }
  if (!(await linkAgent(ctx.db, agent, outsideKey(ctx, vouched), ctx.clock()))) return false;
  const { id, name, member } = agent;
  const actor = { kind: "agent", id, name } as const;
  audit(ctx, { member, action: "agent", actor, target: id, detail: { what: "proconnect-linked" } });
  return true;
}

function record(ctx: Context, { id, name, member }: AgentIdentity, action: AuditAction, why?: string): void {
  const detail = { via: "proconnect", ...(why !== undefined && { why }) };
  audit(ctx, { member, action, actor: { kind: "agent", id, name }, target: id, detail });
}
