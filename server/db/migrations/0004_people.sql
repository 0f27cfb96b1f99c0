-- Who people are and what they may do. A third transaction-local setting joins those of 0001:
--   guichet.account  the citizen's account at hand, for what belongs to her alone.

-- What an agent was entrusted with; '' for every unit, every definition.
create table agent_role (
  member_id text not null references member,
  agent_id uuid not null,
  role text not null check (role in ('agent', 'lecteur', 'admin-fonctionnel', 'admin-membre', 'admin-groupe')),
  unit text not null default '',
  definition text not null default '',
  primary key (member_id, agent_id, role, unit, definition),
  foreign key (member_id, agent_id) references agent (member_id, id) on delete cascade
);
insert into agent_role (member_id, agent_id, role, unit)
  select member_id, id, role, case when role in ('agent', 'lecteur') then unit else '' end
  from agent, unnest(roles) as role, unnest(case when units = '{}' then array[''] else units end) as unit
  on conflict do nothing;
alter table agent drop column roles, drop column units,
  alter column password_hash drop not null,
  add column disabled_at timestamptz,
  -- sealed; confirmed once a first code was right, and the last time step that was used
  add column totp_secret bytea,
  add column totp_confirmed_at timestamptz,
  add column totp_last_step bigint,
  -- hashes of recovery codes not used yet
  add column recovery_hashes bytea[] not null default '{}';

-- An agent's prerogatives lent to a colleague, for a time. Dates are inclusive.
create table delegation (
  member_id text not null references member,
  id uuid not null,
  from_agent uuid not null,
  to_agent uuid not null,
  -- '' for everything she may do as agent or reader
  definition text not null default '',
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  reason text not null default '',
  created_by jsonb not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  primary key (member_id, id),
  foreign key (member_id, from_agent) references agent (member_id, id) on delete cascade,
  foreign key (member_id, to_agent) references agent (member_id, id) on delete cascade,
  check (from_agent <> to_agent)
);
create index delegation_to on delegation (member_id, to_agent, ends_on);

-- A member lets another member's agents work, or read, its entries of one definition. '*' is every member that adopted it.
create table sharing (
  member_id text not null references member,
  definition text not null,
  with_member text not null,
  -- unit of the other member whose agents are meant; '' for any
  with_unit text not null default '',
  role text not null check (role in ('agent', 'lecteur')),
  created_at timestamptz not null default now(),
  primary key (member_id, definition, with_member, with_unit)
);

-- What an identity provider calls a person or an agent. `subject_hash` alone is compared; the claims are sealed.
create table outside_identity (
  issuer text not null,
  subject_hash bytea not null,
  account_id uuid references account on delete cascade,
  agent_member_id text,
  agent_id uuid,
  -- keyed digest of the pivot identity, to recognise a person whose subject changed
  pivot_hash bytea,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  primary key (issuer, subject_hash),
  foreign key (agent_member_id, agent_id) references agent (member_id, id) on delete cascade,
  check ((account_id is null) <> (agent_id is null))
);
create index outside_identity_account on outside_identity (account_id) where account_id is not null;
create index outside_identity_agent on outside_identity (agent_member_id, agent_id) where agent_id is not null;
create index outside_identity_pivot on outside_identity (issuer, pivot_hash) where pivot_hash is not null;

alter table account
  alter column email drop not null,
  alter column password_hash drop not null,
  add column email_confirmed_at timestamptz,
  -- what the citizen keeps in her account to fill forms with, sealed
  add column profile bytea,
  add column last_used_at timestamptz;
update account set email_confirmed_at = created_at;

alter table session
  alter column grants drop default,
  alter column grants type bytea using null,
  alter column grants drop not null,
  -- how she proved who she is
  add column via text not null default 'password' check (via in ('password', 'franceconnect', 'proconnect')),
  -- what ending the session at the identity provider takes, sealed
  add column outside bytea;

alter table api_token
  add column id uuid,
  -- software's own token: the member it works for, and with which rights
  add column member_id text references member,
  add column role text check (role in ('agent', 'lecteur')),
  -- null: every definition of the member
  add column definitions text[],
  add column verbs text[],
  add column created_by jsonb,
  add column last_used_at timestamptz,
  add column revoked_at timestamptz;
