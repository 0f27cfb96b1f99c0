-- What a member's files are and where they stand: pieces sent, documents made, exports. Their content is sealed (decision
-- 0019) under a key of each file's own, kept here wrapped: an object without its row is noise to whoever finds it.
create table stored_file (
  member_id text not null references member,
  id uuid not null,
  -- "folder": DATA_DIR/files, where files stood before
  place text not null default 'base' check (place in ('base', 's3', 'folder')),
  -- names the content in its place; another one each time it is written
  object uuid not null,
  -- null for a file of the folder, kept in clear
  wrapped_key bytea,
  -- bytes, in clear
  size bigint not null default 0,
  -- what the antivirus said; "exempt" for what the platform makes itself
  scan text not null default 'exempt' check (scan in ('exempt', 'unscanned', 'waiting', 'clean', 'infected', 'too-large')),
  -- when to scan it, again if need be
  scan_at timestamptz,
  scan_attempts integer not null default 0,
  -- the antivirus's name of what it found
  threat text,
  created_at timestamptz not null,
  -- null while it is being written, and for ever if that was interrupted
  stored_at timestamptz,
  -- set: nobody reads it any more, its content then its row are about to go
  removed_at timestamptz,
  -- "place/object" of the content it had before the last writing, about to go
  leaving text,
  primary key (member_id, id)
);
create index stored_file_scan on stored_file (scan, scan_at) where scan in ('waiting', 'unscanned');
create index stored_file_sweep on stored_file (created_at)
  where stored_at is null or removed_at is not null or leaving is not null;

-- The sealed content of the files that stand in the base, in pieces of a mebibyte at most.
create table file_chunk (
  member_id text not null references member,
  object uuid not null,
  rank integer not null,
  content bytea not null,
  primary key (member_id, object, rank)
);
-- Sealed bytes do not compress.
alter table file_chunk alter column content set storage external;

grant select, insert, update, delete on stored_file to guichet_app;
grant select, insert, delete on file_chunk to guichet_app;

select limit_to_member('stored_file', 'file_chunk');

-- A piece has the id of its file. Those sent so far stay where they are until an operator moves them.
select set_config('guichet.system', 'on', true);
insert into stored_file (member_id, id, place, object, size, scan, created_at, stored_at)
  select member_id, id, 'folder', id, size, 'unscanned', created_at, created_at from attachment;
select set_config('guichet.system', '', true);

-- Binds uploaded files to an entry; refuses those of someone else, bound elsewhere, or in which a virus was found.
-- p_owners: the actor's own key first, then the others she may have sent files under.
create or replace function bind_attachments(p_member text, p_owners text[], p_entry uuid, p_ids uuid[])
returns boolean language plpgsql as $$
declare
  bound integer;
begin
  update attachment a set entry_id = p_entry, owner = p_owners[1]
  where member_id = p_member and id = any(p_ids)
    and (entry_id = p_entry or (entry_id is null and owner = any(p_owners) and not exists (
      select from stored_file f where f.member_id = p_member and f.id = a.id and f.scan = 'infected')));
  get diagnostics bound = row_count;
  return bound = cardinality(p_ids);
end
$$;
