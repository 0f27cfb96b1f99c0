import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../engine/index.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { readAs } from "../../server/db/with-actor.ts";
import { actorsOf } from "../../server/identity/actor-for.ts";
import { publishDue } from "../../server/published.ts";
import { findDraft } from "../../server/store/drafts.ts";
import { findEntry } from "../../server/store/entries.ts";
import { saveShare } from "../../server/store/sharing.ts";
import { offer } from "../helpers/offer.ts";
import { BOAT, boat, TRIP, trip, WANTED } from "../helpers/places-town.ts";
import { randomBoat, randomSearch, randomTrip, slowlyFree } from "../helpers/random-boats.ts";
import { randomFrom } from "../helpers/random-occupation.ts";
import { MEMBER, PARTNER } from "./town-places.ts";
import { openTown, type Someone, subjectOf, type Town } from "./whole-town.ts";

const PAGE = `/${MEMBER}/${BOAT.id}/annuaire`;
const API = `/api/v1/${MEMBER}/${BOAT.id}/published`;
const MONDAY = "debut=2026-03-02&jours1=lundi&de1=09:00&a1=11:00";

let town: Town;
beforeAll(async () => {
  town = await openTown();
  for (const definition of [BOAT, TRIP, WANTED]) await offer(town.ctx, definition, [MEMBER, PARTNER]);
  await saveShare(town.ctx.db, { member: MEMBER, definition: BOAT.id, with: PARTNER, unit: null, role: "lecteur" });
  await town.ctx.catalogue.reload();
}, 60_000);
afterAll(() => town.stop());

function open(definition: typeof BOAT, answers: Answers, who: Someone = town.people.agent, member = MEMBER) {
  const actorIn = actorsOf(town.ctx, subjectOf(who));
  return openEntry(town.ctx, { member, definition, actor: actorIn(member, definition), actorIn, answers });
}
async function opened(definition: typeof BOAT, answers: Answers): Promise<string> {
  const outcome = await open(definition, answers);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  return outcome.value.view.id;
}
async function send(definition: typeof BOAT, id: string, type: string, answers?: Answers): Promise<void> {
  const actorIn = actorsOf(town.ctx, subjectOf(town.people.agent));
  const actor = actorIn(MEMBER, definition);
  const request = { member: MEMBER, definitionId: definition.id, id, actor, actorIn, type, revision: null };
  const sent = await sendEvent(town.ctx, { ...request, ...(answers && { answers }) });
  if (!sent.ok) throw new Error(JSON.stringify(sent.problem));
}
interface Found {
  readonly items: readonly { readonly id: string; readonly name: string; readonly free?: number | null }[];
}
/** Pages of fifty follow one another. */
async function found(query: string): Promise<Found["items"]> {
  const answer = await town.app.request(`${API}?${query}`);
  expect([query, answer.status]).toEqual([query, 200]);
  return ((await answer.json()) as Found).items;
}
const names = async (query: string) => (await found(query)).map(({ name }) => name);
const page = async (query: string, status = 200) => {
  const answer = await town.app.request(`${PAGE}?${query}`);
  expect([query, answer.status]).toEqual([query, status]);
  return (await answer.text()).replace(/[\s\u00a0\u202f]+/g, " ");
};
/** What is kept of an entry, as whoever has stolen the base would read it. */
const kept = (id: string) =>
  readAs(
    town.ctx.db,
    { member: MEMBER },
    (tx) => tx<{ text: string }[]>`
      select l::text as text from place_left as l where l.entry_id = ${id}
      union all select f::text from place_full as f where f.entry_id = ${id}`,
  );

