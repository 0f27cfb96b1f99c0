-- Where the answers of a draft that nobody typed come from, by pointer: see engine/provenance.ts.
alter table draft add column provenance jsonb not null default '{}';

-- How a member is known to a source of data: tokens and the like, sealed with the installation's secret.
create table source_setting (
  member_id text not null references member,
  source text not null,
  sealed bytea not null,
  updated_at timestamptz not null,
  primary key (member_id, source)
);

grant select, insert, update, delete on source_setting to guichet_app;
select limit_to_member('source_setting');
