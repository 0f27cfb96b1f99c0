-- What is to be given back of money that came, and what was: a price that falls gives back a part of it.
alter table payment_attempt
  -- cents still to be given back; null for none
  add column owed integer,
  add column refunded integer not null default 0,
  add column owed_since timestamptz,
  -- why, as the workflow or an agent said
  add column owed_reason text;

update payment_attempt set owed = received, owed_since = changed_at
where refund in ('due', 'asked') and received > 0;
update payment_attempt set refunded = received where refund = 'done';

alter table payment_attempt
  add constraint payment_attempt_owed check (owed is null or owed > 0),
  -- nobody is given back more than she paid
  add constraint payment_attempt_refunded check (refunded >= 0 and coalesce(owed, 0) + refunded <= coalesce(received, 0));
create index payment_attempt_owed_at on payment_attempt (member_id, owed_since) where owed is not null;
