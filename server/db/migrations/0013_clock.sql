-- By when an entry must be answered (CRPA L.231-1 and following), and who an agent is when she decides (L.212-2).

-- engine/entry.ts, Clock; null where no legal delay applies.
alter table entry add column clock jsonb;

-- The last day to answer, again, for queues: "late" is before today, "due soon" before a day to come.
alter table entry_state add column due date;
create index entry_state_due on entry_state (member_id, definition, due, entry_id) where due is not null;

-- In what capacity she signs decisions: "responsable de l'état civil".
alter table agent add column capacity text not null default '';

-- Entries under way get the clock that their pinned version declares, from the day of their receipt. Those at rest in a
-- final state have none left to run. A suspension that the old workflows did not know is not made up.
select set_config('guichet.system', 'on', true);

with pinned as (
  select e.member_id, e.id, e.created_at, coalesce(o.schema, v.schema)::jsonb #> '{x-definition,clock}' as clock,
    coalesce(o.workflow, v.workflow)::jsonb
      #>> (array['states'] || string_to_array(replace(e.state, '.', '.states.'), '.') || array['type']) as type
  from entry e
  left join overlay_version o on o.member_id = e.member_id and o.definition = e.definition and o.version = e.version
  left join definition_version v on v.id = e.definition and v.version = e.version
), started as (
  select member_id, id, clock->>'regime' as regime, clock->>'delay' as delay, type is not distinct from 'final' as final,
    (created_at at time zone 'Europe/Paris')::date as received
  from pinned where clock->>'regime' in ('SVA', 'SVR') and clock->>'delay' is not null
)
update entry e set clock = jsonb_build_object('regime', s.regime, 'status', case when s.final then 'stopped' else 'running' end,
  'receivedOn', s.received, 'startedOn', s.received, 'delay', s.delay, 'added', 0,
  'due', case when s.final then null else (s.received + s.delay::interval)::date end)
from started s where e.member_id = s.member_id and e.id = s.id;

update entry_state s set due = (e.clock->>'due')::date from entry e
where e.member_id = s.member_id and e.id = s.entry_id and e.clock->>'due' is not null;

select set_config('guichet.system', '', true);

-- An agent as sessions and tokens need her: her own assignments, and those lent to her today.
create or replace function agent_identity(p_member text, p_agent uuid, p_today date) returns jsonb
language sql stable
as $$
  select jsonb_build_object('id', g.id, 'name', g.name, 'email', g.email, 'capacity', g.capacity, 'member', g.member_id, 'assignments',
    coalesce((
      select jsonb_agg(jsonb_build_object('role', r.role, 'unit', nullif(r.unit, ''), 'definition', nullif(r.definition, ''))
        order by r.role, r.unit, r.definition)
      from agent_role r where r.member_id = g.member_id and r.agent_id = g.id), '[]')
    || coalesce((
      select jsonb_agg(jsonb_build_object('role', r.role, 'unit', nullif(r.unit, ''),
        'definition', coalesce(nullif(r.definition, ''), nullif(d.definition, '')),
        'for', jsonb_build_object('id', f.id, 'name', f.name)) order by d.id, r.role, r.unit, r.definition)
      from delegation d
      join agent f on f.member_id = d.member_id and f.id = d.from_agent
      join agent_role r on r.member_id = d.member_id and r.agent_id = d.from_agent and r.role in ('agent', 'lecteur')
      where d.member_id = g.member_id and d.to_agent = g.id and d.revoked_at is null
        and p_today between d.starts_on and d.ends_on
        and (d.definition = '' or r.definition in ('', d.definition))), '[]'))
  from agent g where g.member_id = p_member and g.id = p_agent and g.disabled_at is null
$$;

drop function open_entry;
drop function apply_event;

-- Opens an entry. Returns {"outcome": "opened"}
--   or {"outcome": "replayed", "same": bool, "response": …} when the idempotency key was used before,
--   or {"outcome": "sent", "entry": id} when the draft was already sent.
-- Raises GU001 when an attachment may not be bound.
create function open_entry(
  p_member text, p_owners text[], p_id uuid, p_reference text, p_definition text, p_version integer, p_kind text,
  p_state text, p_answers jsonb, p_holder text, p_keys text[], p_search text, p_head bytea, p_at timestamptz,
  p_type text, p_event_actor jsonb, p_data jsonb, p_digest bytea, p_effects jsonb, p_attachments uuid[],
  p_idempotency_key text, p_request_hash bytea, p_response json, p_draft uuid, p_clock jsonb, p_due date
) returns json language plpgsql as $$
declare
  earlier record;
