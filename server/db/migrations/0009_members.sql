-- A member's own face, and what it takes from the group's catalogue.

-- The logo a member sent. Public, like the home page that shows it; kept apart since the catalogue holds members in memory.
create table member_logo (
  member_id text primary key references member,
  type text not null check (type in ('image/png', 'image/jpeg', 'image/svg+xml')),
  content bytea not null,
  sent_at timestamptz not null default now()
);

-- Set: nothing new opens, entries live on.
alter table adoption add column closed_at timestamptz;

-- Who wrote it; null for what the platform ships, or what the whole installation shares.
alter table definition_version add column owner_member text references member;

-- A member lets the others of its group adopt what it wrote.
create table definition_offer (
  member_id text not null references member,
  definition text not null,
  created_at timestamptz not null default now(),
  primary key (member_id, definition)
);

grant select, insert, update, delete on member_logo, definition_offer to guichet_app;

do $$
declare
  t text;
begin
  foreach t in array array['member_logo', 'definition_offer']
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
