import type { JSONValue, Sql } from "postgres";
import type { AccessibilityDeclaration } from "../../engine/index.ts";
import { type Db, type Tx, withActor } from "../db/with-actor.ts";
import { announce } from "./announce.ts";

export type LogoType = "image/png" | "image/jpeg" | "image/svg+xml";

/** A member's look: colours are CSS hexadecimal; the logo is a small inline SVG from the member's own data. */
export interface Theme {
  readonly primary: string;
  readonly primaryInk?: string;
  readonly accent?: string;
  readonly ground?: string;
  /** Computed from the primary colour when absent. */
  readonly primaryDark?: string;
  readonly primarySoft?: string;
  readonly logo?: string;
  /** The logo sent by the member, in place of `logo`: first eight hexadecimal digits of its hash. */
  readonly logoFile?: { readonly digest: string; readonly type: LogoType };
  readonly tagline?: string;
}

export interface Contact {
  readonly address?: string;
  /** E.164. */
  readonly phone?: string;
  readonly email?: string;
  readonly site?: string;
  readonly hours?: string;
  /** Of a member: days nobody works beside the public holidays, "2026-05-22" once or "05-22" every year. */
  readonly holidays?: readonly string[];
  /** Of a unit: where answers to its mails go, in place of `email`. */
  readonly replyTo?: string;
  /** Of a unit: told each morning of what came and what is late, at `email`. */
  readonly digest?: "daily";
  /** Of a unit: the communes it serves, by their names. */
  readonly communes?: readonly string[];
  /** Data controller and data protection officer (RGPD art. 13). */
  readonly controller?: string;
  readonly dpo?: string;
}

/** Words of its own, plain text, each in place of ours or beside them. */
export interface Texts {
  /** On its home page. */
  readonly welcome?: string;
  /** Joined to the legal notice. */
  readonly legal?: string;
  /** Joined to the page on personal data. */
  readonly privacy?: string;
  /** Whom to tell of an obstacle, on the page on accessibility. */
  readonly accessibility?: string;
  /** Absent while it never declared anything: its site does not conform, for want of an audit. */
  readonly declaration?: AccessibilityDeclaration;
}

/** Where a member stands in the group. Only an active one is shown to citizens. */
export type MemberStatus = "invited" | "joined" | "active" | "left";

export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly contact: Contact;
}

/** A collectivité of the group: the tenant. */
export interface Member {
  readonly id: string;
  readonly groupName: string;
  readonly name: string;
  readonly kind: "commune" | "epci";
  readonly siren: string;
  readonly insee: string | null;
  readonly population: number;
  readonly theme: Theme;
  readonly contact: Contact;
  readonly units: readonly Unit[];
  readonly status: MemberStatus;
  /** Runs the group: adds members. */
  readonly coordinator: boolean;
  /** A host name of its own, without scheme nor port. */
  readonly host: string | null;
  readonly texts: Texts;
}

/** Facts about a member to add: active and ordinary unless said. */
export type NewMember = Omit<Member, "status" | "coordinator" | "host" | "texts"> &
  Partial<Pick<Member, "status" | "coordinator">>;

/** Stands for a member in what belongs to the whole installation. No member can bear this name. */
export const GROUP = "*";

const DEFAULT_THEME: Theme = { primary: "#2f4b7c" };

/** Every member with its units: public facts. */
export async function loadMembers(db: Db): Promise<readonly Member[]> {
  const rows = await db<
    {
      id: string;
      groupName: string;
      name: string;
      kind: "commune" | "epci";
      siren: string;
      insee: string | null;
      population: number;
      theme: Partial<Theme>;
      contact: Contact;
      units: Unit[];
      status: MemberStatus;
      coordinator: boolean;
      host: string | null;
      texts: Texts;
    }[]
  >`
    select m.id, m.group_name, m.name, m.kind, m.siren, m.insee, m.population, m.theme, m.contact,
      m.status, m.coordinator, m.host, m.texts,
      coalesce((select jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name, 'contact', u.contact) order by u.name)
                from unit u where u.member_id = m.id), '[]') as units
    from member m order by m.name`;
  return rows.map((row) => ({ ...row, theme: { ...DEFAULT_THEME, ...row.theme } }));
}

/** Adds a member, or brings its public facts up to date. */
export async function saveMember(db: Sql, member: NewMember): Promise<void> {
  const { status = "active", coordinator = false } = member;
  await db`
    insert into member (id, group_name, name, kind, siren, insee, population, theme, contact, status, coordinator)
    values (${member.id}, ${member.groupName}, ${member.name}, ${member.kind}, ${member.siren}, ${member.insee},
            ${member.population}, ${db.json({ ...member.theme })}, ${db.json({ ...member.contact })},
            ${status}, ${coordinator})
    on conflict (id) do update set group_name = excluded.group_name, name = excluded.name, kind = excluded.kind,
      siren = excluded.siren, insee = excluded.insee, population = excluded.population,
      theme = excluded.theme, contact = excluded.contact, coordinator = member.coordinator or excluded.coordinator`;
}

/** Public facts about one member as a transaction sees them; null when there is none. */
export async function findMemberIn(
  tx: Tx,
  id: string,
): Promise<Pick<Member, "id" | "groupName" | "name" | "siren" | "status" | "coordinator"> | null> {
  const [row] = await tx<Pick<Member, "id" | "groupName" | "name" | "siren" | "status" | "coordinator">[]>`
    select id, group_name, name, siren, status, coordinator from member where id = ${id}`;
  return row ?? null;
}

/** Adds a member that is invited, or brings one up to date that has not joined; the others stay as they are. */
export async function saveInvitedIn(
  tx: Tx,
  facts: Pick<Member, "id" | "groupName" | "name" | "kind" | "siren" | "insee" | "population">,
): Promise<void> {
  const { id, groupName, name, kind, siren, insee, population } = facts;
  await tx`
    insert into member (id, group_name, name, kind, siren, insee, population, status)
    values (${id}, ${groupName}, ${name}, ${kind}, ${siren}, ${insee}, ${population}, 'invited')
    on conflict (id) do update set name = excluded.name, kind = excluded.kind, insee = excluded.insee,
      population = excluded.population, status = 'invited'
    where member.status in ('invited', 'left')`;
  await announce(tx);
}

/** Moves a member on, and tells every process. */
export async function setStatusIn(tx: Tx, id: string, status: MemberStatus): Promise<void> {
  await tx`update member set status = ${status} where id = ${id}`;
  await announce(tx);
}

/** What an administrator changes of her member: only what is there, and null takes a word or a colour back. */
export interface Look {
  readonly name?: string;
  readonly theme?: Patch<Theme>;
  readonly contact?: Patch<Contact>;
  readonly texts?: Patch<Texts>;
  readonly host?: string | null;
}

type Patch<T> = { readonly [K in keyof T]?: T[K] | null };

/** Saves it and tells every process. False when another member has the host name. */
export async function saveLook(db: Db, member: string, look: Look): Promise<boolean> {
  const { name = null, theme = {}, contact = {}, texts = {} } = look;
  const patch = (value: object) => db.json({ ...value } as JSONValue);
  try {
    await withActor(db, { member }, async (tx) => {
      await tx`
        update member set name = coalesce(${name}, name),
          theme = jsonb_strip_nulls(theme || ${patch(theme)}),
          contact = jsonb_strip_nulls(contact || ${patch(contact)}),
          texts = jsonb_strip_nulls(texts || ${patch(texts)}),
          host = case when ${look.host !== undefined} then ${look.host ?? null} else host end
        where id = ${member}`;
      await announce(tx);
    });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "23505") return false;
    throw error;
  }
}
