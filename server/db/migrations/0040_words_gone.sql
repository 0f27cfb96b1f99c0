-- Words that an entry no longer bears, until it is seen whether another does: a name that left the entries leaves what finds it
-- under a typing error too.
create table words_gone (
  member_id text not null,
  definition text not null,
  word text collate "C" not null,
  primary key (member_id, definition, word)
);
grant select, insert, delete on words_gone to guichet_app;
select limit_to_member('words_gone');

-- Whatever deletes them.
create function note_words_gone() returns trigger language plpgsql as $$
begin
  insert into words_gone (member_id, definition, word)
  select distinct member_id, definition, word from gone
  where char_length(word) between 4 and 24 and word !~ '[0-9]'
  on conflict do nothing;
  return null;
end
$$;
create trigger entry_words_gone after delete on entry_word referencing old table as gone
  for each statement execute function note_words_gone();

-- Writes the words of the first entries that owe theirs; returns how many entries that were.
create or replace function write_words(p_member text, p_definition text, p_most integer) returns integer language plpgsql as $$
declare
  ids uuid[];
  olds text[];
begin
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
  insert into entry_word (member_id, definition, word, created_at, entry_id)
  select p_member, p_definition, w, created_at, id
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
  return cardinality(ids);
end
$$;

-- Forgets those of some words gone that no entry bears any more; returns how many were looked at.
create function forget_words(p_member text, p_definition text, p_most integer) returns integer language plpgsql as $$
declare
  words text[];
begin
  -- First of all, and then another statement: no word is being written, those written are seen.
  perform pg_advisory_xact_lock(hashtextextended(p_member || ' ' || p_definition, 4821937002));
  with taken as (
    select word from words_gone where member_id = p_member and definition = p_definition order by word limit p_most
  ), looked as (
    delete from words_gone using taken
    where member_id = p_member and definition = p_definition and words_gone.word = taken.word
    returning words_gone.word
  )
  select array_agg(word) into words from looked;
  delete from near_word
  using (
    select w, overlay(w placing '' from place for 1) as variant
    from unnest(words) as w cross join lateral generate_series(1, char_length(w)) as place
    where not exists (
      select from entry_word where member_id = p_member and definition = p_definition and entry_word.word = w)
  ) as gone
  where near_word.member_id = p_member and near_word.definition = p_definition
    and near_word.variant = gone.variant and near_word.word = gone.w;
  return coalesce(cardinality(words), 0);
end
$$;

-- What is left of words gone before.
select set_config('guichet.system', 'on', true);
insert into words_gone (member_id, definition, word)
  select distinct member_id, definition, word from near_word
  where not exists (
    select from entry_word
    where entry_word.member_id = near_word.member_id and entry_word.definition = near_word.definition
      and entry_word.word = near_word.word);
select set_config('guichet.system', '', true);
