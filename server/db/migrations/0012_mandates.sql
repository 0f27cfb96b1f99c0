-- A citizen lets someone see to her requests, or act, in her name, for a time. Whom she named by which address, and what
-- about, is sealed: here the base only knows which accounts agreed, and until when. Dates are inclusive.
create table mandate (
  -- who gives it
  account_id uuid not null references account on delete cascade,
  id uuid not null,
  -- who accepted it
  to_account uuid references account on delete cascade,
  sealed bytea not null,
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  created_at timestamptz not null,
  accepted_at timestamptz,
  -- refused, taken back or given up
  ended_at timestamptz,
  primary key (account_id, id),
  check (to_account <> account_id)
);
create index mandate_to on mandate (to_account) where to_account is not null;

alter table mandate enable row level security;
alter table mandate force row level security;
create policy account_only on mandate
  using (account_id::text = current_setting('guichet.account', true))
  with check (account_id::text = current_setting('guichet.account', true));
-- Who accepted it reads it, and gives it up.
create policy mandatary_reads on mandate for select
  using (to_account::text = current_setting('guichet.account', true));
create policy mandatary_ends on mandate for update
  using (to_account::text = current_setting('guichet.account', true))
  with check (to_account::text = current_setting('guichet.account', true) and ended_at is not null);
create policy system_all on mandate using (current_setting('guichet.system', true) = 'on')
  with check (current_setting('guichet.system', true) = 'on');
grant select, insert, update, delete on mandate to guichet_app;
