-- Queues: what lists are searched by, the views agents keep of them, who is looking at an entry.

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

create function index_entry_words() returns trigger language plpgsql as $$
declare
  wanted text[] := search_words(new.search);
begin
  if tg_op = 'UPDATE' then
    if new.search = old.search then
      return null;
    end if;
    delete from entry_word
    where member_id = new.member_id and definition = new.definition and created_at = new.created_at
      and entry_id = new.id and word = any(search_words(old.search)) and word <> all(wanted);
  end if;
  insert into entry_word (member_id, definition, word, created_at, entry_id)
  select new.member_id, new.definition, w, new.created_at, new.id from unnest(wanted) as w
  on conflict do nothing;
  insert into near_word (member_id, definition, variant, word)
  select distinct new.member_id, new.definition, overlay(w placing '' from place for 1), w
  from unnest(wanted) as w cross join lateral generate_series(1, char_length(w)) as place
  where char_length(w) between 4 and 24 and w !~ '[0-9]'
    and not exists (
      select from near_word as known
      where known.member_id = new.member_id and known.definition = new.definition
        and known.variant = substr(w, 2) and known.word = w);
  return null;
end
$$;
create trigger entry_words after insert or update of search on entry
  for each row execute function index_entry_words();

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
grant select, insert, update, delete on list_view, list_default, presence to guichet_app;

do $$
declare
  t text;
begin
  foreach t in array array['entry_word', 'near_word', 'list_view', 'list_default', 'presence']
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
