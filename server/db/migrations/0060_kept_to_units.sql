-- Entries and notes that only the unit that wrote them reads, in a register that several relays share. `unit` is who wrote; `kept_by`
-- repeats it while the entry is not shared. Every other entry has neither, and is read as before.
alter table entry add column unit text, add column kept_by text;
alter table entry_state add column kept_by text;
alter table entry_word add column kept_by text;
alter table entry_event add column kept boolean not null default coalesce(current_setting('guichet.unit', true), '') <> '';
alter table note add column kept_by text;

-- Statistics over all entries read this index alone: it must say what the policies below ask.
drop index entry_list;
create index entry_list on entry (member_id, definition, created_at desc, id desc) include (kept_by);

-- Whoever writes says both before: `guichet.unit`, and `guichet.kept` when the entry is not shared.
create function keep_to_unit() returns trigger language plpgsql as $$
begin
  new.unit := coalesce(new.unit, current_setting('guichet.unit', true));
  new.kept_by := case when current_setting('guichet.kept', true) = 'on' then new.unit end;
  return new;
end
$$;
create trigger entry_kept before insert or update on entry for each row
  when (coalesce(current_setting('guichet.unit', true), '') <> '') execute function keep_to_unit();

create function follow_kept() returns trigger language plpgsql as $$
begin
  update entry_state set kept_by = new.kept_by where member_id = new.member_id and entry_id = new.id;
  update entry_word set kept_by = new.kept_by
  where member_id = new.member_id and definition = new.definition and word = any(search_words(new.search))
    and created_at = new.created_at and entry_id = new.id;
  return null;
end
$$;
create trigger entry_kept_followed after update of kept_by on entry for each row
  when (old.kept_by is distinct from new.kept_by) execute function follow_kept();

create function keep_state() returns trigger language plpgsql as $$
begin
  if current_setting('guichet.kept', true) = 'on' then
    new.kept_by := current_setting('guichet.unit', true);
  end if;
  return new;
end
$$;
create trigger entry_state_kept before insert on entry_state for each row
  when (coalesce(current_setting('guichet.unit', true), '') <> '') execute function keep_state();

-- Which units' rows may be seen: a list with blanks between, or "*" for the work of the system. Restrictive: whatever else allows.
do $$
declare
  t text;
begin
  foreach t in array array['entry', 'entry_state', 'entry_word', 'note']
  loop
    execute format(
      'create policy kept_to_unit on %I as restrictive using (kept_by is null
         or kept_by = any ((select string_to_array(current_setting(''guichet.units'', true), '' ''))::text[])
         or (select current_setting(''guichet.units'', true) = ''*'' or current_setting(''guichet.system'', true) = ''on''))
       with check (true)', t);
  end loop;
end
$$;
create policy kept_to_unit on entry_event as restrictive using (not kept
    or (select current_setting('guichet.units', true) = '*' or current_setting('guichet.system', true) = 'on')
    or exists (select from entry where entry.member_id = entry_event.member_id and entry.id = entry_event.entry_id))
  with check (true);

-- Words are written for whoever searches first, of entries she may not see too; it is otherwise as before.
create or replace function write_words(p_member text, p_definition text, p_most integer) returns integer language plpgsql as $$
declare
  units constant text := coalesce(current_setting('guichet.units', true), '');
  ids uuid[];
  olds text[];
begin
  perform set_config('guichet.units', '*', true);
  with taken as (
    select entry_id from words_due where member_id = p_member and definition = p_definition
    order by entry_id limit p_most for update
  ), gone as (
    delete from words_due using taken
    where member_id = p_member and definition = p_definition and words_due.entry_id = taken.entry_id
    returning words_due.entry_id, old
  )
  select array_agg(entry_id), array_agg(old) into ids, olds from gone;
  if ids is null then
    perform set_config('guichet.units', units, true);
    return 0;
  end if;
  -- With others who write, never while words are forgotten: what is known here is known until these are written.
  perform pg_advisory_xact_lock_shared(hashtextextended(p_member || ' ' || p_definition, 4821937002));
  -- Another statement, hence rows as they are once the locks above were had.
  delete from entry_word
  using unnest(ids, olds) as due (entry_id, old) join entry on entry.member_id = p_member and entry.id = due.entry_id
  where due.old is not null
    and entry_word.member_id = p_member and entry_word.definition = p_definition
    and entry_word.word = any(search_words(due.old)) and entry_word.word <> all(search_words(entry.search))
    and entry_word.created_at = entry.created_at and entry_word.entry_id = entry.id;
  insert into entry_word (member_id, definition, word, created_at, entry_id, kept_by)
  select p_member, p_definition, w, created_at, id, kept_by
  from entry cross join lateral unnest(search_words(search)) as w
  where member_id = p_member and id = any(ids)
  on conflict do nothing;
  insert into near_word (member_id, definition, variant, word)
  select distinct p_member, p_definition, overlay(w placing '' from place for 1), w
  from (
    select distinct w from entry cross join lateral unnest(search_words(search)) as w
    where member_id = p_member and id = any(ids) and char_length(w) between 4 and 24 and w !~ '[0-9]'
  ) as found
  cross join lateral generate_series(1, char_length(w)) as place
  where not exists (
    select from near_word as known
    where known.member_id = p_member and known.definition = p_definition
      and known.variant = substr(w, 2) and known.word = w);
  perform set_config('guichet.units', units, true);
  return cardinality(ids);
end
$$;
