-- Statistics that agents compose, their dashboards, counters of forms begun, and opinions after a decision.

-- When each entry came to each state: delays and settled demandes are read from this index alone. The opening is left out,
-- whose moment the entry itself holds.
create index entry_event_arrival on entry_event (member_id, to_state, entry_id, at)
  where from_state is not null and from_state <> to_state;
-- The few entries that an agent filed for a citizen.
create index entry_event_channel on entry_event (member_id, entry_id) where seq = 1 and data ? 'channel';