begin
  perform set_config('guichet.member', p_member, true);
  if p_idempotency_key is not null then
    insert into idempotency (member_id, actor, key, request_hash, entry_id, response)
    values (p_member, p_owners[1], p_idempotency_key, p_request_hash, p_id, p_response)
    on conflict do nothing;
    if not found then
      select request_hash = p_request_hash as same, response into earlier
      from idempotency where member_id = p_member and actor = p_owners[1] and key = p_idempotency_key;
      return json_build_object('outcome', 'replayed', 'same', earlier.same, 'response', earlier.response);
    end if;
  end if;
  if p_draft is not null then
    update draft set entry_id = p_id, updated_at = p_at
    where member_id = p_member and id = p_draft and entry_id is null;
    if not found then
      select entry_id into earlier from draft where member_id = p_member and id = p_draft;
      return json_build_object('outcome', 'sent', 'entry', earlier.entry_id);
    end if;
  end if;
  insert into entry (member_id, id, reference, definition, version, kind, state, revision, answers, holder,
                     k1, k2, k3, k4, k5, k6, search, head, created_at, updated_at, clock)
  values (p_member, p_id, p_reference, p_definition, p_version, p_kind, p_state, 1, p_answers, p_holder,
          p_keys[1], p_keys[2], p_keys[3], p_keys[4], p_keys[5], p_keys[6], p_search, p_head, p_at, p_at, p_clock);
  insert into entry_state (member_id, entry_id, definition, state, created_at, due)
  values (p_member, p_id, p_definition, p_state, p_at, p_due);
  insert into entry_event (member_id, entry_id, seq, type, from_state, to_state, actor, at, data, answers_digest, hash)
  values (p_member, p_id, 1, p_type, null, p_state, p_event_actor, p_at, p_data, p_digest, p_head);
  if p_effects is not null then
    perform owe_effects(p_member, p_id, 1, p_at, p_effects);
  end if;
  if p_attachments is not null and not bind_attachments(p_member, p_owners, p_id, p_attachments) then
    raise exception 'attachment not available' using errcode = 'GU001';
  end if;
  return '{"outcome": "opened"}'::json;
end
$$;

-- Records an event if the entry still has the expected revision. False, and nothing written, when it has not.
-- p_answers, p_keys and p_search are null when the answers did not change.
create function apply_event(
  p_member text, p_owners text[], p_id uuid, p_expected integer, p_state text, p_answers jsonb, p_keys text[], p_search text,
  p_assignee uuid, p_head bytea, p_at timestamptz, p_type text, p_from text, p_event_actor jsonb, p_data jsonb,
  p_digest bytea, p_effects jsonb, p_cancelled text[], p_attachments uuid[], p_clock jsonb, p_due date, p_clock_moved boolean
) returns boolean language plpgsql as $$
begin
  perform set_config('guichet.member', p_member, true);
  if p_answers is null then
    update entry set state = p_state, revision = p_expected + 1, assignee = p_assignee, head = p_head, updated_at = p_at,
      clock = p_clock
    where member_id = p_member and id = p_id and revision = p_expected;
  else
    update entry set state = p_state, revision = p_expected + 1, assignee = p_assignee, head = p_head, updated_at = p_at,
      clock = p_clock, answers = p_answers, search = p_search,
      k1 = p_keys[1], k2 = p_keys[2], k3 = p_keys[3], k4 = p_keys[4], k5 = p_keys[5], k6 = p_keys[6]
    where member_id = p_member and id = p_id and revision = p_expected;
  end if;
  if not found then
    return false;
  end if;
  if p_state is distinct from p_from or p_clock_moved then
    update entry_state set state = p_state, due = p_due where member_id = p_member and entry_id = p_id;
  end if;
  insert into entry_event (member_id, entry_id, seq, type, from_state, to_state, actor, at, data, answers_digest, hash)
  values (p_member, p_id, p_expected + 1, p_type, p_from, p_state, p_event_actor, p_at, p_data, p_digest, p_head);
  if p_cancelled is not null then
    update effect set cancelled_at = p_at
    where member_id = p_member and entry_id = p_id and send_id = any(p_cancelled)
      and done_at is null and dead_at is null and cancelled_at is null;
  end if;
  if p_effects is not null then
    perform owe_effects(p_member, p_id, p_expected + 1, p_at, p_effects);
  end if;
  if p_attachments is not null and not bind_attachments(p_member, p_owners, p_id, p_attachments) then
    raise exception 'attachment not available' using errcode = 'GU001';
  end if;
  return true;
end
$$;
