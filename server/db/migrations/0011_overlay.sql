-- What a member changes in the definitions it adopted.

-- A member's own versions of a definition it personalises: numbers of its own, above those of the base it had used.
create table overlay_version (
  member_id text not null references member,
  definition text not null,
  version integer not null check (version >= 1),
  base_version integer not null check (base_version >= 1),
  overlay json not null,
  -- what the overlay made of the base
  schema json not null,
  workflow json not null,
  digest text not null,
  published_at timestamptz not null default now(),
  primary key (member_id, definition, version)
);

-- An overlay being written, not published yet.
create table overlay_draft (
  member_id text not null references member,
  definition text not null,
  overlay json not null,
  updated_at timestamptz not null default now(),
  primary key (member_id, definition)
);

grant select, insert on overlay_version to guichet_app;
grant select, insert, update, delete on overlay_draft to guichet_app;

do $$
declare
  t text;
begin
  foreach t in array array['overlay_version', 'overlay_draft']
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
  -- What a member publishes is public, as what it adopts is.
  create policy readable on overlay_version for select using (true);
end
$$;
