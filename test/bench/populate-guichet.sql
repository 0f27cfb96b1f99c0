-- :count entries over forty members in Guichet's own tables, with one to three facts each. Digests are of the right
-- length and not of the right value: the bench never walks a chain.
set session_replication_role = replica;

create temporary table drawn as
select n,
       'commune-' || lpad((1 + n % 40)::text, 2, '0') as member_id,
       gen_random_uuid() as id,
       case when n / 40 % 10 < 4 then 'recue' when n / 40 % 10 < 6 then 'instruction' else 'close' end as state,
       now() - n * (interval '700 days' / :count) as created_at,
       bench_answers(n) as answers
from generate_series(1, :count) as n;

insert into entry (member_id, id, reference, definition, version, kind, state, revision, answers, holder,
                   k1, k2, k3, k4, search, head, created_at, updated_at)
select member_id, id, upper(substr(md5(n::text), 1, 4) || '-' || substr(md5(n::text), 5, 6)), 'bench/inscription', 1,
       'service', state, case state when 'recue' then 1 when 'instruction' then 2 else 3 end, answers,
       encode(sha256(n::text::bytea), 'base64'),
       lower(answers->>'nom'), lower(answers->>'prenoms'), answers->>'naissance', answers->>'ecole',
       lower(concat_ws(' ', upper(substr(md5(n::text), 1, 4) || '-' || substr(md5(n::text), 5, 6)), replace(translate(answers->>'nom', 'è', 'e'), '-', ' '), translate(answers->>'prenoms', 'èéôïë', 'eeoie'))), sha256(id::text::bytea), created_at, created_at
from drawn;

insert into entry_state (member_id, entry_id, definition, state, created_at, updated_at, k1, k2, k3, k4)
select member_id, id, definition, state, created_at, updated_at, k1, k2, k3, k4 from entry;

insert into entry_word (member_id, definition, word, created_at, entry_id)
select member_id, definition, word, created_at, id from entry cross join lateral unnest(search_words(search)) as word
order by member_id, definition, word, created_at, id;

insert into near_word (member_id, definition, variant, word)
select distinct member_id, definition, overlay(word placing '' from place for 1), word
from (select distinct member_id, definition, word from entry_word
      where char_length(word) between 4 and 24 and word !~ '[0-9]') as known
cross join lateral generate_series(1, char_length(word)) as place;

insert into entry_event (member_id, entry_id, seq, type, from_state, to_state, actor, at, data, answers_digest, hash)
select member_id, id, seq, case seq when 1 then 'open' when 2 then 'instruire' else 'clore' end,
       case seq when 2 then 'recue' when 3 then 'instruction' end,
       case seq when 1 then 'recue' when 2 then 'instruction' else 'close' end,
       '{"kind": "citizen", "id": "banc"}', created_at + seq * interval '1 day',
       case seq when 1 then '{}' else '{"answers": {"motif": "Dossier vu"}}' end::jsonb,
       sha256(answers::text::bytea), sha256(id::text::bytea)
from drawn, generate_series(1, 3) as seq
where seq <= case state when 'recue' then 1 when 'instruction' then 2 else 3 end;

set session_replication_role = origin;
