-- Sessions with places. Nobody can have a place that is not there: not the code that asks, the checks below.

-- A session: an entry of a register, as far as its places go.
create table sitting (
  member_id text not null,
  id uuid not null,
  definition text not null,
  -- false: nobody new is taken, nothing is offered
  is_open boolean not null,
  -- how many may wait
  waiting integer not null check (waiting >= 0),
  -- how long an offer lasts, and when the last one ends
  offer interval not null,
  ends_at timestamptz not null,
  next_turn numeric not null default 1,
  primary key (member_id, id)
);

-- How many places it has, of each kind that is counted apart.
create table sitting_room (
  member_id text not null,
  sitting_id uuid not null,
  kind text not null,
  -- as its entry says; fewer than are taken when it was lowered too late
  wanted integer not null check (wanted >= 0),
  capacity integer not null,
  -- counted by the trigger below, and by nothing else
  taken integer not null default 0,
  primary key (member_id, sitting_id, kind),
  foreign key (member_id, sitting_id) references sitting (member_id, id) on delete cascade,
  constraint no_overbooking check (taken between 0 and capacity)
);

-- Someone's place in a session, or her rank among those who wait for one.
create table enrolment (
  member_id text not null,
  id uuid not null,
  definition text not null,
  sitting_id uuid not null,
  -- held: while a form is filled; offered: until expires_at, to who waited; released: kept for the record
  state text not null check (state in ('held', 'taken', 'waiting', 'offered', 'released')),
  -- how many places of each kind: {"": 1}
  counts jsonb not null,
  -- who has it until an entry names it, as slots are held
  owner text,
  entry_id uuid,
  expires_at timestamptz,
  -- keyed hash of who it is for, within this session alone: nobody has two places
  person bytea,
  -- order of the waiting list; kept once she has a place
  turn numeric not null,
  -- events of the entry: {offered, lapsed, cancelled?}
  events jsonb not null,
  offers integer not null default 0,
  created_at timestamptz not null,
  primary key (member_id, id),
  foreign key (member_id, sitting_id) references sitting (member_id, id)
);
create unique index enrolment_person on enrolment (member_id, sitting_id, person)
  where state <> 'released' and person is not null;
create index enrolment_sitting on enrolment (member_id, sitting_id, state, turn);
create index enrolment_owner on enrolment (member_id, owner) where owner is not null;
create index enrolment_entry on enrolment (member_id, entry_id) where entry_id is not null;
create index enrolment_lapsed on enrolment (expires_at) where entry_id is null;

-- Who came, day by day.
create table attendance (
  member_id text not null,
  enrolment_id uuid not null,
  day date not null,
  state text not null check (state in ('present', 'absent', 'excused')),
  agent text not null,
  noted_at timestamptz not null,
  primary key (member_id, enrolment_id, day),
  foreign key (member_id, enrolment_id) references enrolment (member_id, id) on delete cascade
);

grant select, insert, update, delete on sitting, sitting_room, enrolment, attendance to guichet_app;
select limit_to_member('sitting', 'sitting_room', 'enrolment', 'attendance');

-- Counts what is taken. A place that is given back above what its entry still wants disappears.
create function count_seats() returns trigger language plpgsql as $$
declare
  before jsonb := case when tg_op <> 'INSERT' and old.state in ('held', 'taken', 'offered') then old.counts else '{}' end;
  after jsonb := case when tg_op <> 'DELETE' and new.state in ('held', 'taken', 'offered') then new.counts else '{}' end;
  change record;
  place record;
begin
  if before = after then
    return null;
  end if;
  if tg_op = 'DELETE' then
    place := old;
  else
    place := new;
  end if;
  for change in
    select kind, sum(n)::integer as n from (
      select key as kind, value::integer as n from jsonb_each_text(after)
      union all select key, -value::integer from jsonb_each_text(before)) as moved
    group by kind having sum(n) <> 0
  loop
    update sitting_room set taken = taken + change.n, capacity = greatest(wanted, least(capacity, taken + change.n))
    where member_id = place.member_id and sitting_id = place.sitting_id and kind = change.kind;
    if not found then
      raise exception 'no such kind of place' using errcode = 'check_violation', constraint = 'no_overbooking';
    end if;
  end loop;
  return null;
