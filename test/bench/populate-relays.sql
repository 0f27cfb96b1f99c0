-- Relays of three members: :count participations, a tenth of childminders, as many families as half of these, contacts, requests,
-- sessions, trainings. Digests are of the right length and not of the right value.
set session_replication_role = replica;

create function bench_id(kind text, n bigint) returns uuid language sql immutable as
  $$ select md5(kind || n)::uuid $$;
create function bench_member(n bigint) returns text language sql immutable as
  $$ select 'relais-' || (1 + n % 3) $$;
create function bench_commune(n bigint) returns text language sql immutable as
  $$ select (array['Barneville-Carteret', 'Bricquebec', 'Cherbourg-en-Cotentin', 'Équeurdreville', 'Flamanville', 'La Hague',
    'Les Pieux', 'Martinvast', 'Montebourg', 'Quettehou', 'Saint-Vaast-la-Hougue', 'Tourlaville', 'Valognes'])[1 + n % 13] $$;
create function bench_day(n bigint) returns text language sql immutable as
  $$ select (date '2025-01-01' + (n * 7919 % 700)::integer)::text $$;

create temporary table made (kind text, n bigint, definition text, state text, answers jsonb, k text[]);

insert into made
select 'a', n, 'relais/assistante-maternelle', case n % 20 when 0 then 'arret' when 1 then 'suspension' else 'en-activite' end,
  jsonb_build_object('nomNaissance', 'Lemarchand ' || n, 'prenoms', 'Jeanne', 'lieuExercice', case n % 9 when 0 then 'mam' else 'domicile' end,
    'adresse', jsonb_build_object('voie', n % 120 || ' rue du Sauvage', 'codePostal', '50100', 'commune', bench_commune(n)),
    'secteur', 'Secteur ' || n % 12, 'telephone', '+33261910' || n % 1000, 'courriel', 'a' || n || '@exemple.fr',
    'enfantsAccueillis', n % 4, 'placesLibres', n / 3 % 3, 'finAgrement', bench_day(n),
    'agrements', jsonb_build_array(jsonb_build_object('numero', n::text, 'debut', '2022-01-01', 'fin', bench_day(n), 'capacite', 4))),
  array['lemarchand ' || n, 'jeanne', lower(bench_commune(n)), case n % 9 when 0 then 'mam' else 'domicile' end, '1' || n / 3 % 3, bench_day(n)]
from generate_series(1, :count / 10) as n;

insert into made
select 'f', n, 'relais/famille', 'active',
  jsonb_build_object('nom', 'Lepoittevin ' || n, 'prenom', 'Anne', 'telephone', '+33261911' || n % 1000,
    'adresse', jsonb_build_object('voie', '1 rue Haute', 'codePostal', '50100', 'commune', bench_commune(n))),
  array['lepoittevin ' || n, 'anne', lower(bench_commune(n)), '', '', '']
from generate_series(1, :count / 20) as n;

insert into made
select 'p', n, 'relais/participation',
  case n % 10 when 0 then 'absente' when 1 then 'excusee' when 2 then 'annulee' when 3 then 'inscrite' else 'presente' end,
  jsonb_build_object('qualite', case n % 8 when 0 then 'parent' when 1 then 'garde' else 'assistante' end,
    'nom', 'Lemarchand ' || n % (:count / 10), 'prenom', 'Jeanne', 'commune', bench_commune(n), 'courriel', 'a' || n || '@exemple.fr',
    'assistante', bench_id('a', 1 + n % (:count / 10)), 'enfantsNombre', n % 4,
    'enfants', (select coalesce(jsonb_agg(jsonb_build_object('prenom', 'Malo', 'naissance', '2024-05-01', 'autorisation', true, 'photo', false)), '[]')
      from generate_series(1, n % 4)),
    'fiches', jsonb_build_array(jsonb_build_object('enfant', bench_id('e', n % 50000))),
    'place', jsonb_build_object('intitule', 'Éveil musical', 'lieu', 'Salle des fêtes', 'jour', bench_day(n), 'fin', bench_day(n), 'duree', 90, 'attente', false)),
  array['lemarchand ' || n % (:count / 10), 'jeanne', case n % 8 when 0 then 'parent' when 1 then 'garde' else 'assistante' end,
    lower(bench_commune(n)), 'eveil musical', '1' || n % 4]
from generate_series(1, :count) as n;

