-- The moment each entry last changed, in the narrow table of queues: lists sorted or narrowed by it read an index, state by
-- state, where they sorted a member's every entry.

alter table entry_state add column updated_at timestamptz;

select set_config('guichet.system', 'on', true);
update entry_state s set updated_at = e.updated_at
from entry e where e.member_id = s.member_id and e.id = s.entry_id;
select set_config('guichet.system', '', true);

alter table entry_state alter column updated_at set not null;
create index entry_state_changed on entry_state (member_id, definition, state, updated_at desc, entry_id desc);

-- The row of the queues follows the entry in all it copies, whatever writes it: once for each event.
create or replace function follow_entry() returns trigger language plpgsql as $$
begin
  update entry_state set state = new.state, assignee = new.assignee, due = (new.clock->>'due')::date,
    updated_at = new.updated_at, k1 = new.k1, k2 = new.k2, k3 = new.k3, k4 = new.k4, k5 = new.k5, k6 = new.k6
  where member_id = new.member_id and entry_id = new.id;
  return null;
end
$$;
drop trigger entry_followed on entry;
create trigger entry_followed after update of state, assignee, clock, updated_at, k1, k2, k3, k4, k5, k6 on entry for each row
  when (old.updated_at <> new.updated_at
    or (old.state, old.assignee, old.clock, old.k1, old.k2, old.k3, old.k4, old.k5, old.k6)
      is distinct from (new.state, new.assignee, new.clock, new.k1, new.k2, new.k3, new.k4, new.k5, new.k6))
  execute function follow_entry();

-- Opens an entry. Returns {"outcome": "opened"}
--   or {"outcome": "replayed", "same": bool, "response": …} when the idempotency key was used before,
--   or {"outcome": "sent", "entry": id} when the draft was already sent.
-- Raises GU001 when an attachment may not be bound.
create or replace function open_entry(
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
  insert into entry_state (member_id, entry_id, definition, state, created_at, updated_at, due, k1, k2, k3, k4, k5, k6)
  values (p_member, p_id, p_definition, p_state, p_at, p_at, p_due,
          p_keys[1], p_keys[2], p_keys[3], p_keys[4], p_keys[5], p_keys[6]);
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

drop function apply_event;

-- Records an event if the entry still has the expected revision. False, and nothing written, when it has not.
-- p_answers, p_keys and p_search are null when the answers did not change.
create function apply_event(
  p_member text, p_owners text[], p_id uuid, p_expected integer, p_state text, p_answers jsonb, p_keys text[], p_search text,
  p_assignee uuid, p_head bytea, p_at timestamptz, p_type text, p_from text, p_event_actor jsonb, p_data jsonb,
  p_digest bytea, p_effects jsonb, p_cancelled text[], p_attachments uuid[], p_clock jsonb
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
