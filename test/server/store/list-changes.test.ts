import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assignEntry } from "../../../server/commands/assign-entry.ts";
import { openEntry } from "../../../server/commands/open-entry.ts";
import { sendEvent } from "../../../server/commands/send-event.ts";
import type { Context } from "../../../server/context.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { insertAgent } from "../../../server/store/agents.ts";
import { rewriteKeys } from "../../../server/store/entry-keys.ts";
import { listEntries, type Page } from "../../../server/store/entry-list.ts";
import { COUNTED, countFacets } from "../../../server/store/facets.ts";
import type { ListQuery } from "../../../server/store/list-query.ts";
import { writeWords } from "../../../server/store/word-index.ts";
import { agent } from "../../helpers/actors.ts";
import { catalogueOf } from "../../helpers/catalogue.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { install, MEMBERS, type TestInstallation } from "../identity/installation.ts";

const STALL = buildDefinition({
  id: "essai/etal",
  properties: { nom: { type: "string", title: "Nom" } },
  definition: { list: ["nom"], search: ["nom"] },
});
const member = "mulhouse";
const SOPHIE = randomUUID();
const WORKER = agent({ id: SOPHIE, member });
/** More than a list sorts at once: what is asked is then met in the order of the list. */
const MANY = 2_400;

let installation: TestInstallation;
let ctx: Context;

beforeAll(async () => {
  installation = await install();
  ctx = { ...installation.ctx, catalogue: catalogueOf(MEMBERS, [STALL]) };
  await insertAgent(ctx.db, {
    ...{ id: SOPHIE, member, email: "sophie@mulhouse.example", name: "Sophie Muller" },
    ...{ roles: ["agent"], units: [], passwordHash: "aucun" },
  });
});
afterAll(() => installation.stop());

const inMember = <T>(fn: Parameters<typeof withActor<T>>[2]) => withActor(ctx.db, { member }, fn);

/** What the queues copy of an entry, beside what the entry says. */
async function copied(id: string) {
  const [row] = await inMember(
    (tx) => tx`
      select s.state, s.assignee, s.k1, s.due::text, s.updated_at,
        (s.state, s.assignee, s.k1, s.updated_at) is not distinct from (e.state, e.assignee, e.k1, e.updated_at)
          and s.due is not distinct from (e.clock->>'due')::date as same
      from entry_state s join entry e on e.id = s.entry_id where s.entry_id = ${id}`,
  );
  return row;
}

test("the moment of the last change follows a filing, an event, an assignment and what is written behind them", async () => {
  const opened = await openEntry(ctx, { member, definition: STALL, actor: WORKER, answers: { nom: "Wolf" } });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  const { id } = opened.value.view;
  const named = { member, definitionId: STALL.id, id, actor: WORKER, revision: null };
  const moments: unknown[] = [];
  const seen = async () => {
    const row = await copied(id);
    expect(row).toMatchObject({ same: true });
    moments.push(row?.["updatedAt"]);
    installation.advance(60_000);
  };
  await seen();
  expect(await assignEntry(ctx, { ...named, assignee: SOPHIE })).toMatchObject({ ok: true });
  await seen();
  expect(await sendEvent(ctx, { ...named, type: "prendre-en-charge" })).toMatchObject({ ok: true });
  await seen();
  await inMember(
    (tx) => tx`update entry set updated_at = ${ctx.clock()}, clock = '{"due": "2026-05-01"}' where id = ${id}`,
  );
  await seen();
  expect(new Set(moments.map(String)).size).toBe(4);
  await rewriteKeys(ctx.db, STALL.id, () => ({ keys: ["loup"], search: "loup" }));
  expect(await copied(id)).toMatchObject({ same: true, k1: "loup", due: "2026-05-01", assignee: SOPHIE });
  await inMember((tx) => tx`update entry set definition = 'essai/ailleurs' where id = ${id}`);
  await inMember((tx) => tx`update entry_state set definition = 'essai/ailleurs' where entry_id = ${id}`);
});

