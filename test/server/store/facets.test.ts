import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../../engine/index.ts";
import { assignEntry } from "../../../server/commands/assign-entry.ts";
import { openEntry } from "../../../server/commands/open-entry.ts";
import { sendEvent } from "../../../server/commands/send-event.ts";
import type { Context } from "../../../server/context.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { insertAgent } from "../../../server/store/agents.ts";
import { rewriteKeys } from "../../../server/store/entry-keys.ts";
import { type ListedEntry, listEntries } from "../../../server/store/entry-list.ts";
import { COUNTED, countFacets, type Facet } from "../../../server/store/facets.ts";
import { listAcross } from "../../../server/store/list-across.ts";
import type { ListQuery } from "../../../server/store/list-query.ts";
import { agent } from "../../helpers/actors.ts";
import { catalogueOf } from "../../helpers/catalogue.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { install, MEMBERS, type TestInstallation } from "../identity/installation.ts";

const VEHICLE = buildDefinition({
  id: "essai/vehicule",
  properties: {
    nom: { type: "string", title: "Nom" },
    vehicule: {
      type: "string",
      title: "Véhicule",
      oneOf: ["voiture", "velo", "moto"].map((const_) => ({ const: const_, title: const_ })),
    },
    debut: { type: "string", format: "date", title: "Début" },
    rue: { type: "string", title: "Rue" },
  },
  definition: { list: ["nom", "vehicule", "debut"], search: ["nom", "rue"] },
});
const FACETS = ["_etat", "_attribuee", "vehicule"] as const;

let installation: TestInstallation;
let ctx: Context;
const sophie = { mulhouse: randomUUID(), rixheim: randomUUID() } as const;
type Town = keyof typeof sophie;

beforeAll(async () => {
  installation = await install();
  ctx = { ...installation.ctx, catalogue: catalogueOf(MEMBERS, [VEHICLE]) };
  for (const member of ["mulhouse", "rixheim"] as const) {
    await insertAgent(ctx.db, {
      ...{ id: sophie[member], member, email: `sophie@${member}.example`, name: "Sophie Muller" },
      ...{ roles: ["agent"], units: [], passwordHash: "aucun" },
    });
  }
});
afterAll(() => installation.stop());

const who = (member: Town) => agent({ id: sophie[member], member });

async function open(member: Town, answers: Answers): Promise<string> {
  const opened = await openEntry(ctx, { member, definition: VEHICLE, actor: who(member), answers });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  installation.advance(60_000);
  return opened.value.view.id;
}

const named = (member: Town, id: string) => ({
  member,
  definitionId: VEHICLE.id,
  id,
  actor: who(member),
  revision: null,
});

async function send(member: Town, id: string, type: string): Promise<void> {
  expect(await sendEvent(ctx, { ...named(member, id), type })).toMatchObject({ ok: true });
}

async function give(member: Town, id: string, assignee: string | null): Promise<void> {
  expect(await assignEntry(ctx, { ...named(member, id), assignee })).toMatchObject({ ok: true });
}

const ask = (member: Town, changes: Partial<ListQuery> = {}): ListQuery => ({
  ...{ member, definition: VEHICLE, limit: 100 },
  ...changes,
});

/** Every facet of the same list, its numbers by value. */
async function numbers(queries: readonly ListQuery[]) {
  const { counts, partial } = await countFacets(
    ctx,
    FACETS.map((name): Facet => ({ name, queries })),
  );
  expect(partial.size).toBe(0);
  return Object.fromEntries([...counts].map(([name, values]) => [name, Object.fromEntries(values)]));
}

