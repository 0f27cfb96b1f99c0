-- Fiches whose like are to be looked for again: their words were written. `at` tells a look that a fiche changed meanwhile.
create table alike_due (
  member_id text not null,
  definition text not null,
  entry_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  primary key (member_id, definition, entry_id)
);
grant select, insert, update, delete on alike_due to guichet_app;
select limit_to_member('alike_due');

-- Two fiches of one register that may describe the same person, and what someone decided of them: of one member, that of the smaller
-- id comes first. The other may be of a member
-- that shares its fiches: each of the two members then has a row, with its own fiche first.
create table alike (
  member_id text not null,
  definition text not null,
  entry_id uuid not null,
  other_member text not null,
  other_id uuid not null,
  sure boolean not null,
  score real not null,
  -- [{sense, text}]
  reasons jsonb not null,
  state text not null default 'open' check (state in ('open', 'apart', 'merged')),
  found_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  primary key (member_id, entry_id, other_id)
);
create index alike_open on alike (member_id, definition, score desc, entry_id, other_id) where state = 'open';
create index alike_other on alike (member_id, other_id);
grant select, insert, update, delete on alike to guichet_app;
select limit_to_member('alike');

-- A fiche made one with another, which is kept: whoever comes to the first is sent to the second. What was changed is kept, so
-- that the two may be parted again.
create table merged_entry (
  member_id text not null,
  entry_id uuid not null,
  kept_member text not null,
  kept_id uuid not null,
  definition text not null,
  state_before text not null,
  -- [{field, before, after}] of the one kept
  changes jsonb not null,
  -- [{member, entry}] of those that referred to it
  links jsonb not null,
  merged_at timestamptz not null,
  merged_by text not null,
  primary key (member_id, entry_id)
);
create index merged_entry_kept on merged_entry (member_id, kept_id);
grant select, insert, update, delete on merged_entry to guichet_app;
select limit_to_member('merged_entry');

-- A fiche whose words tell otherwise who it is about (see engine/blocking.ts) is to be looked for again. Words are written after the
-- entry: whoever files waits for none of this.
create function note_alike_due() returns trigger language plpgsql as $$
begin
  insert into alike_due (member_id, definition, entry_id)
  select distinct member_id, definition, entry_id from changed where starts_with(word, '≈')
  on conflict (member_id, definition, entry_id) do update set at = clock_timestamp();
  return null;
end
$$;
create trigger entry_word_told after insert on entry_word referencing new table as changed
  for each statement execute function note_alike_due();
create trigger entry_word_untold after delete on entry_word referencing old table as changed
  for each statement execute function note_alike_due();
