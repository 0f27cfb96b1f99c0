-- Words are found by their index whatever the base knows of a register that was just filled: an estimate of one row makes it read all of
-- them for each. It otherwise does as before.
create or replace function write_words(p_member text, p_definition text, p_most integer) returns integer language plpgsql as $$
declare
  units constant text := coalesce(current_setting('guichet.units', true), '');
  ids uuid[];
  olds text[];
  dropped record;
begin
  perform set_config('guichet.units', '*', true);
  with gone as (
    delete from words_due
    where member_id = p_member and definition = p_definition and entry_id = any(array(
      select entry_id from words_due where member_id = p_member and definition = p_definition
      order by entry_id limit p_most for update))
    returning entry_id, old
  )
  select array_agg(entry_id), array_agg(old) into ids, olds from gone;
  if ids is null then
    perform set_config('guichet.units', units, true);
    return 0;
  end if;
  -- With others who write, never while words are forgotten: what is known here is known until these are written.
  perform pg_advisory_xact_lock_shared(hashtextextended(p_member || ' ' || p_definition, 4821937002));
  -- Other statements, hence rows as they are once the locks above were had.
  for dropped in
    select created_at, id, array_agg(w) as words
    from unnest(ids, olds) as due (entry_id, old)
    cross join lateral (
      select created_at, id, search from entry where member_id = p_member and id = due.entry_id limit 1) as changed
    cross join lateral unnest(search_words(due.old)) as w
    where due.old is not null and w <> all(search_words(changed.search))
    group by created_at, id
  loop
    delete from entry_word
    where member_id = p_member and definition = p_definition and word = any(dropped.words)
      and created_at = dropped.created_at and entry_id = dropped.id;
  end loop;
  with borne as materialized (
    select id, created_at, kept_by, w from unnest(ids) as due (entry_id)
    cross join lateral (
      select id, created_at, kept_by, search from entry where member_id = p_member and id = due.entry_id limit 1) as filed
    cross join lateral unnest(search_words(search)) as w
  ), written as (
    insert into entry_word (member_id, definition, word, created_at, entry_id, kept_by)
    select p_member, p_definition, w, created_at, id, kept_by from borne
    on conflict do nothing
  ), found as materialized (
    select distinct w, substr(w, 2) as variant from borne where char_length(w) between 4 and 24 and w !~ '[0-9]'
  )
  insert into near_word (member_id, definition, variant, word)
  select p_member, p_definition, overlay(w placing '' from place for 1), w
  from found cross join lateral generate_series(1, char_length(w)) as place
  -- With offset it is asked for each word, by the index.
  where not exists (
    select from near_word as known
    where known.member_id = p_member and known.definition = p_definition
      and known.variant = found.variant and known.word = found.w offset 0);
  perform set_config('guichet.units', units, true);
  return cardinality(ids);
end
$$;
