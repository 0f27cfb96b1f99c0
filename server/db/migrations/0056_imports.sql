-- Files whose lines become entries: what each is to mean, how far it is, and what became of every line.

create table file_import (
  member_id text not null references member,
  id uuid not null,
  -- the agent who sent it
  agent_id uuid not null,
  agent_name text not null,
  definition text not null,
  file_name text not null,
  -- id of its lines among the member's files, in the form of import/lines.ts; null once they are gone
  file uuid,
  -- what is under way or was done last, and how far
  phase text not null check (phase in ('mapping', 'trial', 'import', 'undo')),
  state text not null check (state in ('preparing', 'waiting', 'running', 'done', 'stopped', 'failed')),
  -- headings and first lines: see import/profile.ts
  profile json not null,
  -- what its columns mean: see engine/mapping.ts
  mapping json not null,
  total integer not null,
  -- lines done with in this phase
  progress integer not null default 0,
  -- lines by what became of them, and values nothing was made of by heading
  counts jsonb not null default '{}',
  -- why it failed, a French sentence
  failure text,
  attempts integer not null default 0,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  expires_at timestamptz not null,
  turn_at timestamptz not null,
  lease uuid,
  leased_until timestamptz,
  primary key (member_id, id)
);
create index file_import_due on file_import (turn_at) where state in ('waiting', 'running');
create index file_import_definition on file_import (member_id, definition, created_at desc);
create index file_import_expiry on file_import (expires_at);

-- A line of a file and what became of it. Written in the transaction that did it.
create table import_line (
  member_id text not null,
  import_id uuid not null,
  -- as a spreadsheet shows it
  line integer not null,
  definition text not null,
  -- a trial writes nothing else
  trial boolean not null,
  outcome text not null check (outcome in ('created', 'probable', 'completed', 'same', 'refused', 'blank')),
  entry_id uuid,
  -- of the fact it wrote in the history of that entry
  seq integer,
  -- keyed hash of headings and cells, in hexadecimal: the same line sent again finds its entry
  digest text not null,
  -- as the file has them; null once they have expired
  cells json,
  -- see store/import-lines.ts; null once they have expired
  details json,
  -- what undoing it came to; null while it stands
  undone text check (undone in ('removed', 'restored', 'kept')),
  primary key (member_id, import_id, line),
  foreign key (member_id, import_id) references file_import on delete cascade
);
create index import_line_digest on import_line (member_id, definition, digest) where entry_id is not null and not trial;
create index import_line_entry on import_line (member_id, entry_id) where entry_id is not null and not trial;
create index import_line_outcome on import_line (member_id, import_id, outcome, line);

-- What the columns of a file mean, kept under a name for the next one.
create table import_mapping (
  member_id text not null references member,
  id uuid not null,
  definition text not null,
  name text not null,
  mapping json not null,
  agent_name text not null,
  created_at timestamptz not null,
  primary key (member_id, id),
  unique (member_id, definition, name)
);

grant select, insert, update, delete on file_import, import_line, import_mapping to guichet_app;

select limit_to_member('file_import', 'import_line', 'import_mapping');

-- Whoever looks for a fiche before making it keeps others from making it meanwhile, until the transaction ends.
create function lock_register(p_member text, p_definition text) returns void language sql as $$
  select pg_advisory_xact_lock(hashtextextended(p_member || ' ' || p_definition, 56))
$$;

-- Opens many entries in one statement, as open_entry opens one: p_rows is an array of what it takes, hashes in hexadecimal.
create function open_entries(p_member text, p_rows jsonb) returns integer language plpgsql as $$
declare
  opened integer;
begin
  with r as materialized (
    select * from jsonb_to_recordset(p_rows) as r (
      id uuid, reference text, definition text, version integer, kind text, state text, answers jsonb, holder text,
      k1 text, k2 text, k3 text, k4 text, k5 text, k6 text, search text, head text, at timestamptz, type text,
      actor jsonb, data jsonb, digest text, effects jsonb, clock jsonb, due date)
  ), opening as (
    insert into entry (member_id, id, reference, definition, version, kind, state, revision, answers, holder,
                       k1, k2, k3, k4, k5, k6, search, head, created_at, updated_at, clock)
    select p_member, id, reference, definition, version, kind, state, 1, answers, holder,
           k1, k2, k3, k4, k5, k6, search, decode(head, 'hex'), at, at, clock from r
  ), queueing as (
    insert into entry_state (member_id, entry_id, definition, state, created_at, updated_at, due, k1, k2, k3, k4, k5, k6)
    select p_member, id, definition, state, at, at, due, k1, k2, k3, k4, k5, k6 from r
  ), telling as (
    insert into entry_event (member_id, entry_id, seq, type, from_state, to_state, actor, at, data, answers_digest, hash)
    select p_member, id, 1, type, null, state, actor, at, data, decode(digest, 'hex'), decode(head, 'hex') from r
  )
  select count(owe_effects(p_member, id, 1, at, effects)) filter (where effects is not null) into opened from r;
  return jsonb_array_length(p_rows);
end
$$;

-- An import that is undone takes away the entries it made, histories included: nothing else may, and only while its lines say so.
grant delete on entry, entry_state, entry_event to guichet_app;
do $$
declare
  t text;
begin
  foreach t in array array['entry', 'entry_state', 'entry_event']
  loop
    execute format(
      'create policy undone_import on %I as restrictive for delete using (exists ('
      'select from import_line l join file_import f on f.member_id = l.member_id and f.id = l.import_id '
      'where l.member_id = %I.member_id and l.entry_id = %I.%I and not l.trial and l.seq = 1 and l.undone is null '
      'and f.phase = ''undo'' and f.state = ''running''))',
      t, t, t, case t when 'entry' then 'id' else 'entry_id' end);
  end loop;
end
$$;
