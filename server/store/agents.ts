import { type Assignment, parisDay, type Role } from "../../engine/index.ts";
import { type Db, readAs, type Tx } from "../db/with-actor.ts";
import { normaliseEmail } from "../identity/email.ts";
import type { AgentIdentity } from "../identity/subject.ts";

/** An agent and the stored form of her password, by her e-mail address, in whichever member; null when nobody has it. */
export async function findAgent(
  db: Db,
  email: string,
  now: Date,
): Promise<{ readonly agent: AgentIdentity; readonly passwordHash: string | null } | null> {
  const [row] = await readAs(
    db,
    { system: true },
    (tx) => tx<{ agent: AgentIdentity; passwordHash: string | null }[]>`
      select agent_identity(member_id, id, ${parisDay(now.toISOString())}::date) as agent, password_hash
      from agent where email = ${normaliseEmail(email)} and disabled_at is null`,
  );
  return row ?? null;
}

/** An agent to add. */
export interface NewAgent {
  readonly id: string;
  readonly member: string;
  readonly email: string;
  readonly name: string;
  readonly capacity?: string;
  /** Null: she signs in by an identity provider only, or has not chosen a password yet. */
  readonly passwordHash: string | null;
  readonly roles: readonly Role[];
  /** Units her roles of agent and reader are for; none is every unit. */
  readonly units: readonly string[];
}

/** What an agent may do, from her roles and the units they are for: administrators administer the whole member. */
export function assignmentsOf(roles: readonly Role[], units: readonly string[]): readonly Assignment[] {
  return roles.flatMap((role): readonly Assignment[] =>
    WORKING.has(role) && units.length > 0
      ? units.map((unit) => ({ role, unit, definition: null }))
      : [{ role, unit: null, definition: null }],
  );
}

const WORKING: ReadonlySet<Role> = new Set<Role>(["agent", "lecteur"]);

/** Adds an agent to a member. Rejects when the address is taken. */
export async function insertAgent(db: Db, agent: NewAgent): Promise<AgentIdentity> {
  const { id, member, name, capacity = "", passwordHash, roles, units } = agent;
  const email = normaliseEmail(agent.email);
  const assignments = assignmentsOf(roles, units);
  await readAs(
    db,
    { member },
    (tx) => tx`
      with added as (
        insert into agent (member_id, id, email, name, capacity, password_hash)
        values (${member}, ${id}, ${email}, ${name}, ${capacity}, ${passwordHash}))
      insert into agent_role (member_id, agent_id, role, unit)
      select ${member}, ${id}, role, unit from unnest(
        ${assignments.map(({ role }) => role)}::text[], ${assignments.map(({ unit }) => unit ?? "")}::text[]) as a (role, unit)`,
  );
  return { id, member, name, email, capacity, assignments };
}

/** The first administrator of a member; `active` once she, or any other, can sign in. */
export async function findAdministratorIn(
  tx: Tx,
  member: string,
): Promise<{ readonly id: string; readonly email: string; readonly active: boolean } | null> {
  const [row] = await tx<{ id: string; email: string; active: boolean }[]>`
    select g.id, g.email, bool_or(g.password_hash is not null) over () as active
    from agent g join agent_role r on r.member_id = g.member_id and r.agent_id = g.id and r.role = 'admin-membre'
    where g.member_id = ${member} and g.disabled_at is null order by g.created_at desc limit 1`;
  return row ?? null;
}

/** Adds an agent who has yet to choose her password; null when someone has this address already. */
export async function insertInvitedIn(
  tx: Tx,
  agent: {
    readonly id: string;
    readonly member: string;
    readonly email: string;
    readonly name: string;
    readonly role: Role;
  },
): Promise<string | null> {
  const { id, member, email, name, role } = agent;
  const [row] = await tx<{ id: string }[]>`
    insert into agent (member_id, id, email, name) values (${member}, ${id}, ${email}, ${name})
    on conflict (email) do nothing returning id`;
  if (!row) return null;
  await tx`insert into agent_role (member_id, agent_id, role) values (${member}, ${id}, ${role})`;
  return row.id;
}
