-- What the service and the citizen write to each other about an entry, what agents note among themselves, what left for
-- her and what became of it. All of it is kept as long as the entry.

-- Append-only, like the history: hash chains each message of an entry to the one before.
create table message (
  member_id text not null,
  entry_id uuid not null,
  seq integer not null check (seq >= 1),
  side text not null check (side in ('service', 'citizen')),
  actor jsonb not null,
  body text not null,
  files uuid[] not null default '{}',
  at timestamptz not null,
  hash bytea not null,
  primary key (member_id, entry_id, seq)
);

-- When each side had messages up to seq on its screen: the first time only, never changed.
create table message_seen (
  member_id text not null,
  entry_id uuid not null,
  side text not null check (side in ('service', 'citizen')),
  seq integer not null,
  actor jsonb not null,
  at timestamptz not null,
  primary key (member_id, entry_id, side, seq)
);

-- What agents write for each other. A table of its own: no reading for a citizen can forget to leave it out.
create table note (
  member_id text not null,
  entry_id uuid not null,
  seq integer not null check (seq >= 1),
  actor jsonb not null,
  body text not null,
  at timestamptz not null,
  hash bytea not null,
  primary key (member_id, entry_id, seq)
);

-- What somebody must do about an entry, whatever its state: answer, mend an address, post a letter.
create table entry_task (
  member_id text not null,
  entry_id uuid not null,
  kind text not null check (kind in ('reply', 'bounce', 'post')),
  definition text not null,
  since timestamptz not null,
  done_at timestamptz,
  done_by jsonb,
  primary key (member_id, entry_id, kind)
);
create index entry_task_open on entry_task (member_id, definition, kind, since, entry_id) where done_at is null;

-- Each mail or text message an entry owed, and what became of it.
create table delivery (
  member_id text not null,
  id uuid not null,
  entry_id uuid not null,
  channel text not null check (channel in ('mail', 'sms', 'post')),
  -- the law asks for it; a reminder; news of a message
  kind text not null check (kind in ('legal', 'reminder', 'message')),
  subject text not null,
  -- the words to print: letters only
  body text,
  -- the recipient, sealed: in clear it would join entries of several sectors
  recipient bytea,
  -- Message-ID of the mail, or what the provider calls the text message
  message_id text,
  state text not null
    check (state in ('sent', 'delivered', 'held', 'refused', 'bounced', 'complained', 'to-post', 'posted')),
  -- RFC 3463 ("5.1.1"), or the provider's word
  status text,
  at timestamptz not null,
  -- when the state became what it is
  changed_at timestamptz not null,
  primary key (member_id, id)
);
create index delivery_entry on delivery (member_id, entry_id, at desc);
-- What comes back from outside names a message and no member.
create index delivery_message on delivery (message_id) where message_id is not null;

-- What waits for the next digest of one person, whom only the installation can tell.
create table held_mail (
  member_id text not null,
  id uuid not null,
  sealed bytea not null,
  due_at timestamptz not null,
  primary key (member_id, id)
);

-- Ready answers, for one definition, one unit, or the whole member.
create table canned_answer (
  member_id text not null references member,
  id uuid not null,
  definition text,
  unit text,
  title text not null,
  body text not null,
  updated_at timestamptz not null,
  primary key (member_id, id),
  check (definition is null or unit is null)
);

-- The demonstration also keeps text messages, and mails as they look.
alter table outbox
  add column channel text not null default 'mail',
  add column html text,
  add column state text;

-- Whether the sealed profile holds a choice of how to be reached: others need not be opened to know.
alter table account add column chose_channel boolean not null default false;

grant select, insert on message, message_seen, note to guichet_app;
grant select, insert, update on entry_task, delivery to guichet_app;
grant select, insert, delete on held_mail to guichet_app;
grant select, insert, update, delete on canned_answer to guichet_app;

select limit_to_member('message', 'message_seen', 'note', 'entry_task', 'delivery', 'held_mail', 'canned_answer');
