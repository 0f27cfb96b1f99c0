-- What was said, or is to be said by someone, of a date of an entry: once for each value of that date. The key keeps two workers from
-- saying it twice, and a server that stops between from forgetting it.
create table reminder (
  member_id text not null references member,
  entry_id uuid not null,
  definition text not null,
  -- id in the definition; of a confirmation, with how long before
  reminder text not null,
  day date not null,
  at timestamptz not null,
  -- agents find it in their list, until one of them settles it
  listed boolean not null,
  -- whoever the entry is about was written to, or is about to be
  mailed boolean not null,
  settled_at timestamptz,
  settled_by text,
  primary key (member_id, entry_id, reminder, day),
  foreign key (member_id, entry_id) references entry (member_id, id) on delete cascade
);
create index reminder_open on reminder (member_id, definition, day, entry_id) where listed and settled_at is null;

grant select, insert, update, delete on reminder to guichet_app;
select limit_to_member('reminder');

-- Says who holds an entry of a register, or that she is invited to, with the fact that tells it; its files stay whose they are.
create function hold_entry(
  p_member text, p_id uuid, p_expected integer, p_holder text, p_head bytea, p_at timestamptz, p_type text, p_state text,
  p_event_actor jsonb, p_digest bytea, p_unit text, p_kept boolean
) returns boolean language plpgsql as $$
begin
  perform set_config('guichet.member', p_member, true);
  if p_unit is not null then
    perform set_config('guichet.unit', p_unit, true), set_config('guichet.units', p_unit, true),
      set_config('guichet.kept', case when p_kept then 'on' else 'off' end, true);
  end if;
  update entry set holder = p_holder, revision = p_expected + 1, head = p_head, updated_at = p_at
  where member_id = p_member and id = p_id and revision = p_expected;
  if not found then
    return false;
  end if;
  insert into entry_event (member_id, entry_id, seq, type, from_state, to_state, actor, at, data, answers_digest, hash)
  values (p_member, p_id, p_expected + 1, p_type, p_state, p_state, p_event_actor, p_at, '{}', p_digest, p_head);
  return true;
end
$$;
