-- Documents that entries owe and that the worker made: a decision, a certificate. Their content is a stored file of the same
-- id. None is ever changed or taken back: the application may insert and read.
create table document (
  member_id text not null references member,
  id uuid not null,
  entry_id uuid not null,
  -- the effect that owed it: a second try finds the first one's work
  seq integer not null,
  rank integer not null,
  -- id in the definition
  template text not null,
  -- what it is called, in French; it quotes no answer
  title text not null,
  -- for agents only
  internal boolean not null,
  -- what it bears to be verified: drawn from the installation's secret
  code text not null,
  pages integer not null,
  size integer not null,
  sha256 bytea not null,
  created_at timestamptz not null,
  primary key (member_id, id),
  unique (member_id, entry_id, seq, rank),
  unique (member_id, code)
);

select limit_to_member('document');
grant select, insert on document to guichet_app;