update api_token set id = gen_random_uuid();
alter table api_token alter column id set not null;
create unique index api_token_id on api_token (id);
create index api_token_member on api_token (member_id) where member_id is not null;

alter table member
  add column status text not null default 'active' check (status in ('invited', 'joined', 'active', 'left')),
  -- runs the group: its admin-groupe agents add members
  add column coordinator boolean not null default false,
  -- a host name of its own, without scheme nor port
  add column host text unique,
  -- words of its own: see store/members.ts
  add column texts jsonb not null default '{}',
  -- rules of its own: see store/members.ts
  add column settings jsonb not null default '{}';

-- A code or a link that proves, once, that someone reads an address. Payload is sealed.
create table one_time_code (
  purpose text not null,
  code_hash bytea not null,
  payload bytea not null,
  attempts integer not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (purpose, code_hash)
);
create index one_time_code_expiry on one_time_code (expires_at);

-- Mails of the group leave in no member's name.
alter table outbox drop constraint outbox_member_id_fkey;

-- Who did or read what, besides the histories of entries. '*' is the group's. Append-only.
create table audit (
  member_id text not null,
  id uuid not null,
  at timestamptz not null,
  action text not null,
  actor jsonb not null,
  -- the definition, entry or person it is about
  definition text,
  target text,
  detail jsonb not null default '{}',
  primary key (member_id, id)
);
create index audit_at on audit (member_id, at desc, id desc);
create index audit_target on audit (member_id, target, at desc) where target is not null;

grant select, insert, update, delete on agent_role, delegation, sharing, outside_identity, one_time_code to guichet_app;
grant select, insert on audit to guichet_app;

do $$
declare
  t text;
begin
  foreach t in array array['agent_role', 'delegation', 'audit']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy member_only on %I using (member_id = current_setting(''guichet.member'', true)) '
      'with check (member_id = current_setting(''guichet.member'', true))', t);
    execute format(
      'create policy system_all on %I using (current_setting(''guichet.system'', true) = ''on'') '
      'with check (current_setting(''guichet.system'', true) = ''on'')', t);
  end loop;
  -- Which member works another's entries is a public fact.
  alter table sharing enable row level security;
  alter table sharing force row level security;
  create policy readable on sharing for select using (true);
  create policy member_only on sharing using (member_id = current_setting('guichet.member', true))
    with check (member_id = current_setting('guichet.member', true));
end
$$;

-- An agent as sessions and tokens need her: her own assignments, and those lent to her today.
create function agent_identity(p_member text, p_agent uuid, p_today date) returns jsonb
language sql stable
as $$
  select jsonb_build_object('id', g.id, 'name', g.name, 'email', g.email, 'member', g.member_id, 'assignments',
    coalesce((
      select jsonb_agg(jsonb_build_object('role', r.role, 'unit', nullif(r.unit, ''), 'definition', nullif(r.definition, ''))
        order by r.role, r.unit, r.definition)
      from agent_role r where r.member_id = g.member_id and r.agent_id = g.id), '[]')
    || coalesce((
      select jsonb_agg(jsonb_build_object('role', r.role, 'unit', nullif(r.unit, ''),
        'definition', coalesce(nullif(r.definition, ''), nullif(d.definition, '')),
        'for', jsonb_build_object('id', f.id, 'name', f.name)) order by d.id, r.role, r.unit, r.definition)
      from delegation d
      join agent f on f.member_id = d.member_id and f.id = d.from_agent
      join agent_role r on r.member_id = d.member_id and r.agent_id = d.from_agent and r.role in ('agent', 'lecteur')
      where d.member_id = g.member_id and d.to_agent = g.id and d.revoked_at is null
        and p_today between d.starts_on and d.ends_on
        and (d.definition = '' or r.definition in ('', d.definition))), '[]'))
  from agent g where g.member_id = p_member and g.id = p_agent and g.disabled_at is null
$$;