end
$$;
create trigger enrolment_counted after insert or update or delete on enrolment
  for each row execute function count_seats();

-- True when there is room for so many places of each kind.
create function has_room(p_member text, p_sitting uuid, p_counts jsonb) returns boolean language sql stable as $$
  select not exists (
    select from jsonb_each_text(p_counts) as c
    left join sitting_room r on r.member_id = p_member and r.sitting_id = p_sitting and r.kind = c.key
    where r.kind is null or r.taken + c.value::integer > r.capacity)
$$;

-- Something to tell an entry about its place, by the worker. Owed once.
create function owe_told(p_member text, p_enrolment uuid, p_kind text, p_mark text, p_until timestamptz, p_at timestamptz,
                         p_run timestamptz)
returns void language sql as $$
  insert into effect (member_id, entry_id, seq, rank, type, params, run_at, created_at, background)
  values (p_member, md5('seat ' || p_kind || ' ' || p_enrolment || ' ' || p_mark)::uuid, 1, 0, 'seat',
          jsonb_build_object('enrolment', p_enrolment, 'kind', p_kind, 'until', p_until), p_run, p_at, false)
  on conflict do nothing
$$;

-- Offers what is free to those who wait, in their order. Whoever calls has locked the sitting. Who wants more places than
-- there are keeps those behind her from the kinds she waits for.
-- p_passed: who has just let an offer go by, whom this turn passes over
create function offer_seats(p_member text, p_sitting uuid, p_now timestamptz, p_passed uuid)
returns void language plpgsql as $$
declare
  s sitting;
  one enrolment;
  kept text[] := '{}';
  until timestamptz;
begin
  delete from enrolment
  where member_id = p_member and sitting_id = p_sitting and entry_id is null and state in ('held', 'waiting')
    and expires_at <= p_now;
  select * into s from sitting where member_id = p_member and id = p_sitting;
  if not s.is_open or s.ends_at <= p_now then
    return;
  end if;
  for one in
    select * from enrolment
    where member_id = p_member and sitting_id = p_sitting and state = 'waiting' order by turn
  loop
    exit when not exists (
      select from sitting_room
      where member_id = p_member and sitting_id = p_sitting and taken < capacity and kind <> all (kept));
    continue when one.id = p_passed;
    if one.entry_id is null or one.counts ?| kept or not has_room(p_member, p_sitting, one.counts) then
      kept := kept || array(select jsonb_object_keys(one.counts));
      continue;
    end if;
    until := least(p_now + s.offer, s.ends_at);
    update enrolment set state = 'offered', expires_at = until, offers = offers + 1
    where member_id = p_member and id = one.id;
    perform owe_told(p_member, one.id, 'offered', (one.offers + 1)::text, until, p_now, p_now);
    perform owe_told(p_member, one.id, 'lapsed', (one.offers + 1)::text, until, p_now, until);
  end loop;
end
$$;

-- The places of a session as its entry says now: called in the statement that writes the entry. p_sitting: {definition,
-- open, cancelled, waiting, offer, endsAt, rooms: [{kind, places}]}. More places: those who wait are offered them. Fewer
-- than are taken: nobody loses hers, and those given back disappear. Cancelled: everyone is told.
create function set_sitting(p_member text, p_id uuid, p_now timestamptz, p_sitting jsonb)
returns void language plpgsql as $$
begin
  perform set_config('guichet.member', p_member, true);
  insert into sitting (member_id, id, definition, is_open, waiting, offer, ends_at)
  values (p_member, p_id, p_sitting->>'definition', (p_sitting->>'open')::boolean, (p_sitting->>'waiting')::integer,
          (p_sitting->>'offer')::interval, (p_sitting->>'endsAt')::timestamptz)
  on conflict (member_id, id) do update
    set is_open = excluded.is_open, waiting = excluded.waiting, offer = excluded.offer, ends_at = excluded.ends_at;
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

