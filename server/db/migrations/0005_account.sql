-- A change of address under way, sealed: the new one, and which of the two addresses have confirmed it.
alter table account add column email_change bytea;