insert into made
select 'c', n, 'relais/contact', case n % 9 when 0 then 'suite' else 'clos' end,
  jsonb_build_object('jour', bench_day(n), 'canal', (array['telephone', 'courriel', 'visite', 'rendez-vous'])[1 + n % 4],
    'public', (array['famille', 'famille', 'assistante', 'autre', 'candidate'])[1 + n % 5], 'duree', 5 + n % 30,
    'sujets', jsonb_build_array((array['recherche', 'contrat', 'cmg', 'formation'])[1 + n % 4], 'autre'), 'commune', bench_commune(n),
    'partage', true)
    || case n % 5 when 0 then jsonb_build_object('famille', bench_id('f', 1 + n % (:count / 20)))
        when 1 then jsonb_build_object('famille', bench_id('f', 1 + n * 13 % (:count / 20)))
        when 2 then jsonb_build_object('assistante', bench_id('a', 1 + n % (:count / 10))) else '{}' end,
  array[bench_day(n), (array['famille', 'famille', 'assistante', 'autre', 'candidate'])[1 + n % 5], 'telephone', '', '', lower(bench_commune(n))]
from generate_series(1, :count / 4) as n;

insert into made
select 'd', n, 'relais/demande-accueil', (array['en-cours', 'trouve', 'trouve', 'abandonnee'])[1 + n % 4],
  jsonb_build_object('famille', bench_id('f', 1 + n % (:count / 20)), 'origine', (array['monenfant', 'telephone', 'portail'])[1 + n % 3],
    'arriveLe', bench_day(n), 'debut', bench_day(n), 'modes', jsonb_build_array('assistante', 'creche'), 'atypique', n % 6 = 0),
  array[bench_id('f', 1 + n % (:count / 20))::text, '', bench_day(n), 'telephone', '0', bench_day(n)]
from generate_series(1, :count / 20) as n;

insert into made
select 's', n, 'relais/temps-collectif', case n % 12 when 0 then 'annulee' else 'terminee' end,
  jsonb_build_object('nom', 'Éveil musical', 'categorie', (array['eveil', 'musique', 'sortie'])[1 + n % 3], 'lieu', 'Salle des fêtes',
    'placesAdultes', 10, 'placesEnfants', 20, 'dates', jsonb_build_array(jsonb_build_object('jour', bench_day(n), 'de', '10:00', 'a', '11:30'))),
  array['eveil musical', 'eveil', 'salle des fetes', '210', '220', '']
from generate_series(1, :count / 50) as n;

insert into made
select 't', n, 'relais/professionnalisation', 'terminee',
  jsonb_build_object('nom', 'Soirée', 'categorie', (array['soiree', 'analyse', 'conference'])[1 + n % 3], 'lieu', 'Relais', 'places', 20,
    'dates', jsonb_build_array(jsonb_build_object('jour', bench_day(n), 'de', '20:00', 'a', '22:00'))),
  array['soiree', 'soiree', 'relais', '', '', '220']
from generate_series(1, :count / 500) as n;

insert into made
select 'h', n, 'relais/participation-professionnelle', case n % 5 when 0 then 'absente' when 1 then 'comptee' else 'presente' end,
  jsonb_build_object('nom', 'Lemarchand ' || n, 'prenom', 'Jeanne', 'commune', bench_commune(n), 'cadre', case n % 5 when 1 then 'ailleurs' else 'relais' end,
    'assistante', bench_id('a', 1 + n % (:count / 10)), 'jour', bench_day(n), 'heures', 2 + n % 6),
  array['lemarchand ' || n, 'jeanne', lower(bench_commune(n)), 'relais', bench_day(n), '12']
from generate_series(1, :count / 10) as n;

insert into entry (member_id, id, reference, definition, version, kind, state, revision, answers, holder,
                   k1, k2, k3, k4, k5, k6, search, head, created_at, updated_at)
select bench_member(n), bench_id(kind, n), upper(kind || '-' || n), definition,
  (select max(version) from definition_version d where d.id = made.definition), case when kind in ('p', 'h') then 'service' else 'register' end,
  state, 2, answers, null, k[1], k[2], k[3], k[4], k[5], k[6], lower(kind || '-' || n) || ' ' || k[1], sha256(n::text::bytea),
  timestamptz '2025-01-01' + (n % 60000000 * 7919 % 60000) * interval '16 minutes', now()
from made;

insert into entry_state (member_id, entry_id, definition, state, created_at, updated_at, k1, k2, k3, k4, k5, k6)
select member_id, id, definition, state, created_at, updated_at, k1, k2, k3, k4, k5, k6 from entry;

-- What refers to what, as the worker writes it.
insert into entry_word (member_id, definition, word, created_at, entry_id)
select member_id, definition, '→' || replace(answers ->> 'assistante', '-', ''), created_at, id from entry where answers ? 'assistante'
union all
select member_id, definition, '→' || replace(answers ->> 'famille', '-', ''), created_at, id from entry where answers ? 'famille';

insert into entry_event (member_id, entry_id, seq, type, from_state, to_state, actor, at, data, answers_digest, hash)
select member_id, id, 2, 'trouver', 'en-cours', 'trouve', '{"kind": "agent"}', created_at + interval '30 days', '{}',
  sha256('a'::bytea), sha256('b'::bytea)
from entry where definition = 'relais/demande-accueil' and state = 'trouve';

set session_replication_role = origin;
