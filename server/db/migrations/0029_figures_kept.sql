-- What agents keep of figures, what forms count of themselves, and what citizens say after a decision.

-- A statistic under a name: the parameters of its address, checked again each time it is read, with the reader's own rights.
create table statistic (
  member_id text not null references member,
  id uuid not null,
  name text not null,
  definition text not null,
  params jsonb not null,
  -- agent who made it
  owner uuid not null,
  sharing text not null check (sharing in ('own', 'unit', 'member')),
  -- whose agents it is shared with, for 'unit'
  unit text not null default '',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (member_id, id)
);

-- The statistics of a dashboard, in order.
create table dashboard_item (
  member_id text not null,
  -- agent whose dashboard it is; '' for the member's
  owner text not null,
  statistic uuid not null,
  rank integer not null,
  primary key (member_id, owner, statistic),
  foreign key (member_id, statistic) references statistic on delete cascade
);

-- How far forms are filled, by the day they were begun. No one is in it: a form counts once at each step it comes to.
create table form_count (
  member_id text not null,
  definition text not null,
  version integer not null,
  -- in Paris
  day date not null,
  -- '' for the sending itself
  step text not null,
  -- forms that ever came to it
  reached integer not null default 0,
  -- forms it is the last step of, so far
  staying integer not null default 0,
  primary key (member_id, definition, version, day, step)
);
-- The steps that counted already, so that none counts twice.
alter table draft add column counted text[] not null default '{}';

-- What a citizen thought of it, once for each demande.
create table opinion (
  member_id text not null,
  -- keyed digest of the entry: the table alone does not say whose it is
  entry_hash bytea not null,
  definition text not null,
  day date not null,
  score integer not null check (score between 1 and 5),
  comment text not null default '',
  primary key (member_id, entry_hash)
);
create index opinion_day on opinion (member_id, definition, day);

grant select, insert, update, delete on statistic, dashboard_item, opinion to guichet_app;
grant select, insert, update on form_count to guichet_app;

select limit_to_member('statistic', 'dashboard_item', 'form_count', 'opinion');
