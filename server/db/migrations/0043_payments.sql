-- Payments that entries ask for, what became of each attempt, and everything a provider answered. Amounts are integer cents.

-- Where the money of a member goes: one account of its own with the provider, or one for a unit, or for a definition.
create table payment_account (
  member_id text not null references member,
  id uuid not null,
  unit text,
  definition text,
  -- the provider's customer number, and how it takes payments: test, activation, production
  numcli text not null check (numcli ~ '^[0-9]{6}$'),
  saisie text not null check (saisie in ('T', 'X', 'W')),
  -- what the provider answered about this number, and when: nobody pays before
  checked_at timestamptz,
  checked_name text,
  updated_at timestamptz not null,
  primary key (member_id, id),
  check (unit is null or definition is null)
);
create unique index payment_account_place on payment_account (member_id, coalesce(unit, ''), coalesce(definition, ''));

-- Money an entry owes. What is due for one purpose is due once.
create table payment (
  member_id text not null,
  id uuid not null,
  entry_id uuid not null,
  definition text not null,
  purpose text not null,
  subject text not null,
  -- 0: nothing was due, and the entry was told so
  amount integer not null check (amount >= 0),
  -- names the debt for the provider, and for who pays
  refdet text not null,
  -- {paid, refused?, expired?}: events of the entry
  events jsonb not null,
  state text not null check (state in ('due', 'paid', 'expired', 'cancelled')),
  until timestamptz,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  -- the fact of the history that its payment became
  moved_seq integer,
  primary key (member_id, id)
);
create unique index payment_due on payment (member_id, entry_id, purpose) where state = 'due';
create unique index payment_refdet on payment (member_id, refdet);
create index payment_entry on payment (member_id, entry_id, opened_at);
create index payment_opened on payment (member_id, opened_at);
-- What ends by itself is found whoever's it is.
create index payment_until on payment (until) where state = 'due' and until is not null;

-- One try to pay: an operation of the provider, or money an agent received.
create table payment_attempt (
  member_id text not null,
  id uuid not null,
  payment_id uuid not null,
  means text not null check (means in ('payfip', 'office')),
  -- the provider's name for it; null until it gave one
  idop text,
  numcli text not null,
  saisie text not null check (saisie in ('T', 'X', 'W', '')),
  amount integer not null check (amount > 0),
  refdet text not null,
  state text not null check (state in ('asked', 'open', 'paid', 'refused', 'abandoned', 'expired', 'failed', 'aside')),
  asked_at timestamptz not null,
  changed_at timestamptz not null,
  -- when the provider is to be asked again; null: never
  poll_at timestamptz,
  polls integer not null default 0,
  notified_at timestamptz,
  -- of money that came: the provider's word, its authorisation, when and how much
  result text,
  authorisation text,
  paid_at timestamptz,
  received integer,
  -- why a person must look
  aside text check (aside in ('amount', 'reference', 'account', 'twice', 'late', 'unmoved')),
  refund text check (refund in ('due', 'asked', 'done')),
  primary key (member_id, id)
);
create unique index payment_attempt_live on payment_attempt (member_id, payment_id) where state in ('asked', 'open');
create index payment_attempt_of on payment_attempt (member_id, payment_id, asked_at);
create index payment_attempt_paid on payment_attempt (member_id, paid_at) where paid_at is not null;
-- A notification names an operation, and no member.
create unique index payment_attempt_idop on payment_attempt (idop);
create index payment_attempt_poll on payment_attempt (poll_at) where poll_at is not null;

-- Append-only: what was asked, answered and decided, when, by whom.
create table payment_fact (
  member_id text not null,
  payment_id uuid not null,
  seq integer not null check (seq >= 1),
  attempt_id uuid,
  kind text not null,
  by jsonb not null,
  data jsonb not null,
  at timestamptz not null,
  primary key (member_id, payment_id, seq)
);

-- Money that nobody can place by rule waits for a person.
alter table entry_task drop constraint entry_task_kind_check;
alter table entry_task add constraint entry_task_kind_check check (kind in ('reply', 'bounce', 'post', 'payment'));

grant select, insert, update, delete on payment_account to guichet_app;
grant select, insert, update on payment, payment_attempt to guichet_app;
grant select, insert on payment_fact to guichet_app;

select limit_to_member('payment_account', 'payment', 'payment_attempt', 'payment_fact');
