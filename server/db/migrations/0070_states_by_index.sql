-- Whether few entries are in some states, or changed on some days, is told likewise: from the index alone.
drop index entry_state_queue;
drop index entry_state_changed;
create index entry_state_queue on entry_state (member_id, definition, state, created_at desc, entry_id desc) include (kept_by);
create index entry_state_changed on entry_state (member_id, definition, state, updated_at desc, entry_id desc) include (kept_by);
