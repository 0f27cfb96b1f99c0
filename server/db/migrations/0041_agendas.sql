-- Slots taken of what can be booked. Nobody can take one twice: not the code that asks, the constraint below.
create extension if not exists btree_gist;

create table booking (
  member_id text not null,
  id uuid not null,
  -- the register, and its entry that is booked
  definition text not null,
  resource_id uuid not null,
  -- a resource that takes three bookings at once has lanes 1 to 3
  lane integer not null check (lane >= 1),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- held: until expires_at, then anyone may take it; released: kept for the record
  state text not null default 'held' check (state in ('held', 'booked', 'released')),
  -- who holds it until an entry names it, as files are owned
  owner text,
  entry_id uuid,
  expires_at timestamptz,
  -- what the place is called in the agenda, and by people
  place text not null,
  label text not null,
  reason text,
  units integer not null check (units >= 1),
  created_at timestamptz not null,
  primary key (member_id, id),
  constraint booking_once exclude using gist
    (member_id with =, resource_id with =, lane with =, tstzrange(starts_at, ends_at) with &&) where (state <> 'released')
);
-- What is taken of a resource, read alone: comparisons of instants are leakproof and use it under row security, where
-- those of ranges cannot.
create index booking_taken on booking (member_id, resource_id, starts_at) include (ends_at, lane, state, expires_at, owner)
  where state <> 'released';
create index booking_owner on booking (member_id, owner) where owner is not null;
create index booking_entry on booking (member_id, entry_id) where entry_id is not null;
create index booking_lapsed on booking (expires_at) where state = 'held';

grant select, insert, update, delete on booking to guichet_app;
select limit_to_member('booking');

-- Holds a slot of the first of these resources that has a lane free, within one statement. A hold that has lapsed stands in
-- nobody's way: it is deleted here by whom takes its place. Returns {"outcome": "held", …the booking} or
-- {"outcome": "taken"}, or {"outcome": "too-many"} when the owner holds p_most others.
-- p_resources, p_capacities: in the order they are tried. p_since: nothing that begins before it lasts until p_starts.
-- p_former: what this owner held and lets go, once the other is hers.
create function take_slot(
  p_member text, p_id uuid, p_definition text, p_resources uuid[], p_capacities integer[], p_starts timestamptz,
  p_ends timestamptz, p_since timestamptz, p_owners text[], p_former uuid, p_now timestamptz, p_expires timestamptz,
  p_most integer, p_place text, p_label text, p_reason text, p_units integer
) returns json language plpgsql as $$
declare
  mine booking;
  resource uuid;
  free integer;
  rank integer;
begin
  perform set_config('guichet.member', p_member, true);
  -- One at a time for each owner: what she holds is counted, and pressing twice holds once.
  perform pg_advisory_xact_lock(hashtextextended('booking owner ' || p_member || ' ' || p_owners[1], 0));
  update booking set expires_at = greatest(expires_at, p_expires)
  where member_id = p_member and owner = any(p_owners) and state = 'held' and definition = p_definition and place = p_place
    and starts_at = p_starts and ends_at = p_ends and reason is not distinct from p_reason and units = p_units
  returning * into mine;
  if found then
    return json_build_object('outcome', 'held', 'id', mine.id, 'expiresAt', mine.expires_at);
  end if;
  if (select count(*) from booking
      where member_id = p_member and owner = any(p_owners) and state = 'held' and expires_at > p_now
        and id is distinct from p_former) >= p_most then
    return json_build_object('outcome', 'too-many');
  end if;
  for rank in 1..cardinality(p_resources)
  loop
    resource := p_resources[rank];
    perform pg_advisory_xact_lock(hashtextextended('booking of ' || p_member || ' ' || resource, 0));
    select lane into free
    from generate_series(1, p_capacities[rank]) as lane
    left join lateral (
      select bool_or(state = 'booked' or expires_at > p_now) as living, count(*) as lapsed
      from booking b
      where b.member_id = p_member and b.resource_id = resource and b.lane = lane.lane and b.state <> 'released'
        and b.starts_at > p_since and b.starts_at < p_ends and b.ends_at > p_starts and b.id is distinct from p_former
    ) as others on true
    where others.living is not true
    order by others.lapsed, lane.lane limit 1;
    continue when free is null;
    delete from booking
    where member_id = p_member and id = p_former and owner = any(p_owners) and state = 'held';
    delete from booking
    where member_id = p_member and resource_id = resource and lane = free and state = 'held' and expires_at <= p_now
      and starts_at < p_ends and ends_at > p_starts;
    insert into booking (member_id, id, definition, resource_id, lane, starts_at, ends_at, state, owner, expires_at, place,
                         label, reason, units, created_at)
    values (p_member, p_id, p_definition, resource, free, p_starts, p_ends, 'held', p_owners[1], p_expires, p_place,
            p_label, p_reason, p_units, p_now)
    on conflict do nothing;
    if found then
      return json_build_object('outcome', 'held', 'id', p_id, 'expiresAt', p_expires);
    end if;
  end loop;
  return json_build_object('outcome', 'taken');
end
$$;

-- What a fact makes of the slots that its entry names: called in the statement that writes the fact.
-- p_changes: [{id, to, until?}]. Raises GU002 when one is no longer hers to have.
create function settle_bookings(p_member text, p_owners text[], p_entry uuid, p_at timestamptz, p_changes jsonb)
returns void language plpgsql as $$
declare
  change record;
begin
  perform set_config('guichet.member', p_member, true);
  for change in select * from jsonb_to_recordset(p_changes) as c(id uuid, "to" text, until timestamptz)
  loop
    if change."to" = 'released' then
      update booking set state = 'released', expires_at = null
      where member_id = p_member and id = change.id and entry_id = p_entry;
      continue;
    end if;
    update booking set state = change."to", expires_at = change.until, owner = null, entry_id = p_entry
    where member_id = p_member and id = change.id and state <> 'released'
      and (entry_id = p_entry or (owner = any(p_owners) and starts_at > p_at));
    if not found then
      raise exception 'slot not available' using errcode = 'GU002';
    end if;
  end loop;
end
$$;
