import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DESK, VISIT } from "../../helpers/agenda.ts";
import { openDesks } from "../agenda-office.ts";
import { MEMBER } from "../town-places.ts";
import { openTown, type Town } from "../whole-town.ts";

/** Tuesday 3 March 2026 is the day of the town; the next Monday at nine in Paris. */
const MONDAY = "2026-03-09";
const NINE = "2026-03-09T08:00:00.000Z";

let town: Town;
let hall: string;
let annex: string;
beforeAll(async () => {
  town = await openTown();
  ({ hall, annex } = await openDesks(town.ctx));
});
afterAll(() => town.stop());

interface Item {
  readonly place: string;
  readonly lieu: string;
  readonly jour: string;
  readonly debut: string;
  readonly fin: string;
}

/** What the API answers to a question about slots, without a token unless one is given. */
async function ask(query: Record<string, string>, id = VISIT.id, headers: Record<string, string> = {}) {
  const answer = await town.app.request(`/api/v1/${MEMBER}/${id}/slots?${new URLSearchParams(query)}`, { headers });
  const body = (await answer.json()) as { items: Item[]; next: string | null; code?: string };
  return { status: answer.status, body, headers: answer.headers };
}

const depot = { "answer[motif]": "depot" };
const day = { from: MONDAY, to: MONDAY };
const bearer = () => ({ Authorization: `Bearer ${town.people.holder.token}` });

/** Files a visit as the API does, for the person at hand. */
const file = (answers: object) =>
  town.app.request(`/api/v1/${MEMBER}/${VISIT.id}/entries`, {
    method: "POST",
    body: JSON.stringify({ nom: "Weber", motif: "depot", ...answers }),
    headers: { ...bearer(), "Content-Type": "application/json" },
  });

describe("software that asks what is free", () => {
  test("is told the places and their hours without a token, since anyone may book", async () => {
    const { status, body } = await ask({ ...depot, ...day });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      from: MONDAY,
      to: MONDAY,
      places: [
        { place: annex, lieu: "Mairie annexe" },
        { place: hall, lieu: "Mairie centrale" },
      ],
      next: null,
    });
    expect(body.items.filter(({ place }) => place === annex)).toHaveLength(15);
    expect(body.items[0]).toMatchObject({ debut: NINE, fin: "2026-03-09T08:20:00.000Z", jour: MONDAY });
  });

  test("is answered for the reason and the number of persons it gives", async () => {
    const one = { ...day, place: annex };
    const three = (await ask({ ...depot, ...one, "answer[personnes]": "3" })).body.items;
    expect(three[0]).toMatchObject({ debut: NINE, fin: "2026-03-09T09:00:00.000Z" });
    const short = (await ask({ ...one, "answer[motif]": "retrait" })).body.items;
    expect(short[0]).toMatchObject({ debut: NINE, fin: "2026-03-09T08:10:00.000Z" });
    expect((await ask({ ...depot, ...one, "answer[personnes]": "9" })).body.items).toEqual([]);
  });

  test("books an item as it stands, which is then free no longer", async () => {
    const [item] = (await ask({ ...depot, ...day, place: annex })).body.items;
    const made = await file({ rendezVous: item });
    expect(made.status).toBe(201);
    expect(await made.json()).toMatchObject({ answers: { rendezVous: { ...item } } });
    expect((await ask({ ...depot, ...day, place: annex })).body.items.map(({ debut }) => debut)).not.toContain(NINE);
    const twice = await file({ rendezVous: item });
    expect([twice.status, await twice.json()]).toMatchObject([422, { errors: [{ pointer: "/rendezVous" }] }]);
  });

  test("turns the pages of a long answer by whole days, and finds each slot once", async () => {
    const found: string[] = [];
    const asked = { ...depot, from: "2026-03-04", to: "2026-06-01" };
    let after: string | null = "";
    for (let pages = 0; after !== null && pages < 10; pages += 1) {
      const { body } = await ask({ ...asked, ...(after !== "" && { after }) });
      found.push(...body.items.map(({ place, debut }) => `${place} ${debut}`));
      after = body.next;
    }
    expect(after).toBeNull();
    expect(found.length).toBeGreaterThan(1000);
    expect(new Set(found).size).toBe(found.length);
  });

  test.each([
    ["a parameter that does not exist", { motif: "depot" }],
    ["an answer to a question nobody asks", { "answer[inconnue]": "1" }],
    ["a day that is none", { from: "2026-02-30" }],
    ["days the wrong way round", { from: "2026-03-10", to: "2026-03-09" }],
    ["more days than are looked at", { from: "2026-03-10", to: "2027-03-09" }],
    ["a field without slots", { field: "nom" }],
    ["a cursor of its own making", { after: "'; drop table booking" }],
  ])("is told that it asked %s", async (_, query) => {
    const { status, body } = await ask({ ...depot, ...query });
    expect([status, body.code]).toEqual([400, "malformed"]);
  });

  test("finds nothing where a definition gives no appointments, and is refused where it may not open", async () => {
    expect((await ask({}, DESK.id)).status).toBe(401);
    expect((await ask({}, DESK.id, bearer())).status).toBe(403);
    expect((await ask({}, "inconnu/service")).status).toBe(404);
  });

  test("is asked to wait when it asks too often", async () => {
    const answers = await Promise.all(Array.from({ length: 130 }, () => ask({ ...depot, ...day, place: annex })));
    const slow = answers.find(({ status }) => status === 429);
    expect(slow?.body.code).toBe("too-many");
    expect(Number(slow?.headers.get("retry-after"))).toBeGreaterThan(0);
    town.advance(61_000);
    expect((await ask({ ...depot, ...day })).status).toBe(200);
  });
});
