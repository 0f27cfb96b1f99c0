-- Labels and letters to those of a list: a file of chosen entries that one process draws, as it does an export. What a mail to many
-- leaves on each entry.

alter table work drop constraint work_kind_check;
alter table work add constraint work_kind_check check (kind in ('bulk', 'export', 'print'));

-- 'mailing': written to many, who accepted it or for a reason said
alter table delivery drop constraint delivery_kind_check;
alter table delivery add constraint delivery_kind_check check (kind in ('legal', 'reminder', 'message', 'mailing'));
