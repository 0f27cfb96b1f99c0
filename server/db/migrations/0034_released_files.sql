-- A file that the antivirus set aside by mistake, and that an administrator gave back: the log says who, and why.
alter table stored_file drop constraint stored_file_scan_check;
alter table stored_file add constraint stored_file_scan_check
  check (scan in ('exempt', 'unscanned', 'waiting', 'clean', 'infected', 'too-large', 'released'));
create index stored_file_infected on stored_file (member_id, created_at) where scan = 'infected';
