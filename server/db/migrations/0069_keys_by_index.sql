-- Whether a value is rare is told by counting its entries: from the index alone, which knows who keeps them. The rows of one member
-- stand each on a page of its own, so that counting 500 of them read 500 pages.
drop index entry_k1;
drop index entry_k2;
drop index entry_k3;
drop index entry_k4;
drop index entry_k5;
drop index entry_k6;
drop index entry_assignee;
create index entry_k1 on entry (member_id, definition, k1, id) include (kept_by) where k1 is not null;
create index entry_k2 on entry (member_id, definition, k2, id) include (kept_by) where k2 is not null;
create index entry_k3 on entry (member_id, definition, k3, id) include (kept_by) where k3 is not null;
create index entry_k4 on entry (member_id, definition, k4, id) include (kept_by) where k4 is not null;
create index entry_k5 on entry (member_id, definition, k5, id) include (kept_by) where k5 is not null;
create index entry_k6 on entry (member_id, definition, k6, id) include (kept_by) where k6 is not null;
create index entry_assignee on entry (member_id, definition, assignee, created_at desc, id desc) include (kept_by)
  where assignee is not null;
