import { type Db, readAs } from "../db/with-actor.ts";
import { normaliseEmail } from "../identity/email.ts";
import type { AgentIdentity } from "../identity/subject.ts";

/** An agent and the stored form of her password, by her e-mail address, in whichever member; null when nobody has it. */
export async function findAgent(
  db: Db,
  email: string,
): Promise<{ readonly agent: AgentIdentity; readonly passwordHash: string } | null> {
  const [row] = await readAs(
    db,
    { system: true },
    (tx) => tx<(AgentIdentity & { passwordHash: string })[]>`
      select member_id as member, id, name, email, roles, units, password_hash
      from agent where email = ${normaliseEmail(email)}`,
  );
  if (!row) return null;
  const { passwordHash, ...agent } = row;
  return { agent, passwordHash };
}

/** Adds an agent to a member. Rejects when the address is taken. */
export async function insertAgent(db: Db, agent: AgentIdentity & { readonly passwordHash: string }): Promise<void> {
  const { id, member, email, name, passwordHash, roles, units } = agent;
  await readAs(
    db,
    { member },
    (tx) => tx`
      insert into agent (member_id, id, email, name, password_hash, roles, units)
      values (${member}, ${id}, ${normaliseEmail(email)}, ${name}, ${passwordHash}, ${[...roles]}::text[], ${[...units]}::text[])`,
  );
}
