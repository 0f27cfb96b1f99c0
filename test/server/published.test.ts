import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answers } from "../../engine/index.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { readAs } from "../../server/db/with-actor.ts";
import { publishDue } from "../../server/published.ts";
import { findEntry } from "../../server/store/entries.ts";
import { agent } from "../helpers/actors.ts";
import { offer } from "../helpers/offer.ts";
import { CRAFTSMEN, craftsman } from "../helpers/published.ts";
import { file } from "./agenda-office.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

const AGENT = agent({ units: ["voirie"] });
const PAGE = `/${MEMBER}/${CRAFTSMEN.id}/annuaire`;
const API = `/api/v1/${MEMBER}/${CRAFTSMEN.id}/published`;
const PRIVATE = /Phare|0101|01 01|1980|matin/;

let town: Town;
let lucie = "";
beforeAll(async () => {
  town = await openTown();
  await offer(town.ctx, CRAFTSMEN);
  lucie = await file(town.ctx, CRAFTSMEN, craftsman(), AGENT);
  await file(town.ctx, CRAFTSMEN, craftsman({ nom: "Refus", accord: false, places: 1, jours: ["mardi"] }), AGENT);
  await file(town.ctx, CRAFTSMEN, craftsman({ nom: "Complet", places: 0 }), AGENT);
  await file(town.ctx, CRAFTSMEN, craftsman({ nom: "Échu", assure: "2026-01-31" }), AGENT);
  const brix = { voie: "3 rue du Phare", codePostal: "50700", commune: "Brix" };
  await file(
    town.ctx,
    CRAFTSMEN,
    craftsman({ nom: "Tard", adresse: brix, metier: "pierre", libre: "2026-09-01" }),
    AGENT,
  );
}, 60_000);
afterAll(() => town.stop());

async function page(query = ""): Promise<string> {
  const answer = await town.app.request(`${PAGE}${query}`);
  expect(answer.status).toBe(200);
  return answer.text();
}

interface Found {
  readonly total: number;
  readonly items: readonly { readonly id: string; readonly name: string; readonly answers: Answers }[];
}

async function found(query = ""): Promise<Found> {
  const answer = await town.app.request(`${API}${query}`);
  expect(answer.status).toBe(200);
  return answer.json();
}
const names = async (query = "") => (await found(query)).items.map(({ name }) => name.replace("Lucie ", ""));

async function send(id: string, type: string, changes?: Answers): Promise<void> {
  const entry = await findEntry(town.ctx, MEMBER, id);
  if (!entry) throw new Error("no entry");
  const answers = changes && { ...entry.answers, ...changes };
  const sent = await sendEvent(town.ctx, {
    ...{ member: MEMBER, definitionId: CRAFTSMEN.id, id, actor: AGENT, type, revision: entry.revision },
    ...(answers && { answers }),
  });
  if (!sent.ok) throw new Error(JSON.stringify(sent.problem));
}

/** Rows of the copies as whoever has stolen the base would read them. */
const copies = () =>
  readAs(
    town.ctx.db,
    { member: MEMBER },
    (tx) => tx<{ id: string; text: string }[]>`
    select entry_id as id, published_entry::text as text from published_entry`,
  );

test("anyone finds who has a place and an insurance that runs, and nobody else", async () => {
  expect(await names()).toEqual(["Quesnel", "Refus", "Tard"]);
  const html = await page();
  expect(html).toContain("3 résultats");
  expect(html).toContain('<meta name="robots" content="noindex"/>');
  expect(html).not.toMatch(PRIVATE);
});

test("who did not agree is found without telephone or address, in pages, in the API and in the base", async () => {
  const refus = (await found("?q=refus")).items[0];
  expect(Object.keys(refus?.answers ?? {})).toEqual(expect.arrayContaining(["nom", "adresse.commune", "places"]));
  expect(JSON.stringify(refus)).not.toMatch(PRIVATE);
  expect(await (await town.app.request(`${PAGE}/${refus?.id}`)).text()).not.toMatch(PRIVATE);
  expect((await copies()).find(({ id }) => id === refus?.id)?.text).not.toMatch(PRIVATE);
  const shown = await (await town.app.request(`${PAGE}/${lucie}`)).text();
  expect(shown).toContain("12 rue du Phare");
  expect(shown).not.toMatch(/1980|matin/);
});

test("nobody is found by what is not published of her", async () => {
  expect(await names("?q=lucie+TARD")).toEqual(["Tard"]);
  expect(await names("?q=lucie+nulle+part")).toEqual([]);
  expect(await names("?q=phare")).toEqual(["Quesnel", "Tard"]);
  expect(await names("?q=matin")).toEqual([]);
  expect(await names("?q=1980")).toEqual([]);
});

test.each([
  ["a commune", { "adresse.commune": "Brix" }, ["Tard"]],
  ["a choice", { metier: "bois" }, ["Quesnel", "Refus"]],
  ["every day ticked", { jours: ["lundi", "mardi"] }, ["Quesnel", "Tard"]],
  ["a number of places", { places: "2" }, ["Quesnel", "Tard"]],
  ["a day, free already or by then", { libre: "2026-06-01" }, ["Quesnel", "Refus"]],
  ["a day as people write it", { libre: "1/9/2026" }, ["Quesnel", "Refus", "Tard"]],
])("the search narrows by %s", async (_, asked, expected) => {
  const query = new URLSearchParams(
    Object.entries(asked).flatMap(([key, value]) => [value].flat().map((each) => [`filter[${key}]`, each])),
  );
  expect(await names(`?${query}`)).toEqual(expected);
  for (const name of expected) expect(await page(`?${query}`)).toContain(name);
});

