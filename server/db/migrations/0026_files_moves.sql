-- Since when a content waits to go: while a move is under way, "leaving" is the content being written.
alter table stored_file add column leaving_at timestamptz;
