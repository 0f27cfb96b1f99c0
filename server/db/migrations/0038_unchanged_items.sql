-- An entry that had already what a work was to give it: neither done nor refused.
alter table work_item drop constraint work_item_outcome_check;
alter table work_item add constraint work_item_outcome_check
  check (outcome in ('done', 'same', 'refused', 'changed', 'failed', 'stopped'));
