-- When whoever comes is to be reminded, as the resource said then; and, while a slot is only held, from which network
-- address without an account: a keyed hash, so that nobody holds a whole agenda without filing.
alter table booking add column remind_at timestamptz, add column origin text;
create index booking_origin on booking (member_id, origin) where origin is not null;

drop function take_slot(text, uuid, text, uuid[], integer[], timestamptz, timestamptz, timestamptz, text[], uuid, timestamptz,
  timestamptz, integer, text, text, text, integer);

-- Holds a slot of the first of these resources that has a lane free, within one statement. A hold that has lapsed stands in
-- nobody's way: it is deleted here by whom takes its place. Returns {"outcome": "held", …the booking},
-- {"outcome": "taken"}, {"outcome": "too-many", "until"} when the owner holds p_most others, or
-- {"outcome": "too-many-here", "until"} when p_origin holds p_most_here, 0 for no limit; until: when the first lapses.
-- p_resources, p_capacities: in the order they are tried. p_since: nothing that begins before it lasts until p_starts.
-- p_former: what this owner held and lets go, once the other is hers.
create function take_slot(
  p_member text, p_id uuid, p_definition text, p_resources uuid[], p_capacities integer[], p_starts timestamptz,
  p_ends timestamptz, p_since timestamptz, p_owners text[], p_former uuid, p_now timestamptz, p_expires timestamptz,
  p_most integer, p_place text, p_label text, p_reason text, p_units integer, p_remind timestamptz, p_origin text,
  p_most_here integer
) returns json language plpgsql as $$
declare
  mine booking;
  until timestamptz;
  held integer;
  resource uuid;
  free integer;
  rank integer;
begin
  perform set_config('guichet.member', p_member, true);
  -- One at a time for each owner: what she holds is counted, and pressing twice holds once.
  perform pg_advisory_xact_lock(hashtextextended('booking owner ' || p_member || ' ' || p_owners[1], 0));
  -- Asked again it lasts longer, four times the usual in all: a slot is not kept for ever by pressing a button.
  update booking set expires_at = greatest(expires_at, least(p_expires, created_at + 4 * (p_expires - p_now)))
  where member_id = p_member and owner = any(p_owners) and state = 'held' and definition = p_definition and place = p_place
    and starts_at = p_starts and ends_at = p_ends and reason is not distinct from p_reason and units = p_units
  returning * into mine;
  if found then
    return json_build_object('outcome', 'held', 'id', mine.id, 'expiresAt', mine.expires_at);
  end if;
  select count(*), min(expires_at) into held, until from booking
  where member_id = p_member and owner = any(p_owners) and state = 'held' and expires_at > p_now
    and id is distinct from p_former;
  if held >= p_most then
    return json_build_object('outcome', 'too-many', 'until', until);
  end if;
  if p_origin is not null and p_most_here > 0 then
    perform pg_advisory_xact_lock(hashtextextended('booking origin ' || p_member || ' ' || p_origin, 0));
    select count(*), min(expires_at) into held, until from booking
    where member_id = p_member and origin = p_origin and state = 'held' and expires_at > p_now and id is distinct from p_former;
    if held >= p_most_here then
      return json_build_object('outcome', 'too-many-here', 'until', until);
    end if;
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
                         label, reason, units, created_at, remind_at, origin)
    values (p_member, p_id, p_definition, resource, free, p_starts, p_ends, 'held', p_owners[1], p_expires, p_place,
            p_label, p_reason, p_units, p_now, p_remind, p_origin)
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
create or replace function settle_bookings(p_member text, p_owners text[], p_entry uuid, p_at timestamptz, p_changes jsonb)
returns void language plpgsql as $$
declare
  change record;
begin
  perform set_config('guichet.member', p_member, true);
  for change in select * from jsonb_to_recordset(p_changes) as c(id uuid, "to" text, until timestamptz)
  loop
    if change."to" = 'released' then
      update booking set state = 'released', expires_at = null, origin = null
      where member_id = p_member and id = change.id and entry_id = p_entry;
      continue;
    end if;
    update booking set state = change."to", expires_at = change.until, owner = null, origin = null, entry_id = p_entry
    where member_id = p_member and id = change.id and state <> 'released'
      and (entry_id = p_entry or (owner = any(p_owners) and starts_at > p_at));
    if not found then
      raise exception 'slot not available' using errcode = 'GU002';
    end if;
  end loop;
end
$$;

-- Secret addresses at which an agent's calendar reads the agenda of a register. What each gives is what she may see at that
-- moment: without her right it gives nothing.
create table agenda_feed (
  member_id text not null,
  id uuid not null,
  agent_id uuid not null,
  definition text not null,
  -- of one place; null: of all
  place text,
  label text not null,
  secret_hash bytea not null,
  created_at timestamptz not null,
  read_at timestamptz,
  primary key (member_id, id),
  foreign key (member_id, agent_id) references agent (member_id, id) on delete cascade
);
create unique index agenda_feed_secret on agenda_feed (member_id, secret_hash);
create index agenda_feed_agent on agenda_feed (member_id, agent_id, definition);

grant select, insert, update, delete on agenda_feed to guichet_app;
select limit_to_member('agenda_feed');
