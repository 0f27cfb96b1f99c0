-- What someone would write by hand for this one need: two tables, three indexes. Shared by "limit" (as the owner, who
-- escapes row-level security) and "hand-written" (as hand_app, who does not).
create table entry (
  member_id text not null,
  id uuid not null,
  reference text not null,
  definition text not null,
  state text not null,
  revision integer not null,
  answers jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (member_id, id)
);

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
  primary key (member_id, entry_id, seq)
);

do $$
begin
  create role hand_app nologin;
exception when duplicate_object then null;
end
$$;
grant select, insert, update on entry to hand_app;
grant select, insert on entry_event to hand_app;
alter table entry enable row level security;
alter table entry_event enable row level security;
create policy member_only on entry using (member_id = current_setting('hand.member', true))
  with check (member_id = current_setting('hand.member', true));
create policy member_only on entry_event using (member_id = current_setting('hand.member', true))
  with check (member_id = current_setting('hand.member', true));
