-- What is left of the places of an entry, by date and hour: no use of it can be told from another. It goes in the transaction that
-- changes the entry or anything that takes its places, and is worked out afterwards, as copies of what is published are.

-- Registers of a member whose places are worked out, and what takes them, recorded by whoever may.
create table place_use (
  member_id text not null references member,
  definition text not null,
  used_by text not null,
  -- where an entry of `used_by` says whose places it takes
  path text not null,
  primary key (member_id, definition, used_by, path)
);
create index place_use_by on place_use (used_by);

create table place_left (
  member_id text not null,
  definition text not null,
  entry_id uuid not null,
  shape text not null,
  -- anyone may read it: the entry is published
  published boolean not null,
  -- last days that dated places cover
  covered date[] not null,
  hours jsonb not null,
  -- when what it was worked out from last changed
  known_at timestamptz not null,
  primary key (member_id, definition, entry_id)
);

-- Its hours at which nothing is left, one by one, which a search leaves out.
create table place_full (
  member_id text not null,
  definition text not null,
  entry_id uuid not null,
  published boolean not null,
  -- counts those younger than this alone, in years; null: whoever comes
  under integer,
  -- 0 is Monday
  weekday integer not null,
  from_minute integer not null,
  to_minute integer not null,
  -- both of that day of the week; infinity without end
  first_day date not null,
  last_day date not null
);
create index place_full_entry on place_full (member_id, definition, entry_id);

grant select, insert, update, delete on place_use, place_left, place_full to guichet_app;
select limit_to_member('place_use', 'place_left', 'place_full');
create policy published_read on place_left for select
  using (published and member_id = any ((select string_to_array(current_setting('guichet.published', true), ' '))::text[]));
create policy published_read on place_full for select
  using (published and member_id = any ((select string_to_array(current_setting('guichet.published', true), ' '))::text[]));

-- Notes that copies of an entry are to be made anew, and removes those there are. Whoever makes them locks what is due first, hence this order.
create function copies_due(p_member text, p_definition text, p_entry uuid) returns void language plpgsql as $$
begin
  insert into publication_due (member_id, definition, entry_id) values (p_member, p_definition, p_entry)
  on conflict (member_id, definition, entry_id) do update set at = clock_timestamp();
  delete from published_entry where member_id = p_member and definition = p_definition and entry_id = p_entry;
  delete from place_left where member_id = p_member and definition = p_definition and entry_id = p_entry;
  delete from place_full where member_id = p_member and definition = p_definition and entry_id = p_entry;
end
$$;

create or replace function unpublish_entry() returns trigger language plpgsql as $$
begin
  if exists (select from publication p where p.member_id = new.member_id and p.definition = new.definition) then
    perform copies_due(new.member_id, new.definition, new.id);
  end if;
  return null;
end
$$;

create or replace function forget_published() returns trigger language plpgsql as $$
begin
  delete from publication_due d where d.member_id = old.member_id and d.definition = old.definition and d.entry_id = old.id;
  delete from published_entry p where p.member_id = old.member_id and p.definition = old.definition and p.entry_id = old.id;
  delete from place_left p where p.member_id = old.member_id and p.definition = old.definition and p.entry_id = old.id;
  delete from place_full p where p.member_id = old.member_id and p.definition = old.definition and p.entry_id = old.id;
  return null;
end
$$;

-- The same for the entries whose places an entry took or takes, in whatever member they are.
create function places_due(p_used_by text, p_answers jsonb, p_before jsonb) returns void language plpgsql as $$
declare
  system constant text := coalesce(current_setting('guichet.system', true), '');
  owner record;
begin
  perform set_config('guichet.system', 'on', true);
  for owner in
    select distinct entry.member_id, entry.definition, entry.id
    from place_use as u
    cross join lateral (
      select value #>> '{}' as id from jsonb_path_query(p_answers, u.path::jsonpath) as value
      union
      select value #>> '{}' from jsonb_path_query(p_before, u.path::jsonpath) as value
    ) as named
    join entry on entry.member_id = u.member_id and entry.definition = u.definition
      and entry.id = case when named.id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then named.id::uuid end
    where u.used_by = p_used_by
    order by 1, 2, 3
  loop
    perform copies_due(owner.member_id, owner.definition, owner.id);
  end loop;
  perform set_config('guichet.system', system, true);
end
$$;

create function take_places() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then perform places_due(new.definition, new.answers, '{}');
  elsif tg_op = 'DELETE' then perform places_due(old.definition, old.answers, '{}');
  else perform places_due(new.definition, new.answers, old.answers);
  end if;
  return null;
end
$$;
create trigger entry_places_new after insert on entry for each row
  when (new.kind = 'register') execute function take_places();
create trigger entry_places_changed after update of answers, state on entry for each row
  when (new.kind = 'register') execute function take_places();
create trigger entry_places_gone after delete on entry for each row
  when (old.kind = 'register') execute function take_places();
