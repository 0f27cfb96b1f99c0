import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openEntry } from "../../server/commands/open-entry.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { agent } from "../helpers/actors.ts";
import { VISIT } from "../helpers/agenda.ts";
import { bookings, openDesks, Visitor } from "./agenda-office.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

const MOST = 6;
const MINUTES = 60_000;

let town: Town;
let annex: string;
beforeAll(async () => {
  town = await openTown({ slotLimit: MOST, trustedProxies: 1 });
  ({ annex } = await openDesks(town.ctx));
});
afterAll(() => town.stop());
beforeEach(() => withActor(town.ctx.db, { system: true }, (tx) => tx`delete from booking`));

/** The rank-th slot of the Monday after the day of the town. */
const slot = (rank: number): string => new Date(Date.parse("2026-03-09T08:00:00Z") + rank * 20 * MINUTES).toISOString();

/** Someone new each time, from a network address: no cookie tells that it is the same machine. */
async function visitor(address: string): Promise<Visitor> {
  const someone = new Visitor(town);
  someone.browser.headers["X-Forwarded-For"] = `10.9.8.7, ${address}`;
  await someone.begin();
  return someone;
}

const held = async (): Promise<number> => (await bookings(town.ctx)).filter(({ state }) => state === "held").length;

/** So many sessions of one machine, each asking for one slot, together. */
async function grab(count: number, address: (rank: number) => string): Promise<readonly Response[]> {
  const people = await Promise.all(Array.from({ length: count }, (_, rank) => visitor(address(rank))));
  return Promise.all(people.map((someone, rank) => someone.choose(annex, slot(rank % 9))));
}

const count = (answers: readonly Response[], status: number): number =>
  answers.filter((answer) => answer.status === status).length;

describe("someone who would hold a whole agenda without filing", () => {
  test("is stopped at the limit of her network address, however many sessions she opens at once", async () => {
    const answers = await grab(9, () => "192.0.2.7");
    expect([count(answers, 303), count(answers, 429)]).toEqual([MOST, 3]);
    expect(await held()).toBe(MOST);
  });

  test("is told why and what to do, her answers kept", async () => {
    await grab(MOST, () => "192.0.2.7");
    const late = await visitor("192.0.2.7");
    const refused = await late.choose(annex, slot(8));
    expect(refused.status).toBe(429);
    const page = await refused.text();
    expect(page).toContain("depuis votre connexion à Internet");
    expect(page).toContain('id="erreurs"');
    expect(page).toContain("Mairie annexe");
    expect(await late.page("vous")).toContain('value="Weber"');
  });

  test("gains nothing by another address of her own network, nor by inventing one", async () => {
    await grab(MOST, (rank) => `2001:db8:1:2::${rank + 1}`);
    const other = await visitor("2001:db8:1:2:ffff::9");
    expect((await other.choose(annex, slot(8))).status).toBe(429);
    const liar = await visitor("2001:db8:1:2::1");
    liar.browser.headers["X-Forwarded-For"] = "203.0.113.50, 2001:db8:1:2::1";
    expect((await liar.choose(annex, slot(7))).status).toBe(429);
  });

  test("takes nothing from neighbours, from those who filed, nor from agents", async () => {
    const answers = await grab(MOST, () => "192.0.2.7");
    expect(count(answers, 303)).toBe(MOST);
    const neighbour = await visitor("192.0.2.8");
    expect((await neighbour.choose(annex, slot(6))).status).toBe(303);
    const atCounter = await openEntry(town.ctx, {
      ...{ member: MEMBER, definition: VISIT, actor: agent() },
      answers: { nom: "Meyer", motif: "depot", rendezVous: { place: annex, debut: slot(7) } },
    });
    expect(atCounter).toMatchObject({ ok: true });
  });

  test("may go on once she has filed, or once the first lapses", async () => {
    const people = await Promise.all(Array.from({ length: MOST }, () => visitor("192.0.2.7")));
    for (const [rank, someone] of people.entries()) await someone.choose(annex, slot(rank));
    const late = await visitor("192.0.2.7");
    expect((await late.choose(annex, slot(7))).status).toBe(429);
    await people[0]?.send();
    expect((await late.choose(annex, slot(7))).status).toBe(303);
    const last = await visitor("192.0.2.7");
    expect((await last.choose(annex, slot(8))).status).toBe(429);
    town.advance(16 * MINUTES);
    expect((await last.choose(annex, slot(8))).status).toBe(303);
  });

  test("does not keep one for ever by asking for it again and again", async () => {
    const someone = await visitor("192.0.2.7");
    for (let time = 0; time < 8; time += 1) {
      await someone.post("quand", { "root[rendezVous][place]": annex, "root[rendezVous][debut]": slot(0) });
      town.advance(14 * MINUTES);
    }
    const other = await visitor("192.0.2.8");
    expect((await other.choose(annex, slot(0))).status).toBe(303);
  });

  test("leaves no trace of where from once the slot is booked", async () => {
    const someone = await visitor("192.0.2.7");
    await someone.choose(annex, slot(0));
    const origins = () =>
      withActor(town.ctx.db, { system: true }, (tx) => tx<{ origin: string | null }[]>`select origin from booking`);
    expect((await origins())[0]?.origin).toMatch(/^[\w-]{20,}$/);
    await someone.send();
    expect(await origins()).toEqual([{ origin: null }]);
  });
});

test("software that holds too many is told so, when to come back, and which answer it is about", async () => {
  const ask = (rank: number, courriel: string) =>
    town.app.request(`/api/v1/${MEMBER}/${VISIT.id}/entries`, {
      method: "POST",
      body: JSON.stringify({ nom: "Weber", motif: "depot", courriel, rendezVous: { place: annex, debut: slot(rank) } }),
      headers: { Authorization: `Bearer ${town.people.holder.token}`, "Content-Type": "application/json" },
    });
  // Refused for its mail address, each request leaves its slot held.
  for (let rank = 0; rank < 5; rank += 1) expect((await ask(rank, "aucune")).status).toBe(422);
  const refused = await ask(5, "aucune");
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(60);
  expect(await refused.json()).toMatchObject({ code: "too-many", errors: [{ pointer: "/rendezVous" }] });
});