test("a search that cannot be read is said and keeps what was typed", async () => {
  const answer = await town.app.request(`${PAGE}?filter[libre]=2026-02-31&filter[places]=deux&q=lucie`);
  expect(answer.status).toBe(400);
  const html = await answer.text();
  expect(html).toContain('id="erreurs"');
  expect(html).toContain('value="2026-02-31"');
  for (const query of ["?filter[libre]=demain", "?filter[telephone]=1", "?filter[metier]=fer", "?sort=nom"]) {
    const refused = await town.app.request(`${API}${query}`);
    expect(refused.status, query).toBe(400);
    expect(await refused.json()).toMatchObject({ code: "malformed" });
  }
  for (const hostile of ["?q=%25", "?q=%00", "?page=-1", "?page=9e9", "?filter[adresse.commune]=%27%3B--", "?q=<b>"]) {
    const html = await page(hostile.replace("%00", "%7F"));
    expect(html).not.toContain("<b>");
  }
});

test("consent that is withdrawn is obeyed by the write itself", async () => {
  const id = await file(town.ctx, CRAFTSMEN, craftsman({ nom: "Change" }), AGENT);
  expect(JSON.stringify(await found("?q=change"))).toMatch(PRIVATE);
  await send(id, "modifier", { accord: false });
  // Nobody has read or made copies since.
  expect((await copies()).map((row) => row.id)).not.toContain(id);
  expect(JSON.stringify(await found("?q=change"))).not.toMatch(PRIVATE);
  await send(id, "archiver");
  expect((await copies()).map((row) => row.id)).not.toContain(id);
  expect(await names("?q=change")).toEqual([]);
  expect((await town.app.request(`${PAGE}/${id}`)).status).toBe(404);
  await send(id, "reprendre");
  expect(await publishDue(town.ctx)).toBe(true);
  expect((await copies()).map((row) => row.id)).toContain(id);
  await send(id, "archiver");
});

test("a copy made of an entry that has changed meanwhile is dropped", async () => {
  const id = await file(town.ctx, CRAFTSMEN, craftsman({ nom: "Course" }), AGENT);
  const slow = { ...town.ctx, db: slowed(town, () => send(id, "archiver")) };
  await publishDue(slow);
  expect((await copies()).map((row) => row.id)).not.toContain(id);
  while (await publishDue(town.ctx));
  expect((await copies()).map((row) => row.id)).not.toContain(id);
});

/** A base where something happens just after the entries are read, before their copies are written. */
function slowed({ ctx }: Town, then: () => Promise<void>) {
  let leases = 0;
  return new Proxy(ctx.db, {
    get(db, name) {
      if (name !== "lease") return Reflect.get(db, name);
      return async () => {
        leases += 1;
        if (leases === 3) await then();
        return db.lease();
      };
    },
  });
}

test("the last day passes by itself", async () => {
  await file(town.ctx, CRAFTSMEN, craftsman({ nom: "Bientôt", assure: "2026-03-31" }), AGENT);
  expect(await names("?q=bientot")).toEqual(["Bientôt"]);
  town.advance(40 * 24 * 3_600_000);
  expect(await names("?q=bientot")).toEqual([]);
});

test("a transaction that reads for the public sees the copies of that member and nothing else", async () => {
  await found();
  const tables = await town.database.owner<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and relrowsecurity order by relname`;
  const seen: string[] = [];
  for (const { name } of tables) {
    const rows = await readAs(town.ctx.db, { published: [MEMBER] }, (tx) => tx`select * from ${tx(name)} limit 1`);
    if (rows.length > 0) seen.push(name);
  }
  const open = ["adoption", "definition_offer", "member_logo", "overlay_version", "sharing", "unit"];
  expect(seen.filter((name) => !open.includes(name))).toEqual(["published_entry"]);
  const elsewhere = await readAs(town.ctx.db, { published: ["colmar"] }, (tx) => tx`select * from published_entry`);
  expect(elsewhere).toEqual([]);
});

test("a transaction that reads for the public writes nothing", async () => {
  const changed = await readAs(town.ctx.db, { published: [MEMBER] }, (tx) => tx`update published_entry set name = 'x'`);
  expect(changed.count).toBe(0);
});

test("a member that has stopped offering the register publishes nothing, nor does another that never did", async () => {
  expect((await town.app.request(`/colmar/${CRAFTSMEN.id}/annuaire`)).status).toBe(404);
  expect((await town.app.request(`/api/v1/colmar/${CRAFTSMEN.id}/published`)).status).toBe(404);
  expect((await town.app.request(`/${MEMBER}/voirie/terrasse/annuaire`)).status).toBe(404);
});

test("the catalogue of the town leads to it", async () => {
  const home = await (await town.app.request(`/${MEMBER}`)).text();
  expect(home).toContain(PAGE);
  expect(home).toContain("Trouver un artisan");
});

test("whoever asks too much waits", async () => {
  const answers = [];
  for (let turn = 0; turn < 130; turn++) answers.push((await town.app.request(`${PAGE}/${lucie}`)).status);
  expect(answers.at(-1)).toBe(429);
});