describe("a search by days and hours", () => {
  test("finds who has a place at all of them, and how many", async () => {
    const one = await opened(BOAT, boat("Un siège", 1));
    await opened(BOAT, boat("Deux sièges", 2));
    await opened(TRIP, trip(one));
    expect(await names(`${MONDAY}&q=siege`)).toEqual(["Deux sièges"]);
    expect(
      (
        await found(
          "debut=2026-03-02&jours1=lundi&jours2=mardi&de1=12:00&a1=13:00&de2=08:00&a2=9h&q=siege&mois=1&annee=2010",
        )
      ).map(({ free }) => free),
    ).toEqual([2, 1]);
    expect(await page(`${MONDAY}&q=siege&mois=1&annee=2010`)).toMatch(
      /1 résultat.*Deux sièges.*2 places libres à toutes vos heures/,
    );
  });

  test("obeys the very write that takes the last place, whoever makes it, and the one that gives it back", async () => {
    const id = await opened(BOAT, boat("Dernière", 1));
    expect(await names(`${MONDAY}&q=derniere`)).toEqual(["Dernière"]);
    const taken = await open(TRIP, trip(id), town.people.partner, PARTNER);
    expect(taken.ok).toBe(true);
    // Nobody has read or worked anything out since.
    expect(await kept(id)).toEqual([]);
    expect(await names(`${MONDAY}&q=derniere`)).toEqual([]);
    expect(await names("q=derniere")).toEqual(["Dernière"]);
    const again = await opened(BOAT, boat("Rendue", 1));
    const trips = await opened(TRIP, trip(again));
    expect(await names(`${MONDAY}&q=rendue`)).toEqual([]);
    await send(TRIP, trips, "clore");
    expect(await names(`${MONDAY}&q=rendue`)).toEqual(["Rendue"]);
  });

  test("follows a use that goes from one to another, and limits that change", async () => {
    const [from, to] = [await opened(BOAT, boat("Quitté", 1)), await opened(BOAT, boat("Rejoint", 1))];
    const moved = await opened(TRIP, trip(from));
    expect(await names(`${MONDAY}&q=quitte`)).toEqual([]);
    await send(TRIP, moved, "modifier", trip(to));
    expect(await names(`${MONDAY}&q=quitte`)).toEqual(["Quitté"]);
    expect(await names(`${MONDAY}&q=rejoint`)).toEqual([]);
    await send(BOAT, to, "modifier", boat("Rejoint", 2));
    expect(await names(`${MONDAY}&q=rejoint`)).toEqual(["Rejoint"]);
  });

  test("counts the age of who comes: the month she was born, or will be", async () => {
    const id = await opened(BOAT, boat("Âges", 4));
    await opened(TRIP, trip(id, { naissance: "2025-06-01" }));
    const ask = (birth: string) => names(`${MONDAY}&q=ages&${birth}`);
    expect(await ask("mois=9&annee=2025")).toEqual([]);
    expect(await ask("mois=9&annee=2026")).toEqual([]);
    expect(await ask("mois=2&annee=2020")).toEqual(["Âges"]);
    // Without a month, as for the youngest.
    expect(await ask("")).toEqual([]);
  });

  test("finds what counting every quarter of an hour of every day finds", async () => {
    const random = randomFrom(20261123);
    const boats = new Map<string, Answers>();
    for (let index = 0; index < 10; index += 1) {
      const answers = randomBoat(random, `Hasard ${index}`);
      boats.set(await opened(BOAT, answers), answers);
    }
    const taken: Answers[] = [];
    for (let index = 0; index < 40; index += 1) {
      const answers = randomTrip(random, [...boats.keys()]);
      if ((await open(TRIP, answers)).ok) taken.push(answers);
    }
    expect(taken.length).toBeGreaterThan(10);
    const fitting: number[] = [];
    for (let index = 0; index < 8; index += 1) {
      const { query, wanted } = randomSearch(random);
      const slow = slowlyFree(boats, taken, wanted);
      const quick = (await found(`q=hasard&${query}`)).map(({ id, free }) => `${id} ${free}`);
      expect([query, quick.sort()]).toEqual([query, slow.sort()]);
      fitting.push(slow.length);
    }
    // Some of these searches tell boats apart.
    expect(fitting.some((count) => count > 0 && count < boats.size)).toBe(true);
  }, 60_000);
});

describe("what is kept to be searched", () => {
  test("names nobody who takes a place, nor when she was born", async () => {
    const id = await opened(BOAT, boat("Discret", 2));
    await opened(TRIP, trip(id));
    await names("q=discret");
    const texts = (await kept(id)).map(({ text }) => text).join("\n");
    expect(texts).toContain("480");
    expect(texts).not.toMatch(/Zéphyrine|1990-05-17/);
  });

  test("is there for anyone only while the entry is published", async () => {
    const id = await opened(BOAT, boat("Retiré", 1));
    await opened(TRIP, trip(id));
    await names("q=retire");
    const asAnyone = () =>
      readAs(
        town.ctx.db,
        { published: [MEMBER] },
        (tx) => tx<{ id: string }[]>`
          select entry_id as id from place_left union all select entry_id from place_full`,
      );
    expect((await asAnyone()).map((row) => row.id)).toContain(id);
    await send(BOAT, id, "clore");
    while (await publishDue(town.ctx));
    expect((await asAnyone()).map((row) => row.id)).not.toContain(id);
    expect((await kept(id)).length).toBeGreaterThan(0);
  });

  test("is not kept of an entry that changed while it was worked out", async () => {
    const id = await opened(BOAT, boat("Course", 1));
    let leases = 0;
    const db = new Proxy(town.ctx.db, {
      get(of, name) {
        if (name !== "lease") return Reflect.get(of, name);
        return async () => {
          leases += 1;
          // What takes its places has been read, what is left is not kept yet.
          if (leases === 4) await opened(TRIP, trip(id));
          return of.lease();
        };
      },
    });
    await publishDue({ ...town.ctx, db });
    expect(leases).toBeGreaterThan(3);
    expect(await kept(id)).toEqual([]);
    expect(await names(`${MONDAY}&q=course`)).toEqual([]);
  });
});

