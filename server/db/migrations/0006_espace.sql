-- What belongs to one citizen's account, and requests that change hands from a visitor to her account.

-- People she files for. Names, birth date and link are sealed: here the base only knows how many they are.
create table account_person (
  account_id uuid not null references account on delete cascade,
  id uuid not null,
  sealed bytea not null,
  created_at timestamptz not null,
  primary key (account_id, id)
);
alter table account_person enable row level security;
alter table account_person force row level security;
create policy account_only on account_person
  using (account_id::text = current_setting('guichet.account', true))
  with check (account_id::text = current_setting('guichet.account', true));
create policy system_all on account_person using (current_setting('guichet.system', true) = 'on')
  with check (current_setting('guichet.system', true) = 'on');
grant select, insert, update, delete on account_person to guichet_app;

alter table draft
  -- whom it is filed for, when it is not for her who files: never the id of a person of her household, which would
  -- lead from the pseudonym to the account
  add column on_behalf jsonb,
  -- keys of the fields filled from her account when it began
  add column prefilled text[] not null default '{}';

-- Gives an entry to another holder, its files with it, if it still has the expected revision. False, and nothing
-- written, when it has not. The state and the answers stay.
create function claim_entry(
  p_member text, p_id uuid, p_expected integer, p_holder text, p_head bytea, p_at timestamptz, p_type text, p_state text,
  p_event_actor jsonb, p_digest bytea
) returns boolean language plpgsql as $$
begin
  perform set_config('guichet.member', p_member, true);
  update entry set holder = p_holder, revision = p_expected + 1, head = p_head, updated_at = p_at
  where member_id = p_member and id = p_id and revision = p_expected;
  if not found then
    return false;
  end if;
  insert into entry_event (member_id, entry_id, seq, type, from_state, to_state, actor, at, data, answers_digest, hash)
  values (p_member, p_id, p_expected + 1, p_type, p_state, p_state, p_event_actor, p_at, '{}', p_digest, p_head);
  update attachment set owner = p_holder where member_id = p_member and entry_id = p_id;
  return true;
end
$$;
