-- $1 entries over forty members, with one to three facts each, then the three indexes.
create temporary table drawn as
select n,
       'commune-' || lpad((1 + n % 40)::text, 2, '0') as member_id,
       gen_random_uuid() as id,
       case when n / 40 % 10 < 4 then 'recue' when n / 40 % 10 < 6 then 'instruction' else 'close' end as state,
       now() - n * (interval '700 days' / :count) as created_at,
       bench_answers(n) as answers
from generate_series(1, :count) as n;

insert into entry
select member_id, id, upper(substr(id::text, 1, 8)), 'bench/inscription', state,
       case state when 'recue' then 1 when 'instruction' then 2 else 3 end, answers, created_at, created_at
from drawn;

insert into entry_event
select member_id, id, seq, case seq when 1 then 'ouverture' when 2 then 'instruire' else 'clore' end,
       case seq when 2 then 'recue' when 3 then 'instruction' end,
       case seq when 1 then 'recue' when 2 then 'instruction' else 'close' end,
       '{"kind": "citizen", "id": "bench"}', created_at + seq * interval '1 day', '{}'
from drawn, generate_series(1, 3) as seq
where seq <= case state when 'recue' then 1 when 'instruction' then 2 else 3 end;

create index entry_list on entry (member_id, definition, created_at desc, id desc);
create index entry_state on entry (member_id, definition, state, created_at desc, id desc);
