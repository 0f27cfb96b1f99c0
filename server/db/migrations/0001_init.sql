-- Every table that holds a member's data has member_id first in its key and forced row-level security.
-- The application connects as guichet_app, which owns nothing. Two transaction-local settings say who acts:
--   guichet.member  the member at hand;  guichet.system = 'on'  the worker, sign-in and the command line.

create table installation (
  key text primary key,
  value text not null
);

create table member (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  group_name text not null,
  name text not null,
  kind text not null check (kind in ('commune', 'epci')),
  siren text not null,
  insee text,
  population integer not null,
  theme jsonb not null default '{}',
  contact jsonb not null default '{}',
  created_at timestamptz not null default now()
);

create table unit (
  member_id text not null references member,
  id text not null,
  name text not null,
  contact jsonb not null default '{}',
  primary key (member_id, id)
);

create table account (
  id uuid primary key,
  email text not null unique,
  name text not null,
  password_hash text not null,
  created_at timestamptz not null default now()
);

create table agent (
  member_id text not null references member,
  id uuid not null,
  email text not null unique,
  name text not null,
  password_hash text not null,
  roles text[] not null,
  units text[] not null,
  created_at timestamptz not null default now(),
  primary key (member_id, id)
);

create table session (
  id_hash bytea primary key,
  -- null for a visitor who has not signed in
  account_id uuid references account,
  agent_member_id text,
  agent_id uuid,
  -- pseudonyms granted by a link (member, sector → holder), never the account
  grants jsonb not null default '[]',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  foreign key (agent_member_id, agent_id) references agent (member_id, id)
);
create index session_expiry on session (expires_at);

create table api_token (
  token_hash bytea primary key,
  account_id uuid references account,
  agent_member_id text,
  agent_id uuid,
  name text not null default '',
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  foreign key (agent_member_id, agent_id) references agent (member_id, id)
);

create table rate_limit (
  key text primary key,
  window_start timestamptz not null,
  hits integer not null
);

create table definition_version (
  id text not null,
  version integer not null check (version >= 1),
  schema jsonb not null,
  workflow jsonb not null,
  digest text not null,
  published_at timestamptz not null default now(),
  primary key (id, version)
);

-- Which members offer which definitions.
create table adoption (
  member_id text not null references member,
  definition text not null,
  adopted_at timestamptz not null default now(),
  primary key (member_id, definition)
);

-- No foreign key to member here nor in what follows an entry: its check locks the member's row at every insert, which
-- all its agents and citizens share, and row-level security already ties the value to the member at hand.
create table entry (
  member_id text not null,
  id uuid not null,
  reference text not null,
  definition text not null,
  version integer not null,
  kind text not null,
  state text not null,
  revision integer not null,
  answers jsonb not null,
  holder text,
  assignee uuid,
  -- Plain text keys of the listed fields: comparisons on text are leakproof, so they use an index under row security.
  k1 text collate "C",
  k2 text collate "C",
  k3 text collate "C",
  k4 text collate "C",
  k5 text collate "C",
  k6 text collate "C",
  search text not null,
  -- hash of the last event of the chain
  head bytea not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (member_id, id)
) with (fillfactor = 80);
-- No index on what an event changes (state, revision): the row is then rewritten in its page and its indexes are not.
create unique index entry_reference on entry (member_id, reference);
create index entry_list on entry (member_id, definition, created_at desc, id desc);
create index entry_holder on entry (member_id, holder, definition, created_at desc, id desc) where holder is not null;
create index entry_assignee on entry (member_id, definition, assignee, created_at desc, id desc) where assignee is not null;
create index entry_k1 on entry (member_id, definition, k1, id) where k1 is not null;
create index entry_k2 on entry (member_id, definition, k2, id) where k2 is not null;
create index entry_k3 on entry (member_id, definition, k3, id) where k3 is not null;
create index entry_k4 on entry (member_id, definition, k4, id) where k4 is not null;
create index entry_k5 on entry (member_id, definition, k5, id) where k5 is not null;
create index entry_k6 on entry (member_id, definition, k6, id) where k6 is not null;

-- The state of each entry again, in a narrow table: queues by state and their counts read its index alone.
create table entry_state (
  member_id text not null,
  entry_id uuid not null,
  definition text not null,
  state text not null,
  created_at timestamptz not null,
  primary key (member_id, entry_id)
);
create index entry_state_queue on entry_state (member_id, definition, state, created_at desc, entry_id desc);

