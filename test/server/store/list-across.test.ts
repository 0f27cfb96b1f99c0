import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openEntry } from "../../../server/commands/open-entry.ts";
import { readAcross, withActor } from "../../../server/db/with-actor.ts";
import { countAcross, findAcross } from "../../../server/store/entries.ts";
import { listEntries, type Page } from "../../../server/store/entry-list.ts";
import { listAcross } from "../../../server/store/list-across.ts";
import { BadParameter, type ListQuery } from "../../../server/store/list-query.ts";
import { agent } from "../../helpers/actors.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { SERVICE } from "../identity/definition.ts";
import { install, type TestInstallation } from "../identity/installation.ts";

const REGISTER = buildDefinition({
  id: "essai/registre",
  properties: { nom: { type: "string", title: "Nom" }, ville: { type: "string", title: "Ville" } },
  definition: { kind: "register", list: ["nom", "ville"], search: ["nom"] },
});
/** The same register, whose list another member keeps shorter. */
const SHORTER = buildDefinition({
  id: REGISTER.id,
  properties: { nom: { type: "string", title: "Nom" }, ville: { type: "string", title: "Ville" } },
  definition: { kind: "register", list: ["nom"], search: ["nom"] },
});
const MEMBERS = ["mulhouse", "rixheim"];
const NAMES = ["Zoé", "abel", "Abel", "Élise", "Abel", "Noé", "𝒵oé", "Noé", "ﬁlou"];

let installation: TestInstallation;

/** Every name in each member; two by two at the same moment. */
beforeAll(async () => {
  installation = await install();
  const { ctx } = installation;
  const catalogue = { ...ctx.catalogue, definition: () => REGISTER, version: async () => REGISTER };
  for (const [index, nom] of NAMES.entries()) {
    for (const member of MEMBERS) {
      const request = { member, definition: REGISTER, actor: { ...agent(), member }, answers: { nom, ville: "Ici" } };
      const opened = await openEntry({ ...ctx, catalogue }, request);
      if (!opened.ok) throw new Error(opened.problem.detail);
    }
    if (index % 2 === 1) installation.advance(1000);
  }
});
afterAll(() => installation.stop());

const queries = (changes: Partial<ListQuery> = {}): readonly ListQuery[] =>
  MEMBERS.map((member) => ({ member, definition: REGISTER, limit: 100, ...changes }));

/** Every entry of a list, read by pages of this many. */
async function walk(changes: Partial<ListQuery>, limit: number) {
  const found: { readonly id: string; readonly member: string; readonly nom: unknown }[] = [];
  let after: string | null = null;
  do {
    const cursor: Partial<ListQuery> = after === null ? {} : { after };
    const page = await listAcross(installation.ctx, queries({ ...changes, limit, ...cursor }));
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items.map(({ id, member, answers }) => ({ id, member, nom: answers["nom"] })));
    after = page.next;
  } while (after !== null);
  return found;
}

test.each(["-createdAt", "createdAt", "nom", "-nom", "updatedAt", "due", "-due"])(
  "several members make one list sorted by %s, the same however it is cut into pages",
  async (sort) => {
    const whole = await walk({ sort }, 100);
    expect(whole).toHaveLength(NAMES.length * 2);
    for (const size of [1, 2, 3, 5]) expect(await walk({ sort }, size)).toEqual(whole);
  },
);

test("texts sort as the base sorts them, capitals, accents and rare letters included", async () => {
  const { ctx } = installation;
  const [own] = queries({ sort: "nom" });
  const alone = await listAcross(ctx, own ? [own] : []);
  const names = alone.items.map(({ answers }) => answers["nom"]);
  const both = (await walk({ sort: "nom" }, 4)).map(({ nom }) => nom);
  expect(both).toEqual(names.flatMap((nom) => [nom, nom]).sort((a, b) => names.indexOf(a) - names.indexOf(b)));
});

test("states, words and filters apply in every member", async () => {
  expect(await walk({ q: "abel" }, 2)).toHaveLength(6);
  expect(await walk({ filters: { nom: ["Élise"] } }, 2)).toHaveLength(2);
  expect(await walk({ state: ["deposee"], sort: "createdAt" }, 7)).toHaveLength(NAMES.length * 2);
  expect(await walk({ state: ["acceptee"] }, 7)).toEqual([]);
});

test("a member that does not list a column has nothing to sort or filter by it", async () => {
  const [own, other] = queries({ sort: "ville" });
  if (!own || !other) throw new Error("no queries");
  const page = await listAcross(installation.ctx, [own, { ...other, definition: SHORTER }]);
  expect(new Set(page.items.map(({ member }) => member))).toEqual(new Set(["mulhouse"]));
  await expect(listAcross(installation.ctx, queries({ sort: "couleur" }))).rejects.toBeInstanceOf(BadParameter);
  await expect(listAcross(installation.ctx, queries({ after: "abc" }))).rejects.toBeInstanceOf(BadParameter);
});

