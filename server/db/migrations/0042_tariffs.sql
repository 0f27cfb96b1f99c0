-- What each member decided of the prices of what it offers: the rows of a table of a definition, from a day on. What was
-- applied is kept; only what is to come changes, which the application sees to.
create table tariff_version (
  member_id text not null references member,
  definition text not null,
  tariff text not null,
  -- day of Paris
  since date not null,
  -- as a definition writes them
  rows json not null,
  -- what decided it: "Délibération n° 12 du 3 mars 2026"
  decision text check (length(decision) between 1 and 200),
  revision integer not null default 1 check (revision >= 1),
  updated_at timestamptz not null,
  primary key (member_id, definition, tariff, since)
);

grant select, insert, update, delete on tariff_version to guichet_app;
select limit_to_member('tariff_version');