describe("the numbers beside choices", () => {
  test("are those of the moment after a filing, an event, a change of hands or of fields", async () => {
    const queries = [ask("mulhouse", { state: ["deposee", "instruction"] })];
    const first = await open("mulhouse", { nom: "Muller", vehicule: "velo" });
    await open("mulhouse", { nom: "Weber", vehicule: "velo" });
    expect(await numbers(queries)).toEqual({ _etat: { deposee: 2 }, _attribuee: { "": 2 }, vehicule: { velo: 2 } });
    await send("mulhouse", first, "prendre-en-charge");
    await give("mulhouse", first, sophie.mulhouse);
    expect(await numbers(queries)).toEqual({
      _etat: { deposee: 1, instruction: 1 },
      _attribuee: { "": 1, [sophie.mulhouse]: 1 },
      vehicule: { velo: 2 },
    });
    await give("mulhouse", first, null);
    await rewriteKeys(ctx.db, VEHICLE.id, ({ nom = "" }) => ({
      keys: [String(nom).toLowerCase(), nom === "Weber" ? "moto" : "velo", ""],
      search: String(nom).toLowerCase(),
    }));
    expect(await numbers(queries)).toMatchObject({ _attribuee: { "": 2 }, vehicule: { velo: 1, moto: 1 } });
    await send("mulhouse", first, "accepter");
    expect(await numbers(queries)).toEqual({ _etat: { deposee: 1 }, _attribuee: { "": 1 }, vehicule: { moto: 1 } });
  });

  test("join the members that share, each with its own", async () => {
    await open("rixheim", { nom: "Simon", vehicule: "moto" });
    const queries = [ask("mulhouse", { state: ["deposee"] }), ask("rixheim", { state: ["deposee"] })];
    expect(await numbers(queries)).toMatchObject({ _etat: { deposee: 2 }, vehicule: { moto: 2 } });
    expect(await numbers(queries.slice(1))).toMatchObject({ _etat: { deposee: 1 }, vehicule: { moto: 1 } });
  });

  test("stop at some entries, and say so", async () => {
    await copies("rixheim", COUNTED);
    const count = (query: ListQuery) => countFacets(ctx, [{ name: "_etat", queries: [query] }]);
    for (const query of [ask("rixheim"), ask("rixheim", { state: ["deposee"] })]) {
      const { counts, partial } = await count(query);
      expect([...partial]).toEqual(["_etat"]);
      expect(counts.get("_etat")).toEqual(new Map([["deposee", COUNTED]]));
    }
  });
});

/** An entry unlike the others: its fields, its state and whose it is follow from its rank. */
async function variety(rank: number): Promise<string> {
  const id = await open("mulhouse", {
    nom: `Nom ${rank % 7}`,
    ...(rank % 5 > 0 && { vehicule: ["voiture", "velo", "moto"][rank % 3] ?? "velo" }),
    ...(rank % 4 > 0 && { debut: `2026-0${1 + (rank % 9)}-10` }),
    rue: rank % 2 ? "Rue Haute" : "Rue Basse",
  });
  if (rank % 3 > 0) await send("mulhouse", id, "prendre-en-charge");
  if (rank % 4 === 1) await give("mulhouse", id, sophie.mulhouse);
  if (rank % 3 === 2) await send("mulhouse", id, "accepter");
  return id;
}

/** Whether a value is one of these, within one of these ranges, or lacking where "_vide" asks for it. */
function within(value: string | undefined, texts: readonly string[]): boolean {
  if (value === undefined) return texts.includes("_vide");
  const lower = value.toLowerCase();
  return texts.some((text) => {
    const [from = "", to = ""] = text.includes("..") ? text.split("..") : [text, text];
    return from <= lower && (to === "" || lower <= to);
  });
}

/** Copies of the last entry of a member, one second apart, never given to anyone. */
function copies(member: Town, count: number) {
  return withActor(
    ctx.db,
    { member },
    (tx) => tx`
      with made as (
        insert into entry (member_id, id, reference, definition, version, kind, state, revision, answers, search, head,
                           k1, k2, k3, created_at, updated_at)
        select member_id, gen_random_uuid(), gen_random_uuid(), definition, version, kind, 'deposee', 1, answers, search, head,
               k1, k2, k3, created_at - n * interval '1 second', updated_at
        from (select * from entry order by created_at desc limit 1) as last, generate_series(1, ${count}::integer) as n
        returning *)
      insert into entry_state (member_id, entry_id, definition, state, created_at, updated_at, k1, k2, k3)
      select member_id, id, definition, state, created_at, updated_at, k1, k2, k3 from made`,
  );
}

