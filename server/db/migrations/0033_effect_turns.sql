-- Effects that nobody waits for: what an action on a whole list owes, timers, which fall together at midnight, the past of a
-- demonstration. They come behind what one person has just done.
alter table effect add column background boolean not null default false;

do $$
begin
  perform set_config('guichet.system', 'on', true);
  update effect set background = true
  where type = 'timer' and done_at is null and dead_at is null and cancelled_at is null;
end
$$;

-- Whether one of a kind is due at all; then, in the order they are claimed, those of one member.
drop index effect_due;
create index effect_due on effect (background, run_at)
  where done_at is null and dead_at is null and cancelled_at is null;
create index effect_turn on effect (background, member_id, run_at, entry_id, seq, rank)
  where done_at is null and dead_at is null and cancelled_at is null;

-- Of those that ask nothing of another machine, the next due.
create index effect_inside on effect (run_at)
  where type not in ('mail', 'sms', 'text', 'sealed-mail', 'notice')
    and done_at is null and dead_at is null and cancelled_at is null;

-- Records the effects owed by one event. p_effects: [{type, params, sendId?, runAt?, background?}], in order.
-- In PL/pgSQL, which keeps its plans from one call to the next: the same in SQL was planned at each, for half of what a
-- filing cost the base.
create or replace function owe_effects(p_member text, p_entry uuid, p_seq integer, p_at timestamptz, p_effects jsonb)
returns void language plpgsql as $$
begin
  insert into effect (member_id, entry_id, seq, rank, type, params, send_id, run_at, background)
  select p_member, p_entry, p_seq, e.rank::integer, e.effect->>'type', e.effect->'params', e.effect->>'sendId',
         coalesce((e.effect->>'runAt')::timestamptz, p_at),
         e.effect->>'type' = 'timer' or coalesce((e.effect->>'background')::boolean, false)
  from jsonb_array_elements(p_effects) with ordinality as e(effect, rank);

  -- The effects of an entry run in their order: those before one that somebody waits for cannot stay behind.
  if p_seq > 1 then
    update effect set background = false
    where member_id = p_member and entry_id = p_entry and seq < p_seq and background and type <> 'timer'
      and done_at is null and dead_at is null and cancelled_at is null
      and exists (select from jsonb_array_elements(p_effects) as e(effect)
                  where e.effect->>'type' <> 'timer' and e.effect->'background' is null);
  end if;
end
$$;

-- Locks the next due effect until the end of the transaction: of those that somebody waits for first, or last when
-- p_background. Members come one after the other, from the one after p_fresh or p_behind, the last served of each kind: the
-- many effects of one hold up no other. Effects of an entry run in their order; a timer does not wait for them.
create function claim_effect(p_now timestamptz, p_background boolean, p_fresh text, p_behind text)
returns setof effect language plpgsql as $$
declare
  kind boolean;
  first text;
  turn text;
  round integer;
begin
  foreach kind in array array[p_background, not p_background]
  loop
    continue when not exists (
      select from effect e
      where e.background = kind and e.run_at <= p_now
        and e.done_at is null and e.dead_at is null and e.cancelled_at is null);
    first := case when kind then p_behind else p_fresh end;
    for round in 1..2
    loop
      turn := case round when 1 then first else '' end;
      loop
        select min(e.member_id) into turn from effect e
        where e.background = kind and e.member_id > turn
          and e.done_at is null and e.dead_at is null and e.cancelled_at is null;
        exit when turn is null or (round = 2 and turn > first);
        return query
          select e.* from effect e
          where e.background = kind and e.member_id = turn and e.run_at <= p_now
            and e.done_at is null and e.dead_at is null and e.cancelled_at is null
            and (e.type = 'timer' or not exists (
              select from effect p
              where p.member_id = e.member_id and p.entry_id = e.entry_id and (p.seq, p.rank) < (e.seq, e.rank)
                and p.type <> 'timer' and p.done_at is null and p.dead_at is null and p.cancelled_at is null))
          order by e.run_at, e.entry_id, e.seq, e.rank limit 1
          for update skip locked;
        if found then
          return;
        end if;
      end loop;
    end loop;
  end loop;
end
$$;

-- Locks the next due effect that asks nothing of another machine, whoever waits for it: however slow the mail server is, the
-- clocks of the law go on.
create function claim_inside_effect(p_now timestamptz) returns setof effect language plpgsql as $$
begin
  return query
    select e.* from effect e
    where e.type not in ('mail', 'sms', 'text', 'sealed-mail', 'notice')
      and e.done_at is null and e.dead_at is null and e.cancelled_at is null and e.run_at <= p_now
      and (e.type = 'timer' or not exists (
        select from effect p
        where p.member_id = e.member_id and p.entry_id = e.entry_id and (p.seq, p.rank) < (e.seq, e.rank)
          and p.type <> 'timer' and p.done_at is null and p.dead_at is null and p.cancelled_at is null))
    order by e.run_at limit 1
    for update skip locked;
end
$$;
