-- Meetings of a commission: a list ranked once, as it was frozen, and what the commission made of it.

create table meeting (
  -- the member whose agents run it; the entries may be another's that shares them
  member_id text not null references member,
  id uuid not null,
  definition text not null,
  -- day of Paris whose criteria and answers count
  day date not null,
  -- query string of the list it is about
  list text not null,
  -- what equals are drawn by, chosen at random before anything is ranked
  seed text not null,
  -- see store/meetings.ts
  places json not null default '[]',
  -- agents who see it without names
  viewers uuid[] not null default '{}',
  -- moves each time anything of it changes
  revision integer not null default 1 check (revision >= 1),
  created_by text not null,
  created_at timestamptz not null,
  ranked_at timestamptz,
  decided_at timestamptz,
  expires_at timestamptz not null,
  primary key (member_id, id)
);
create index meeting_definition on meeting (member_id, definition, created_at desc);
create index meeting_expiry on meeting (expires_at);

-- An entry in its rank, with what gave it: as text, so that it is kept to the byte.
create table meeting_line (
  member_id text not null,
  meeting_id uuid not null,
  rank integer not null,
  entry_member text not null,
  entry_id uuid not null,
  reference text not null,
  frozen json not null,
  -- where the commission departs from the rank: place, reason, by whom
  deviation json,
  -- why it takes part no longer, a French sentence
  leaves text,
  primary key (member_id, meeting_id, rank),
  foreign key (member_id, meeting_id) references meeting on delete cascade
);

grant select, insert, update, delete on meeting, meeting_line to guichet_app;

select limit_to_member('meeting', 'meeting_line');
