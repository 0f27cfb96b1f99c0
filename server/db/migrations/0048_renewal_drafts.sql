-- The entry that a draft renews, and what of its answers the form of today did not take: see server/commands/renew-entry.ts.
alter table draft add column renewal jsonb;
