import { type Assignment, parisDay } from "../../engine/index.ts";
import { type Db, readAs } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";

/** An agent as her administrators see her. */
export interface AgentRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Her function; "" until it is written. */
  readonly capacity: string;
  readonly disabledAt: Date | null;
  /** She has chosen a password. */
  readonly hasPassword: boolean;
  readonly hasTotp: boolean;
  /** As far as the log remembers. */
  readonly lastSignIn: Date | null;
  /** Her own, without those lent to her. */
  readonly assignments: readonly Assignment[];
}

export interface AgentQuery {
  readonly member: string;
  /** Part of a name or of an address; "" for all. */
  readonly q: string;
  /** At most this many, by name. */
  readonly limit: number;
  /** Id of the last agent of the page before. */
  readonly after: string | null;
}

/** A page of a member's agents, by name, those whose access is closed last. */
export async function listAgents(db: Db, { member, q, limit, after }: AgentQuery): Promise<readonly AgentRecord[]> {
  const like = `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  const cursor = after !== null && isUuid(after) ? after : null;
  return readAs(
    db,
    { member },
    (tx) => tx<AgentRecord[]>`
      select ${columns(tx)} from agent g
      where member_id = ${member} ${q === "" ? tx`` : tx`and (name ilike ${like} or email ilike ${like})`}
        ${
          cursor === null
            ? tx``
            : tx`and (g.disabled_at is not null, g.name, g.id) >
                (select c.disabled_at is not null, c.name, c.id from agent c where c.member_id = ${member} and c.id = ${cursor})`
        }
      order by g.disabled_at is not null, g.name, g.id limit ${limit}`,
  );
}

/** One agent of a member, or null. */
export async function readAgent(db: Db, member: string, id: string): Promise<AgentRecord | null> {
  if (!isUuid(id)) return null;
  const [row] = await readAs(
    db,
    { member },
    (tx) => tx<AgentRecord[]>`select ${columns(tx)} from agent g where member_id = ${member} and id = ${id}`,
  );
  return row ?? null;
}

const columns = (tx: Parameters<Parameters<typeof readAs>[2]>[0]) => tx`
  g.id, g.name, g.email, g.capacity, g.disabled_at, g.password_hash is not null as has_password,
  g.totp_confirmed_at is not null as has_totp,
  (select max(at) from audit s where s.member_id = g.member_id and s.target = g.id::text and s.action = 'sign-in') as last_sign_in,
  coalesce((
    select jsonb_agg(jsonb_build_object('role', r.role, 'unit', nullif(r.unit, ''), 'definition', nullif(r.definition, ''))
      order by r.role, r.unit, r.definition)
    from agent_role r where r.member_id = g.member_id and r.agent_id = g.id), '[]') as assignments`;

/** Every agent of a member by name, those whose access is closed included when asked. */
export async function agentNames(
  db: Db,
  member: string,
  closed: "closed too" | "open only",
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return readAs(
    db,
    { member },
    (tx) => tx<{ id: string; name: string }[]>`
      select id, name from agent
      where member_id = ${member} ${closed === "closed too" ? tx`` : tx`and disabled_at is null`} order by name, id`,
  );
}

/** What each agent of a member who may sign in may do on the day of `now`, hers and lent; one alone when `id` is given. */
export async function holdingsOf(
  db: Db,
  member: string,
  now: Date,
  id?: string,
): Promise<readonly { readonly id: string; readonly name: string; readonly assignments: readonly Assignment[] }[]> {
  const rows = await readAs(
    db,
    { member },
    (tx) => tx<{ agent: { id: string; name: string; assignments: readonly Assignment[] } }[]>`
      select agent_identity(member_id, id, ${parisDay(now.toISOString())}::date) as agent from agent
      where member_id = ${member} and disabled_at is null ${id === undefined ? tx`` : tx`and id = ${id}`} order by name, id`,
  );
  return rows.map(({ agent }) => agent);
}

/** Does this member run the group? */
export async function isCoordinator(db: Db, member: string): Promise<boolean> {
  const [row] = await db<{ coordinator: boolean }[]>`select coordinator from member where id = ${member}`;
  return row?.coordinator ?? false;
}
