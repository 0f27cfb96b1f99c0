-- Appointments by pre-application number: what the national engine asks about, and what is declared so that nobody takes
-- several for one title.
create table appointment_number (
  member_id text not null,
  entry_id uuid not null,
  number text collate "C" not null,
  booking_id uuid not null,
  -- false once the entry no longer has this number or its slot: kept until that is told
  wanted boolean not null,
  -- as the coordination service knows it, {point, place, date, page}; null when it does not
  declared jsonb,
  primary key (member_id, entry_id, number)
);
create index appointment_number_number on appointment_number (number) where wanted;

grant select, insert, update, delete on appointment_number to guichet_app;
select limit_to_member('appointment_number');

-- Declaring an appointment asks another machine: like a mail, it holds up nothing that does not.
create or replace function claim_inside_effect(p_now timestamptz) returns setof effect language plpgsql as $$
begin
  return query
    select e.* from effect e
    where e.type not in ('mail', 'sms', 'text', 'sealed-mail', 'notice', 'coordinate')
      and e.done_at is null and e.dead_at is null and e.cancelled_at is null and e.run_at <= p_now
      and (e.type = 'timer' or not exists (
        select from effect p
        where p.member_id = e.member_id and p.entry_id = e.entry_id and (p.seq, p.rank) < (e.seq, e.rank)
          and p.type <> 'timer' and p.done_at is null and p.dead_at is null and p.cancelled_at is null))
    order by e.run_at limit 1
    for update skip locked;
end
$$;
