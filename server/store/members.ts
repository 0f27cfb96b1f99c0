import type { Db } from "../db/with-actor.ts";

/** A member's look: colours are CSS hexadecimal; the logo is a small inline SVG from the member's own data. */
export interface Theme {
  readonly primary: string;
  readonly primaryInk?: string;
  readonly accent?: string;
  readonly ground?: string;
  readonly logo?: string;
  readonly tagline?: string;
}

export interface Contact {
  readonly address?: string;
  /** E.164. */
  readonly phone?: string;
  readonly email?: string;
  readonly site?: string;
  readonly hours?: string;
  /** Data controller and data protection officer (RGPD art. 13). */
  readonly controller?: string;
  readonly dpo?: string;
}

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
}

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
    }[]
  >`
    select m.id, m.group_name, m.name, m.kind, m.siren, m.insee, m.population, m.theme, m.contact,
      coalesce((select jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name, 'contact', u.contact) order by u.name)
                from unit u where u.member_id = m.id), '[]') as units
    from member m order by m.name`;
  return rows.map((row) => ({ ...row, theme: { ...DEFAULT_THEME, ...row.theme } }));
}

/** Adds a member, or brings its public facts up to date. */
export async function saveMember(db: Db, member: Member): Promise<void> {
  await db`
    insert into member (id, group_name, name, kind, siren, insee, population, theme, contact)
    values (${member.id}, ${member.groupName}, ${member.name}, ${member.kind}, ${member.siren}, ${member.insee},
            ${member.population}, ${db.json({ ...member.theme })}, ${db.json({ ...member.contact })})
    on conflict (id) do update set group_name = excluded.group_name, name = excluded.name, kind = excluded.kind,
      siren = excluded.siren, insee = excluded.insee, population = excluded.population,
      theme = excluded.theme, contact = excluded.contact`;
}
