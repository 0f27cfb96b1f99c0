-- Sharing an entry, or keeping it again, is followed by its row in lists and by its words. The trigger of 0060 named the column, and a trigger
-- that names one does not run when another trigger changed it: lists, counts and searches of other units went on without the entry.
drop trigger entry_kept_followed on entry;
create trigger entry_kept_followed after update on entry for each row
  when (old.kept_by is distinct from new.kept_by) execute function follow_kept();

-- Whoever keeps again what another unit wrote sees it no more: its rows are written all the same.
create or replace function follow_kept() returns trigger language plpgsql as $$
declare
  units constant text := coalesce(current_setting('guichet.units', true), '');
begin
  perform set_config('guichet.units', '*', true);
  update entry_state set kept_by = new.kept_by where member_id = new.member_id and entry_id = new.id;
  update entry_word set kept_by = new.kept_by
  where member_id = new.member_id and definition = new.definition and word = any(search_words(new.search))
    and created_at = new.created_at and entry_id = new.id;
  perform set_config('guichet.units', units, true);
  return null;
end
$$;

grant update (kept_by) on entry_word to guichet_app;

-- What was shared or kept again meanwhile.
select set_config('guichet.system', 'on', true), set_config('guichet.units', '*', true);
update entry_state set kept_by = entry.kept_by
from entry
where entry.member_id = entry_state.member_id and entry.id = entry_state.entry_id
  and entry.unit is not null and entry.kept_by is distinct from entry_state.kept_by;
update entry_word set kept_by = entry.kept_by
from entry
where entry.member_id = entry_word.member_id and entry.id = entry_word.entry_id and entry.definition = entry_word.definition
  and entry.unit is not null and entry.kept_by is distinct from entry_word.kept_by;
select set_config('guichet.system', '', true), set_config('guichet.units', '', true);