describe("a list told from the narrow table, from the entries or from words", () => {
  const STATES = [undefined, ["deposee"], ["deposee", "instruction"], ["acceptee", "instruction", "retiree"]];
  const HANDS = [undefined, ["none"], [sophie.mulhouse], ["none", sophie.mulhouse]];
  const FILTERS: readonly Readonly<Record<string, readonly string[]>>[] = [
    {},
    { vehicule: ["velo", "moto"] },
    { vehicule: ["_vide"], debut: ["2026-01-01..2026-06-30"] },
    { debut: ["..2026-03-31", "_vide"] },
    { nom: ["nom 3"] },
    { rue: ["rue haute"] },
    { _echeance: ["2026-04-01..2026-04-30"] },
    { _modifiee: ["2026-03-05..2026-03-05"] },
    { _modifiee: ["2026-03-05.."], vehicule: ["velo", "moto"], _recue: ["..2026-03-03"] },
  ];
  const SORTS = ["-createdAt", "createdAt", "nom", "-due", "updatedAt", "-updatedAt"];
  let all: readonly (ListedEntry & { readonly due: string | null })[];

  beforeAll(async () => {
    await withActor(ctx.db, { member: "mulhouse" }, async (tx) => {
      await tx`delete from words_due`;
      await tx`update entry set definition = 'essai/ailleurs'`;
      await tx`update entry_state set definition = 'essai/ailleurs'`;
    });
    const due = new Map<string, string>();
    const untouched: string[] = [];
    for (let rank = 0; rank < 48; rank += 1) {
      const id = await variety(rank);
      if (rank % 6 === 1) due.set(id, `2026-0${4 + (rank % 2)}-0${1 + (rank % 8)}`);
      if (rank % 6 === 3) untouched.push(id);
    }
    installation.advance(2 * 86_400_000);
    for (const id of untouched.reverse()) {
      await give("mulhouse", id, sophie.mulhouse);
      installation.advance(60_000);
    }
    await withActor(ctx.db, { member: "mulhouse" }, async (tx) => {
      await tx`update entry_state set due = d.due::date
        from unnest(${[...due.keys()]}::uuid[], ${[...due.values()]}::text[]) as d (id, due) where entry_id = d.id`;
    });
    const { items } = await listEntries(ctx, ask("mulhouse"));
    all = items.map((item) => ({ ...item, answers: item.answers, due: due.get(item.id) ?? null }));
    expect(all).toHaveLength(48);
  });

  function asked(entry: (typeof all)[number], key: string): string | undefined {
    if (key === "_echeance") return entry.due ?? undefined;
    if (key === "_modifiee") return entry.updatedAt.slice(0, 10);
    if (key === "_recue") return entry.createdAt.slice(0, 10);
    return entry.answers[key] as string | undefined;
  }

  function answering({ state, assignees, filters = {}, q }: Partial<ListQuery>): readonly string[] {
    return all
      .filter((entry) => state?.includes(entry.state) ?? true)
      .filter((entry) => assignees?.includes(entry.assignee ?? "none") ?? true)
      .filter((entry) => q === undefined || String(entry.answers["rue"]).toLowerCase().includes(q))
      .filter((entry) => Object.entries(filters).every(([key, texts]) => within(asked(entry, key), texts)))
      .map(({ id }) => id)
      .sort();
  }

  test.each(STATES.map((state) => ({ state })))(
    "holds what was asked, whatever else is, in $state",
    async ({ state }) => {
      for (const assignees of HANDS) {
        for (const filters of FILTERS) {
          const changes = { filters, ...(state && { state }), ...(assignees && { assignees }) };
          const expected = answering(changes);
          for (const sort of SORTS) {
            expect(await paged({ ...changes, sort }), JSON.stringify({ ...changes, sort })).toEqual(expected);
          }
          expect(await paged({ ...changes, q: "haute" }), JSON.stringify(changes)).toEqual(
            answering({ ...changes, q: "haute" }),
          );
          const { _etat = {} } = await numbers([ask("mulhouse", changes)]);
          expect(Object.values(_etat).reduce((sum, each) => sum + each, 0)).toBe(expected.length);
        }
      }
    },
  );

  /** The ids of a list, read by pages of nine: none twice. */
  async function paged(changes: Partial<ListQuery>): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let after: string | null = ""; after !== null; ) {
      const query = ask("mulhouse", { ...changes, limit: 9, ...(after !== "" && { after }) });
      const page = await listAcross(ctx, [query]);
      ids.push(...page.items.map(({ id }) => id));
      after = page.next;
    }
    return ids.sort();
  }
});
