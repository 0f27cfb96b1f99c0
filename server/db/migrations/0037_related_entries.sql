-- Which entry an action of another opened, so that each names the other. Of one sector only: rows that join two would undo
-- what pseudonyms keep apart.
create table opened_entry (
  member_id text not null,
  -- whose action it was
  origin_id uuid not null,
  entry_id uuid not null,
  primary key (member_id, entry_id)
);
create index opened_entry_origin on opened_entry (member_id, origin_id);

grant select, insert on opened_entry to guichet_app;
select limit_to_member('opened_entry');

-- Entries filed before answers were indexed by what they refer to, for questions that stand by themselves.
select set_config('guichet.system', 'on', true);
with pinned as (
  select e.member_id, e.id, e.answers, coalesce(o.schema, v.schema)::jsonb -> 'properties' as fields
  from entry e
  left join overlay_version o on o.member_id = e.member_id and o.definition = e.definition and o.version = e.version
  left join definition_version v on v.id = e.definition and v.version = e.version
), cited as (
  select member_id, id, string_agg(distinct '→' || replace(lower(answers ->> key), '-', ''), ' ') as words
  from pinned cross join lateral jsonb_each(fields) as field (key, value)
  where value ? 'x-ref' and jsonb_typeof(answers -> key) = 'string'
  group by member_id, id
)
update entry e set search = e.search || ' ' || cited.words
from cited where e.member_id = cited.member_id and e.id = cited.id;
select set_config('guichet.system', '', true);