-- Takes a place of a session, or a rank among those who wait, within one statement and behind the lock of the session.
-- Returns {"outcome": "held", id, expiresAt}, {"outcome": "waiting", id, rank}, or why not: {"outcome": "full", waiting,
-- canWait}, "already" (the same person), "too-many" (the owner holds p_most others), "closed".
-- p_sitting: as for set_sitting, for a session whose places were never counted
-- p_wait: a rank when there is no place
create function take_seat(
  p_member text, p_id uuid, p_session uuid, p_sitting jsonb, p_owners text[], p_person bytea, p_counts jsonb,
  p_events jsonb, p_now timestamptz, p_expires timestamptz, p_most integer, p_wait boolean
) returns json language plpgsql as $$
declare
  s sitting;
  mine enrolment;
  had boolean := false;
  waiters integer;
begin
  perform set_config('guichet.member', p_member, true);
  if not exists (select from sitting where member_id = p_member and id = p_session) then
    perform set_sitting(p_member, p_session, p_now, p_sitting);
  end if;
  select * into s from sitting where member_id = p_member and id = p_session for update;
  if not s.is_open then
    return json_build_object('outcome', 'closed');
  end if;
  select * into mine from enrolment
  where member_id = p_member and sitting_id = p_session and entry_id is null and owner = any (p_owners)
  order by created_at limit 1;
  if mine.id is not null and mine.counts = p_counts and mine.person is not distinct from p_person
     and (mine.state = 'held' or p_wait) then
    update enrolment set expires_at = greatest(expires_at, p_expires) where member_id = p_member and id = mine.id
    returning * into mine;
    return enrolled(mine);
  end if;
  if mine.id is not null then
    had := mine.state = 'held';
    delete from enrolment where member_id = p_member and id = mine.id;
  end if;
  delete from enrolment
  where member_id = p_member and sitting_id = p_session and entry_id is null and state in ('held', 'waiting')
    and expires_at <= p_now;
  if p_person is not null and exists (
    select from enrolment
    where member_id = p_member and sitting_id = p_session and person = p_person and state <> 'released') then
    return json_build_object('outcome', 'already');
  end if;
  if (select count(*) from enrolment
      where member_id = p_member and owner = any (p_owners) and state = 'held' and expires_at > p_now) >= p_most then
    return json_build_object('outcome', 'too-many');
  end if;
  perform offer_seats(p_member, p_session, p_now, null) where not had;
  select count(*) into waiters from enrolment
  where member_id = p_member and sitting_id = p_session and state = 'waiting';
  if has_room(p_member, p_session, p_counts) and (had or not exists (
    select from enrolment
    where member_id = p_member and sitting_id = p_session and state = 'waiting'
      and counts ?| array(select jsonb_object_keys(p_counts)))) then
    insert into enrolment (member_id, id, definition, sitting_id, state, counts, owner, expires_at, person, turn, events,
                           created_at)
    values (p_member, p_id, s.definition, p_session, 'held', p_counts, p_owners[1], p_expires, p_person, s.next_turn,
            p_events, p_now)
    returning * into mine;
  elsif p_wait and waiters < s.waiting then
    insert into enrolment (member_id, id, definition, sitting_id, state, counts, owner, expires_at, person, turn, events,
                           created_at)
    values (p_member, p_id, s.definition, p_session, 'waiting', p_counts, p_owners[1], p_expires, p_person, s.next_turn,
            p_events, p_now)
    returning * into mine;
    -- Holds that nobody finishes are offered as they lapse.
    perform owe_told(p_member, id, 'lapsed-hold', expires_at::text, null, p_now, expires_at) from enrolment
    where member_id = p_member and sitting_id = p_session and entry_id is null;
  else
    return json_build_object('outcome', 'full', 'waiting', waiters, 'canWait', waiters < s.waiting);
  end if;
  update sitting set next_turn = next_turn + 1 where member_id = p_member and id = p_session;
  perform offer_seats(p_member, p_session, p_now, null) where had;
  return enrolled(mine);