-- Append-only: the application may insert and read, never change. hash chains each event to the one before.
create table entry_event (
  member_id text not null,
  entry_id uuid not null,
  seq integer not null,
  type text not null,
  from_state text,
  to_state text not null,
  actor jsonb not null,
  at timestamptz not null,
  data jsonb not null,
  -- digest of the entry's answers after the event
  answers_digest bytea not null,
  hash bytea not null,
  primary key (member_id, entry_id, seq)
);

create table draft (
  member_id text not null references member,
  id uuid not null,
  definition text not null,
  version integer not null,
  owner text not null,
  answers jsonb not null,
  revision integer not null default 1,
  -- set once sent: the same draft never makes a second entry
  entry_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (member_id, id)
);
create index draft_owner on draft (member_id, owner, updated_at desc);
create index draft_expiry on draft (expires_at);

-- A capability sent by mail or shown once: opens one draft or one entry.
create table access_link (
  member_id text not null references member,
  token_hash bytea not null,
  kind text not null check (kind in ('draft', 'entry')),
  target_id uuid not null,
  expires_at timestamptz not null,
  primary key (member_id, token_hash)
);

create table effect (
  member_id text not null,
  entry_id uuid not null,
  -- seq of the event that owes it, and its rank in that event: the idempotency key, and the order within the entry
  seq integer not null,
  rank integer not null,
  type text not null,
  params jsonb not null,
  -- timers only: unique per entry and purpose
  send_id text,
  run_at timestamptz not null,
  attempts integer not null default 0,
  last_error text,
  done_at timestamptz,
  dead_at timestamptz,
  cancelled_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (member_id, entry_id, seq, rank)
);
create index effect_due on effect (run_at) where done_at is null and dead_at is null and cancelled_at is null;
create index effect_dead on effect (member_id, dead_at) where dead_at is not null;

create table attachment (
  member_id text not null references member,
  id uuid not null,
  -- actor who sent it, until it is bound to an entry
  owner text not null,
  entry_id uuid,
  name text not null,
  type text not null,
  size bigint not null,
  sha256 bytea not null,
  created_at timestamptz not null default now(),
  primary key (member_id, id)
);
create index attachment_entry on attachment (member_id, entry_id) where entry_id is not null;
create index attachment_unbound on attachment (created_at) where entry_id is null;

create table idempotency (
  member_id text not null,
  actor text not null,
  key text not null,
  request_hash bytea not null,
  entry_id uuid not null,
  -- json, not jsonb: the first answer is given again as it was
  response json not null,
  created_at timestamptz not null default now(),
  primary key (member_id, actor, key)
);
create index idempotency_age on idempotency (created_at);

-- Demo mode keeps the mails it would have sent, so that anyone can read them.
create table outbox (
  member_id text not null references member,
  id uuid not null,
  message_id text not null,
  recipient text not null,
  subject text not null,
  body text not null,
  sent_at timestamptz not null default now(),
  primary key (member_id, id),
  unique (member_id, message_id)
);

-- Rights of the application role.
grant usage on schema public to guichet_app;
grant select on installation, member, definition_version to guichet_app;
grant insert on installation, definition_version to guichet_app;
grant insert, update on member to guichet_app;
grant select, insert, update, delete on unit, account, agent, session, api_token, rate_limit, adoption to guichet_app;
grant select, insert, update on entry, entry_state to guichet_app;
grant select, insert on entry_event to guichet_app;
grant select, insert, update, delete on draft, access_link, effect, attachment, idempotency, outbox to guichet_app;

-- Row-level security, forced on the owner too.
do $$
declare
  t text;
begin
  foreach t in array array['entry', 'entry_state', 'entry_event', 'draft', 'access_link', 'effect', 'attachment', 'idempotency', 'outbox', 'agent']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy member_only on %I using (member_id = current_setting(''guichet.member'', true)) '
      'with check (member_id = current_setting(''guichet.member'', true))', t);
  end loop;
  -- Work that crosses members: the worker's claims, sign-in, purges, verification.
  foreach t in array array['entry', 'entry_state', 'entry_event', 'draft', 'access_link', 'effect', 'attachment', 'idempotency', 'outbox', 'agent']
  loop
    execute format(
      'create policy system_all on %I using (current_setting(''guichet.system'', true) = ''on'') '
      'with check (current_setting(''guichet.system'', true) = ''on'')', t);
  end loop;
  -- Public facts about members; written for one member at a time.
  foreach t in array array['unit', 'adoption']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy readable on %I for select using (true)', t);
    execute format(
      'create policy member_only on %I using (member_id = current_setting(''guichet.member'', true)) '
      'with check (member_id = current_setting(''guichet.member'', true))', t);
  end loop;
end
$$;
