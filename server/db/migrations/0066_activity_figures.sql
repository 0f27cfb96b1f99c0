-- The figures of an activity report as they were when it was closed, for ever: a report opened again and closed has others, beside them.
create table activity_figures (
  member_id text not null,
  entry_id uuid not null,
  -- the fact of the history that closed it
  closing integer not null,
  -- {places, figures}
  figures jsonb not null,
  kept_at timestamptz not null,
  primary key (member_id, entry_id, closing)
);
grant select, insert on activity_figures to guichet_app;
select limit_to_member('activity_figures');