test("counts add up, and nobody else's entries are found", async () => {
  const { ctx } = installation;
  expect((await countAcross(ctx, queries())).get("deposee")).toBe(NAMES.length * 2);
  expect(await countAcross(ctx, [{ member: "mulhouse", definition: SERVICE }])).toEqual(new Map());
  const [first] = await walk({ sort: "nom" }, 1);
  if (!first) throw new Error("nothing listed");
  expect(await findAcross(ctx, MEMBERS, [first.id, randomUUID(), "abc"])).toMatchObject([{ id: first.id }]);
  const others = MEMBERS.filter((member) => member !== first.member);
  expect(await findAcross(ctx, others, [first.id])).toEqual([]);
});

test("each statement sees its own member's rows alone, whatever it asks", async () => {
  const rows = await readAcross(
    installation.ctx.db,
    MEMBERS,
    (tx) => tx<{ memberId: string }[]>`select distinct member_id from entry`,
  );
  expect(rows.map((found) => found.map(({ memberId }) => memberId))).toEqual([["mulhouse"], ["rixheim"]]);
});

test("a statement that fails fails them all, and the connection is sound afterwards", async () => {
  const { db } = installation.ctx;
  const failing = readAcross(db, MEMBERS, (tx, member) => tx`select 1 / ${member === "rixheim" ? 0 : 1}::int as one`);
  await expect(failing).rejects.toThrow(/division by zero/);
  expect(await walk({}, 100)).toHaveLength(NAMES.length * 2);
});

describe("among many members, one of which has most of what is new", () => {
  const TOWNS = Array.from({ length: 9 }, (_, index) => `ville-${index}`);
  const all = (changes: Partial<ListQuery> = {}) =>
    TOWNS.map((member) => ({ member, definition: SERVICE, limit: 100, ...changes }));

  beforeAll(async () => {
    const { ctx } = installation;
    const row = (town: number, rank: number) => ({
      memberId: `ville-${town}`,
      id: randomUUID(),
      reference: `${town}-${rank}`,
      definition: SERVICE.id,
      version: 1,
      kind: "service",
      state: ["deposee", "acceptee", "refusee"][rank % 3] ?? "",
      revision: 1,
      answers: "{}",
      search: "",
      head: Buffer.alloc(32),
      // Towns 1 to 8 are filed with in turn; the first one, later and most.
      createdAt: new Date(Date.UTC(2026, 0, town === 0 ? 9 : 1, 0, rank, town)),
      updatedAt: new Date(),
    });
    const rows = TOWNS.flatMap((_, town) =>
      Array.from({ length: town === 0 ? 60 : 12 }, (__, rank) => row(town, rank)),
    );
    await withActor(ctx.db, { system: true }, async (tx) => {
      await tx`insert into entry ${tx(rows)}`;
      await tx`
        insert into entry_state (member_id, entry_id, definition, state, created_at, updated_at)
        select member_id, id, definition, state, created_at, updated_at from entry where member_id like 'ville-%'`;
    });
  });

  test.each<Partial<ListQuery>>([
    { sort: "-createdAt" },
    { sort: "createdAt" },
    { sort: "-createdAt", state: ["deposee", "refusee", "deposee"] },
    { sort: "createdAt", state: ["deposee", "refusee"], assignees: ["none"] },
    { sort: "-createdAt", state: ["acceptee"] },
  ])("a page holds the first entries of all, and so do the next: $sort $state", async (asked) => {
    const { ctx } = installation;
    const each = await Promise.all(all(asked).map((query) => listEntries(ctx, query)));
    const sign = asked.sort?.startsWith("-") ? -1 : 1;
    const wanted = asked.state?.includes("deposee") ? 2 / 3 : asked.state ? 1 / 3 : 1;
    const entries = each.flatMap(({ items }) => items);
    expect(entries).toHaveLength(156 * wanted);
    const truth = entries
      .map(({ createdAt, reference }) => ({ createdAt, reference }))
      .sort((a, b) => sign * (a.createdAt < b.createdAt ? -1 : 1))
      .map(({ reference }) => reference);
    for (const limit of [1, 10, 25, 60]) {
      const walked: string[] = [];
      for (let after: string | null = ""; after !== null; ) {
        const page: Page = await listAcross(ctx, all({ ...asked, limit, ...(after !== "" && { after }) }));
        walked.push(...page.items.map(({ reference }) => reference));
        after = page.next;
      }
      expect(walked, `by ${limit}`).toEqual(truth);
    }
  });
});