interface Filed {
  readonly id: string;
  readonly state: string;
  readonly assignee: string | null;
  readonly nom: string;
  readonly search: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

describe("among many entries, a list", () => {
  const STATES = ["deposee", "instruction", "acceptee", "etat-d-une-ancienne-version"];
  let all: readonly Filed[];

  beforeAll(async () => {
    all = await inMember(
      (tx) => tx<Filed[]>`
        with made as (
          insert into entry (member_id, id, reference, definition, version, kind, state, revision, answers, search, head, assignee,
                             k1, created_at, updated_at)
          select ${member}, gen_random_uuid(), 'E' || n, ${STALL.id}, 1, 'service', (${STATES}::text[])[1 + n % 4], 1,
            jsonb_build_object('nom', 'nom ' || n % 90), 'nom ' || chr(97 + n % 26) || 'loup', '',
            case when n % 5 = 0 then ${SOPHIE}::uuid end, 'nom ' || n % 90,
            '2026-01-01T08:00:00Z'::timestamptz + n * interval '7 minutes',
            '2026-02-01T08:00:00Z'::timestamptz + (n * 7919 % ${MANY}) * interval '10 minutes'
          from generate_series(1, ${MANY}::integer) as n
          returning member_id, id, definition, state, assignee, k1, search, created_at, updated_at)
        , queued as (
          insert into entry_state (member_id, entry_id, definition, state, assignee, k1, created_at, updated_at)
          select member_id, id, definition, state, assignee, k1, created_at, updated_at from made)
        select id, state, assignee, k1 as nom, search, created_at as "createdAt", updated_at as "updatedAt" from made`,
    );
    while (await writeWords(ctx.db));
  });

  const ORDERS: Readonly<Record<string, (each: Filed) => string>> = {
    updatedAt: ({ updatedAt }) => updatedAt.toISOString(),
    createdAt: ({ createdAt }) => createdAt.toISOString(),
    nom: ({ nom }) => nom,
  };
  const within = (moment: Date, [from, to]: readonly [string, string]) =>
    moment.toISOString() >= from && moment.toISOString() < to;
  /** Days of Paris in winter, as instants. */
  const FEW_DAYS = ["2026-02-02T23:00:00.000Z", "2026-02-03T23:00:00.000Z"] as const;
  const MOST_DAYS = ["2026-01-31T23:00:00.000Z", "2026-02-20T23:00:00.000Z"] as const;

  const FIRST_NAMES = ["nom 0", "nom 1", ...Array.from({ length: 10 }, (_, index) => `nom 1${index}`)];

  const CASES: readonly {
    readonly title: string;
    readonly changes: Partial<ListQuery>;
    readonly holds: (each: Filed) => boolean;
  }[] = [
    { title: "of everything", changes: {}, holds: () => true },
    { title: "of one state", changes: { state: ["instruction"] }, holds: ({ state }) => state === "instruction" },
    {
      title: "of states, of an agent or nobody",
      changes: { state: ["deposee", "instruction", "deposee"], assignees: [SOPHIE, "none"] },
      holds: ({ state }) => state === "deposee" || state === "instruction",
    },
    {
      title: "of an agent",
      changes: { assignees: [SOPHIE] },
      holds: ({ assignee }) => assignee === SOPHIE,
    },
    {
      title: "changed on one day",
      changes: { filters: { _modifiee: ["2026-02-03..2026-02-03"] } },
      holds: ({ updatedAt }) => within(updatedAt, FEW_DAYS),
    },
    {
      title: "changed over many days",
      changes: { filters: { _modifiee: ["2026-02-01..2026-02-20"] } },
      holds: ({ updatedAt }) => within(updatedAt, MOST_DAYS),
    },
    {
      title: "of states changed over many days, by name",
      changes: { state: STATES, filters: { _modifiee: ["2026-02-01..2026-02-20"], nom: ["nom 3", "nom 45"] } },
      holds: ({ updatedAt, nom }) => within(updatedAt, MOST_DAYS) && ["nom 3", "nom 45"].includes(nom),
    },
    {
      title: "of a state, changed over some days: a page in a thousand by name",
      changes: { state: ["instruction"], filters: { _modifiee: ["2026-02-01..2026-02-06"] } },
      holds: ({ state, updatedAt }) =>
        state === "instruction" && within(updatedAt, ["2026-01-31T23:00:00.000Z", "2026-02-06T23:00:00.000Z"]),
    },
    {
      title: "of a state and the first names: some, then none",
      changes: { state: ["instruction"], filters: { nom: FIRST_NAMES } },
      holds: ({ state, nom }) => state === "instruction" && FIRST_NAMES.includes(nom),
    },
    {
      title: "received these days and changed those",
      changes: { filters: { _modifiee: ["2026-02-01..2026-02-20"], _recue: ["2026-01-02..2026-01-04"] } },
      holds: ({ updatedAt, createdAt }) =>
        within(updatedAt, MOST_DAYS) && within(createdAt, ["2026-01-01T23:00:00.000Z", "2026-01-04T23:00:00.000Z"]),
    },
    { title: "of a word that all bear", changes: { q: "nom" }, holds: () => true },
    {
      title: "of a word that all bear, of states, of an agent",
      changes: { q: "nom", state: ["deposee", "instruction"], assignees: [SOPHIE] },
      holds: ({ state, assignee }) => (state === "deposee" || state === "instruction") && assignee === SOPHIE,
    },
    {
      title: "of a word that few bear, changed over many days",
      changes: { q: "nom cloup", filters: { _modifiee: ["2026-02-01..2026-02-20"] } },
      holds: ({ search, updatedAt }) => search === "nom cloup" && within(updatedAt, MOST_DAYS),
    },
    { title: "of no state at all", changes: { state: [] }, holds: () => false },
  ];

  /** The entries of a case, as a list sorted so should tell them. */
  function told(holds: (each: Filed) => boolean, sort: string): readonly string[] {
    const place = ORDERS[sort.replace("-", "")] ?? (() => "");
    const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
    const ascending = all.filter(holds).sort((a, b) => compare(place(a), place(b)) || compare(a.id, b.id));
    return (sort.startsWith("-") ? ascending.reverse() : ascending).map(({ id }) => id);
  }

  /** The pages of a list from its first to its last, a hundred entries each. */
  async function pagesOf(changes: Partial<ListQuery>): Promise<readonly Page[]> {
    const pages: Page[] = [];
    for (let after: string | null = ""; after !== null; after = pages.at(-1)?.next ?? null)
      pages.push(await page({ ...changes, ...(after !== "" && { after }) }));
    return pages;
  }
  const page = (changes: Partial<ListQuery>) => listEntries(ctx, { member, definition: STALL, limit: 100, ...changes });
  const ids = ({ items }: Page) => items.map(({ id }) => id);

  describe.each(CASES)("$title", ({ changes, holds }) => {
    const sorts = Object.keys(ORDERS).flatMap((name) => [name, `-${name}`]);
    test.each(sorts)("is told in order both ways by %s", async (sort) => {
      const pages = await pagesOf({ ...changes, sort });
      expect(pages.flatMap(ids)).toEqual(told(holds, sort));
      for (const [index, { previous }] of pages.entries()) {
        const before = pages[index - 1];
        if (before) expect(ids(await page({ ...changes, sort, before: previous ?? "" }))).toEqual(ids(before));
      }
    });

    test("has the numbers of its first entries", async () => {
      const queries = [{ member, definition: STALL, limit: 1, ...changes }];
      const { counts } = await countFacets(ctx, [{ name: "_etat", queries }]);
      const total = [...(counts.get("_etat") ?? new Map<string, number>()).values()].reduce(
        (sum, each) => sum + each,
        0,
      );
      expect(total).toBe(Math.min(COUNTED, all.filter(holds).length));
    });
  });
});
