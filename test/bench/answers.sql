-- The fifteen answers of the n-th entry, shaped like those of payload.ts.
create function bench_answers(n integer) returns jsonb language sql immutable as $$
  select jsonb_build_object(
    'nom', (array['Lefèvre', 'Moreau', 'Simon', 'Laurent', 'Michel', 'Garcia', 'Roux', 'Schmitt', 'Weber', 'Legrand'])[1 + n % 10] || '-' || n,
    'prenoms', (array['Jeanne', 'Louise', 'Gabriel', 'Anna', 'Malo', 'Inès', 'Adam', 'Côme', 'Zoé', 'Noé'])[1 + n / 10 % 10],
    'naissance', (date '2015-01-01' + n % 3000)::text,
    'sexe', case n % 2 when 0 then 'm' else 'f' end,
    'ecole', (array['ferry', 'curie', 'prevert'])[1 + n % 3],
    'responsable', 'Claude ' || n,
    'qualite', (array['mere', 'pere', 'tuteur'])[1 + n % 3],
    'voie', (1 + n % 120) || ' rue du Sauvage',
    'codePostal', case n % 2 when 0 then '50100' else '68100' end,
    'commune', case n % 2 when 0 then 'Cherbourg-en-Cotentin' else 'Mulhouse' end,
    'courriel', 'famille.' || n || '@exemple.fr',
    'telephone', '+336' || (10000000 + n % 89999999),
    'jours', 2 + n % 4,
    'revenu', 100000 + n % 400000,
    'precisions', 'Arrivée vers 7 h, avec une grande sœur déjà inscrite à la même école depuis la rentrée ' || n || '.')
$$;
