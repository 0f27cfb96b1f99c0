-- The tables of entries are read by the thousand: whose rows may be seen is worked out once for a statement, not for each
-- row. It says the same as before.
do $$
declare
  t text;
begin
  foreach t in array array['entry', 'entry_state', 'entry_event', 'entry_word']
  loop
    execute format(
      'alter policy member_only on %I using (member_id = (select current_setting(''guichet.member'', true)))', t);
    execute format(
      'alter policy system_all on %I using ((select current_setting(''guichet.system'', true)) = ''on'')', t);
  end loop;
end
$$;
