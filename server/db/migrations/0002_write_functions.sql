-- One round trip per write: fact, history, effects, attachments and idempotency in one statement, hence one transaction.
-- Both run with the caller's rights: row-level security applies to every statement inside.

-- Records the effects owed by one event. p_effects: [{type, params, sendId?, runAt?}], in order.
create function owe_effects(p_member text, p_entry uuid, p_seq integer, p_at timestamptz, p_effects jsonb)
returns void language sql as $$
  insert into effect (member_id, entry_id, seq, rank, type, params, send_id, run_at)
  select p_member, p_entry, p_seq, e.rank::integer, e.effect->>'type', e.effect->'params', e.effect->>'sendId',
         coalesce((e.effect->>'runAt')::timestamptz, p_at)
  from jsonb_array_elements(p_effects) with ordinality as e(effect, rank)
$$;

-- Binds uploaded files to an entry; refuses those of someone else or already bound elsewhere.
-- p_owners: the actor's own key first, then the others she may have sent files under.
create function bind_attachments(p_member text, p_owners text[], p_entry uuid, p_ids uuid[])
returns boolean language plpgsql as $$
declare
  bound integer;
begin
  update attachment set entry_id = p_entry, owner = p_owners[1]
  where member_id = p_member and id = any(p_ids)
    and (entry_id = p_entry or (entry_id is null and owner = any(p_owners)));
  get diagnostics bound = row_count;
  return bound = cardinality(p_ids);
end
$$;

-- One entry, in one statement and one round trip where a transaction with its settings takes four statements.
create function find_entry(p_member text, p_id uuid) returns setof entry language plpgsql as $$
begin
  perform set_config('guichet.member', p_member, true);
  return query select * from entry where member_id = p_member and id = p_id;
end
$$;

-- Opens an entry. Returns {"outcome": "opened"}
--   or {"outcome": "replayed", "same": bool, "response": …} when the idempotency key was used before,
--   or {"outcome": "sent", "entry": id} when the draft was already sent.
-- Raises GU001 when an attachment may not be bound.
create function open_entry(
  p_member text, p_owners text[], p_id uuid, p_reference text, p_definition text, p_version integer, p_kind text,
  p_state text, p_answers jsonb, p_holder text, p_keys text[], p_search text, p_head bytea, p_at timestamptz,
  p_type text, p_event_actor jsonb, p_data jsonb, p_digest bytea, p_effects jsonb, p_attachments uuid[],
  p_idempotency_key text, p_request_hash bytea, p_response json, p_draft uuid
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
                     k1, k2, k3, k4, k5, k6, search, head, created_at, updated_at)
  values (p_member, p_id, p_reference, p_definition, p_version, p_kind, p_state, 1, p_answers, p_holder,
          p_keys[1], p_keys[2], p_keys[3], p_keys[4], p_keys[5], p_keys[6], p_search, p_head, p_at, p_at);
  insert into entry_state (member_id, entry_id, definition, state, created_at)
  values (p_member, p_id, p_definition, p_state, p_at);
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
  p_digest bytea, p_effects jsonb, p_cancelled text[], p_attachments uuid[]
) returns boolean language plpgsql as $$
begin
  perform set_config('guichet.member', p_member, true);
  if p_answers is null then
    update entry set state = p_state, revision = p_expected + 1, assignee = p_assignee, head = p_head, updated_at = p_at
    where member_id = p_member and id = p_id and revision = p_expected;
  else
    update entry set state = p_state, revision = p_expected + 1, assignee = p_assignee, head = p_head, updated_at = p_at,
      answers = p_answers, search = p_search,
      k1 = p_keys[1], k2 = p_keys[2], k3 = p_keys[3], k4 = p_keys[4], k5 = p_keys[5], k6 = p_keys[6]
    where member_id = p_member and id = p_id and revision = p_expected;
  end if;
  if not found then
    return false;
  end if;
  if p_state is distinct from p_from then
    update entry_state set state = p_state where member_id = p_member and entry_id = p_id;
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
