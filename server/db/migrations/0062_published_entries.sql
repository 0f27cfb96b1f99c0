-- What anyone may read of the entries of a register, and nothing else of them: a copy, with the answers that its definition publishes.

-- The registers of a member whose copies are kept, and what they were made by: another way of publishing makes all of them anew.
create table publication (
  member_id text not null references member,
  definition text not null,
  -- digest of what the definition publishes
  shape text not null,
  primary key (member_id, definition)
);

-- Entries whose copy is to be made; `at` tells whoever makes it that the entry changed meanwhile.
create table publication_due (
  member_id text not null,
  definition text not null,
  entry_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  primary key (member_id, definition, entry_id)
);

create table published_entry (
  member_id text not null,
  definition text not null,
  entry_id uuid not null,
  shape text not null,
  name text not null,
  -- without accents nor capitals
  sort text not null,
  search text not null,
  -- by dotted key
  answers jsonb not null,
  -- last day on which it may be read
  until date,
  primary key (member_id, definition, entry_id)
);
create index published_entry_order on published_entry (member_id, definition, sort, entry_id);

grant select, insert, update, delete on publication, publication_due, published_entry to guichet_app;
select limit_to_member('publication', 'publication_due', 'published_entry');

-- Whoever reads for the public says whose copies: in such a transaction no other table has a row to show.
create policy published_read on published_entry for select
  using (member_id = any ((select string_to_array(current_setting('guichet.published', true), ' '))::text[]));

-- The copy of an entry goes in the transaction that changes it: consent withdrawn or a fiche put away is obeyed at once. The next copy is
-- made afterwards, by the rules of the definition. Whoever makes it locks what is due first, hence this order.
create function unpublish_entry() returns trigger language plpgsql as $$
begin
  if not exists (select from publication p where p.member_id = new.member_id and p.definition = new.definition) then
    return null;
  end if;
  insert into publication_due (member_id, definition, entry_id) values (new.member_id, new.definition, new.id)
  on conflict (member_id, definition, entry_id) do update set at = clock_timestamp();
  delete from published_entry p where p.member_id = new.member_id and p.definition = new.definition and p.entry_id = new.id;
  return null;
end
$$;
create trigger entry_published_new after insert on entry for each row
  when (new.kind = 'register') execute function unpublish_entry();
create trigger entry_published_changed after update of answers, state, kept_by, version on entry for each row
  when (new.kind = 'register') execute function unpublish_entry();

create function forget_published() returns trigger language plpgsql as $$
begin
  delete from publication_due d where d.member_id = old.member_id and d.definition = old.definition and d.entry_id = old.id;
  delete from published_entry p where p.member_id = old.member_id and p.definition = old.definition and p.entry_id = old.id;
  return null;
end
$$;
create trigger entry_published_gone after delete on entry for each row
  when (old.kind = 'register') execute function forget_published();
