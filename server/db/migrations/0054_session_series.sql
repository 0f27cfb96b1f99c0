-- Sessions that come again: each is an entry of its own, with its own places; the series only says that they go together.

create table session_series (
  member_id text not null references member,
  id uuid not null,
  definition text not null,
  first_day date not null,
  -- RRULE of RFC 5545, DTSTART being first_day as a day; and its EXDATE
  rule text not null,
  except_days date[] not null default '{}',
  created_at timestamptz not null,
  primary key (member_id, id)
);

alter table sitting
  add column series_id uuid,
  -- RECURRENCE-ID: its day in the series, wherever the session was moved since
  add column series_day date,
  -- the end of its last day; null for one that was counted before this was kept
  add column last_at timestamptz,
  add constraint sitting_series foreign key (member_id, series_id) references session_series (member_id, id),
  add constraint sitting_series_day check ((series_id is null) = (series_day is null));
create unique index sitting_series_days on sitting (member_id, series_id, series_day) where series_id is not null;
-- What a calendar shows: the sessions of a register that begin before its last day.
create index sitting_days on sitting (member_id, definition, ends_at);

grant select, insert, update, delete on session_series to guichet_app;
select limit_to_member('session_series');

-- As before, with the end of its last day: p_sitting has lastAt.
create or replace function set_sitting(p_member text, p_id uuid, p_now timestamptz, p_sitting jsonb)
returns void language plpgsql as $$
begin
  perform set_config('guichet.member', p_member, true);
  insert into sitting (member_id, id, definition, is_open, waiting, offer, ends_at, last_at)
  values (p_member, p_id, p_sitting->>'definition', (p_sitting->>'open')::boolean, (p_sitting->>'waiting')::integer,
          (p_sitting->>'offer')::interval, (p_sitting->>'endsAt')::timestamptz,
          (p_sitting->>'lastAt')::timestamptz)
  on conflict (member_id, id) do update
    set is_open = excluded.is_open, waiting = excluded.waiting, offer = excluded.offer, ends_at = excluded.ends_at,
        last_at = excluded.last_at;
  perform from sitting where member_id = p_member and id = p_id for update;
  insert into sitting_room (member_id, sitting_id, kind, wanted, capacity)
  select p_member, p_id, r.kind, r.places, r.places
  from jsonb_to_recordset(p_sitting->'rooms') as r(kind text, places integer)
  on conflict (member_id, sitting_id, kind) do update
    set wanted = excluded.wanted, capacity = greatest(excluded.wanted, sitting_room.taken);
  update sitting_room set wanted = 0, capacity = taken
  where member_id = p_member and sitting_id = p_id
    and kind not in (select r.kind from jsonb_to_recordset(p_sitting->'rooms') as r(kind text));
  if (p_sitting->>'cancelled')::boolean then
    perform owe_told(p_member, id, 'cancelled', '', null, p_now, p_now)
    from enrolment
    where member_id = p_member and sitting_id = p_id and entry_id is not null and state <> 'released';
  else
    perform offer_seats(p_member, p_id, p_now, null);
  end if;
end
$$;
