-- Long work: what an agent asks of many entries at once, or of a whole list, done by the worker while she does something else.

create table work (
  -- the member of whoever asked; the entries may be another's that shares them
  member_id text not null references member,
  id uuid not null,
  agent_id uuid not null,
  kind text not null check (kind in ('bulk', 'export')),
  definition text not null,
  -- 'preparing': chosen, not launched; 'stopped': by its agent, what was done stays done
  state text not null check (state in ('preparing', 'waiting', 'running', 'done', 'stopped', 'failed')),
  -- what is to be done: see store/works.ts
  params jsonb not null,
  -- entries; null while unknown
  total integer,
  -- entries written so far, for a work without items
  progress integer not null default 0,
  -- what it came to: see store/works.ts
  report jsonb not null default '{}',
  attempts integer not null default 0,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  -- when its agent saw that it had ended
  seen_at timestamptz,
  expires_at timestamptz not null,
  -- works take turns: the one whose turn is the oldest comes first
  turn_at timestamptz not null,
  -- a work that one process does alone is that process's until then
  lease uuid,
  leased_until timestamptz,
  primary key (member_id, id)
);
create index work_due on work (turn_at) where state in ('waiting', 'running');
create index work_agent on work (member_id, agent_id, created_at desc);
create index work_expiry on work (expires_at);

-- What a work does once for each entry. The outcome is written in the transaction that did it.
create table work_item (
  member_id text not null,
  work_id uuid not null,
  rank integer not null,
  entry_member text not null,
  entry_id uuid not null,
  reference text not null,
  -- the entry as it was when the agent was told what would happen
  revision integer not null,
  -- why it would be refused, as she was told; null when it would not
  foreseen text,
  outcome text check (outcome in ('done', 'refused', 'changed', 'failed', 'stopped')),
  -- a French sentence; null when done
  reason text,
  attempts integer not null default 0,
  done_at timestamptz,
  primary key (member_id, work_id, rank),
  foreign key (member_id, work_id) references work on delete cascade
);
create index work_item_left on work_item (member_id, work_id, rank) where outcome is null;

-- Columns of an export that an agent keeps for the next time, for herself or for her colleagues.
create table export_template (
  member_id text not null references member,
  id uuid not null,
  agent_id uuid not null,
  definition text not null,
  name text not null,
  shared boolean not null,
  -- see store/export-templates.ts
  choice jsonb not null,
  created_at timestamptz not null,
  primary key (member_id, id)
);
create index export_template_definition on export_template (member_id, definition, name);

grant select, insert, update, delete on work, work_item, export_template to guichet_app;

select limit_to_member('work', 'work_item', 'export_template');