end
$$;

-- What is said of an enrolment to whoever has it.
create function enrolled(p_mine enrolment) returns json language sql stable as $$
  select json_build_object('outcome', p_mine.state, 'id', p_mine.id, 'expiresAt', p_mine.expires_at, 'rank', (
    select count(*) from enrolment e
    where e.member_id = p_mine.member_id and e.sitting_id = p_mine.sitting_id and e.state = 'waiting'
      and e.turn <= p_mine.turn))
$$;

-- The turn that puts a waiting enrolment at this rank of its list.
create function turn_at(p_mine enrolment, p_rank integer) returns numeric language sql stable as $$
  with others as (
    select turn, row_number() over (order by turn) as rank from enrolment
    where member_id = p_mine.member_id and sitting_id = p_mine.sitting_id and state = 'waiting' and id <> p_mine.id)
  select case
    when next.turn is null then coalesce(former.turn + 1, p_mine.turn)
    when former.turn is null then next.turn - 1
    else (former.turn + next.turn) / 2 end
  from (select 1) as one
  left join lateral (select turn from others where rank = greatest(p_rank, 1)) as next on true
  left join lateral (select turn from others where rank < greatest(p_rank, 1) order by rank desc limit 1) as former on true
$$;

-- What a fact makes of the places that its entry names: called in the statement that writes the fact.
-- p_changes: [{id, to, rank?}]; to: filed (hers from now on, place or rank), taken (what was offered, or a place for who
-- waits), released, last (back to the end of the list), kept (back where she was), moved (to a rank).
-- Raises GU003 when one is no longer hers to have; the check of sitting_room when there is no place.
create function settle_seats(p_member text, p_owners text[], p_entry uuid, p_at timestamptz, p_changes jsonb)
returns void language plpgsql as $$
declare
  change record;
  mine enrolment;
begin
  perform set_config('guichet.member', p_member, true);
  for change in
    select c.*, e.sitting_id from jsonb_to_recordset(p_changes) as c(id uuid, "to" text, rank integer)
    left join enrolment e on e.member_id = p_member and e.id = c.id
    order by e.sitting_id, c."to" = 'released' desc
  loop
    perform from sitting where member_id = p_member and id = change.sitting_id for update;
    select * into mine from enrolment where member_id = p_member and id = change.id;
    if change."to" = 'filed' then
      if mine.id is null or mine.state = 'released'
         or not (coalesce(mine.entry_id = p_entry, false) or (mine.entry_id is null and mine.owner = any (p_owners))) then
        raise exception 'place not available' using errcode = 'GU003';
      end if;
      update enrolment set state = case state when 'held' then 'taken' else state end, owner = null, entry_id = p_entry,
        expires_at = null
      where member_id = p_member and id = change.id;
    elsif mine.id is null or mine.entry_id is distinct from p_entry
       or (mine.state = 'released' and change."to" <> 'released') then
      raise exception 'place not available' using errcode = 'GU003';
    else
      update enrolment set
        state = case change."to" when 'taken' then 'taken' when 'released' then 'released' else 'waiting' end,
        expires_at = null,
        turn = case change."to"
          when 'last' then (select next_turn from sitting where member_id = p_member and id = change.sitting_id)
          when 'moved' then turn_at(mine, change.rank)
          else turn end
      where member_id = p_member and id = change.id and (change."to" <> 'moved' or state = 'waiting');
      update sitting set next_turn = next_turn + 1
      where member_id = p_member and id = change.sitting_id and change."to" = 'last';
    end if;
    perform offer_seats(p_member, change.sitting_id, p_at,
                         case when change."to" in ('last', 'kept') then change.id end);
  end loop;
end
$$;