describe("the page", () => {
  test("says where there are places when the commune chosen has none", async () => {
    await opened(BOAT, boat("Loin", 1, { commune: "Barfleur" }));
    const full = await opened(BOAT, boat("Près", 1, { commune: "Réville" }));
    await opened(TRIP, trip(full));
    const html = await page(`${MONDAY}&filter[commune]=R%C3%A9ville`);
    expect(html).toContain("Aucune place n’est libre à toutes ces heures à Réville.");
    expect(html).toMatch(/Barfleur \(1\)/);
    expect(html).toContain("Voir les");
  });

  test("keeps what was typed when hours are in the wrong order, and says how to mend it", async () => {
    const html = await page("debut=2026-03-02&jours1=lundi&de1=17:00&a1=08:00", 400);
    expect(html).toContain('id="erreurs"');
    expect(html).toContain("L’heure de fin vient après l’heure de début.");
    expect(html).toContain('value="17:00"');
    expect(html).toMatch(/value="lundi" checked/);
  });

  test("shows the week of one of them, by age", async () => {
    const id = await opened(BOAT, boat("Semaine", 1));
    await opened(TRIP, trip(id));
    const answer = await town.app.request(`${PAGE}/${id}?jour=2026-03-04`);
    const html = (await answer.text()).replace(/[\s\u00a0\u202f]+/g, " ");
    expect(html).toContain("Places libres dans la semaine du 4 mars 2026");
    expect(html).toMatch(/Lundi.*8 h – 12 h : complet/);
    expect(html).not.toContain("Zéphyrine");
  });

  test.each([
    "debut=9999-12-31&jours1=lundi&de1=8h&a1=9h",
    "debut=2026-02-31&jours1=lundi&de1=8h&a1=9h",
    "jours1=lundi&de1=25:00&a1=99:99",
    "jours1=lundi",
    "mois=13&annee=2026&jours1=lundi&de1=8h&a1=9h",
    "mois=1&annee=0001&jours1=lundi&de1=8h&a1=9h",
    "mois=1&annee=9999&jours1=lundi&de1=8h&a1=9h",
    "debut=%27%3B--&jours1=%3Cb%3E&de1=8h&a1=9h",
  ])("refuses what makes no search: %s", async (query) => {
    expect(await page(query, 400)).not.toContain("<b>");
    const refused = await town.app.request(`${API}?${query}`);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ code: "malformed" });
  });

  test("are searched by a name, with and without hours", async () => {
    for (const query of ["q=mouette", "q=mouette&debut=2026-03-04&jours1=lundi&de1=08:00&a1=12:00"]) {
      expect((await town.app.request(`${PAGE}?${query}`)).status, query).toBe(200);
    }
  });

  test("reads a bounded part of what it is sent", async () => {
    const many = Array.from({ length: 3000 }, (_, index) => `jours${(index % 9) + 1}=lundi`).join("&");
    expect([200, 400, 414]).toContain((await town.app.request(`${PAGE}?${many}&de1=8h&a1=9h`)).status);
    const long = `debut=2026-03-02&jours1=lundi&de1=8h&a1=9h&q=${"x".repeat(10_000)}&filter[commune]=${"y".repeat(10_000)}`;
    expect([200, 414, 431]).toContain((await town.app.request(`${PAGE}?${long}`)).status);
    for (const id of ["..", "0", "019cb2ec-f680-7056-a47c-a5e5c6424cec", "%00"]) {
      expect((await town.app.request(`${PAGE}/${id}?jour=x`)).status).toBe(404);
    }
  });
});

describe("whoever finds nothing", () => {
  test("is helped by the service that looks for places, with what she typed", async () => {
    const { headers, csrf } = await town.sitting("citizen");
    const asked = await town.app.request(`${PAGE}?${MONDAY}&mois=5&annee=2025`, { headers });
    expect(await asked.text()).toContain("Demander l’aide du service");
    const form = `${MONDAY}&mois=5&annee=2025&filter[commune]=Valognes`;
    const body = new URLSearchParams([["_csrf", csrf], ...new URLSearchParams(form)]);
    const sent = await town.app.request(`${PAGE}/demande`, { method: "POST", headers, body });
    expect(sent.status).toBe(303);
    const id = /\/demarches\/([0-9a-f-]{36})\//.exec(sent.headers.get("location") ?? "")?.[1] ?? "";
    const stored = await findDraft(town.ctx, MEMBER, id, town.ctx.clock());
    expect(stored?.answers).toMatchObject({
      ...{ debut: "2026-03-03", commune: "Valognes" },
      semaine: [{ jours: ["lundi"], de: "09:00", a: "11:00" }],
    });
    expect(await findEntry(town.ctx, MEMBER, id)).toBeNull();
  });
});
