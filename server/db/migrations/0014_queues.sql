-- Queues: what lists are searched by, the views agents keep of them, who is looking at an entry.

-- Tables of members' rows: a transaction sees those of its own member, or all of them when it is the system's.
create function limit_to_member(variadic p_tables text[]) returns void language plpgsql as $$
declare
  t text;
begin
  foreach t in array p_tables
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
end
$$;

-- Each word of an entry's search text, in the order lists are read in. A word is found by equality or by its beginning:
-- comparisons of text are leakproof, so they use the key under row-level security, where LIKE and trigrams cannot.
create table entry_word (
  member_id text not null,
  definition text not null,
  word text collate "C" not null,
  created_at timestamptz not null,
  entry_id uuid not null,
  primary key (member_id, definition, word, created_at, entry_id)
);

-- Each word of letters again, under what is left of it when one letter is taken out: two words that share such a
-- remainder are one typing error apart. Not unique, so that two people who file the same new name at once do not wait
-- for each other; a row twice does no harm.
create table near_word (
  member_id text not null,
  definition text not null,
  variant text collate "C" not null,
  word text collate "C" not null
);
create index near_word_variant on near_word (member_id, definition, variant, word);

-- The words of a search text: the reference first, whole and by its second half, then the words as they stand but for
-- numbers of one or two figures, which half of all entries bear.
create function search_words(p_search text) returns text[] language sql immutable as $$
  select coalesce(array_agg(distinct w order by w), '{}')
  from (
    select left(token, 40) as w from unnest(string_to_array(p_search, ' ')) as token where position('-' in token) = 0
    union all select replace(split_part(p_search, ' ', 1), '-', '')
    union all select split_part(split_part(p_search, ' ', 1), '-', 2)
  ) as found
  where w <> '' and w !~ '^[0-9]{1,2}$'
$$;

-- Entries whose words are not all written yet: with those they had, when they had some. Writing them costs as much as
-- filing the entry, which does not wait for it; a search writes first what is due in its list.
create table words_due (
  member_id text not null,
  definition text not null,
  entry_id uuid not null,
  old text,
  primary key (member_id, definition, entry_id)
);

create function owe_words() returns trigger language plpgsql as $$
begin
  -- Touched even when it is there already: whoever writes these words waits, then reads what this transaction leaves.
  insert into words_due (member_id, definition, entry_id, old)
  values (new.member_id, new.definition, new.id, case tg_op when 'UPDATE' then old.search end)
  on conflict (member_id, definition, entry_id) do update set old = words_due.old;
  return null;
end
$$;
create trigger entry_words_new after insert on entry for each row execute function owe_words();
create trigger entry_words_changed after update of search on entry
  for each row when (old.search is distinct from new.search) execute function owe_words();

-- Writes the words of the first entries that owe theirs; returns how many entries that were.
create function write_words(p_member text, p_definition text, p_most integer) returns integer language plpgsql as $$
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

-- A list as an agent composed it, under the name she gave it. `query` is that of its address.
create table list_view (
  member_id text not null references member,
  id uuid not null,
  definition text not null,
  name text not null,
  owner uuid not null,
  owner_name text not null,
  -- whom it is shared with: nobody, the agents of a unit, every agent of the member
  shared text not null default 'nobody' check (shared in ('nobody', 'unit', 'member')),
  unit text,
  query text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (member_id, id),
  check ((shared = 'unit') = (unit is not null))
);
create index list_view_definition on list_view (member_id, definition, name);

-- The view a list opens with, for one agent.
create table list_default (
  member_id text not null,
  agent_id uuid not null,
  definition text not null,
  view_id uuid not null,
  primary key (member_id, agent_id, definition),
  foreign key (member_id, view_id) references list_view (member_id, id) on delete cascade,
  foreign key (member_id, agent_id) references agent (member_id, id) on delete cascade
);

-- Who has an entry before her eyes, for less than a minute each time. Lost in a crash: nothing depends on it.
create unlogged table presence (
  member_id text not null,
  entry_id uuid not null,
  agent_id uuid not null,
  name text not null,
  typing boolean not null default false,
  seen_at timestamptz not null,
  primary key (member_id, entry_id, agent_id)
);
create index presence_age on presence (seen_at);

grant select, insert, delete on entry_word, near_word to guichet_app;
grant select, insert, update, delete on words_due, list_view, list_default, presence to guichet_app;

select limit_to_member('entry_word', 'near_word', 'words_due', 'list_view', 'list_default', 'presence');

-- What is already filed.
select set_config('guichet.system', 'on', true);
insert into entry_word (member_id, definition, word, created_at, entry_id)
  select entry.member_id, entry.definition, w, entry.created_at, entry.id
  from entry cross join lateral unnest(search_words(entry.search)) as w;
insert into near_word (member_id, definition, variant, word)
  select distinct member_id, definition, overlay(word placing '' from place for 1), word
  from (select distinct member_id, definition, word from entry_word
        where char_length(word) between 4 and 24 and word !~ '[0-9]') as known
  cross join lateral generate_series(1, char_length(word)) as place;
select set_config('guichet.system', '', true);
