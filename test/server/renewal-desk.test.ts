import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../engine/index.ts";
import { findEntry } from "../../server/store/entries.ts";
import { ANSWERS, CARD, decides, grantedCard } from "./renewing-town.ts";
import type { Person } from "./town-people.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town, upload } from "./whole-town.ts";

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.stop());

const NEW = `/${MEMBER}/agent/${CARD.id}/nouveau`;

async function gets(person: Person, path: string): Promise<Response> {
  const { headers } = await town.sitting(person);
  return town.app.request(path, { headers });
}

async function posts(person: Person, path: string, form: Record<string, string>): Promise<Response> {
  const { headers, csrf } = await town.sitting(person);
  const body = new URLSearchParams({ _csrf: csrf, ...form });
  return town.app.request(path, { method: "POST", body, headers: { ...headers, "Sec-Fetch-Site": "same-origin" } });
}

/** Calls the API about an entry. */
function calls(person: Person, id: string, answers?: Answers, key?: string): Promise<Response> {
  const headers = {
    Authorization: `Bearer ${town.people[person].token}`,
    ...(answers && { "Content-Type": "application/json" }),
    ...(key !== undefined && { "Idempotency-Key": key }),
  };
  const init = answers ? { method: "POST", body: JSON.stringify(answers), headers } : { headers };
  return Promise.resolve(town.app.request(`/api/v1/${MEMBER}/${CARD.id}/entries/${id}/renewal`, init));
}

const stored = async (id: string) => {
  const entry = await findEntry(town.ctx, MEMBER, id);
  if (!entry) throw new Error("no entry");
  return entry;
};

/** What an agent types at the desk. */
const typed = (old: string, more: Record<string, string> = {}) => ({
  cle: randomUUID(),
  renouvelle: old,
  canal: "guichet",
  "root[nom]": "Weber",
  "root[courriel]": "weber@courriel.example",
  "root[zone]": "sud",
  "root[attestation]": "true",
  ...more,
});

const madeAt = (answer: Response): string => /\/([0-9a-f-]{36})/.exec(answer.headers.get("location") ?? "")?.[1] ?? "";

describe("an agent at the desk", () => {
  test("renews for whoever holds it, from the last answers, and it stays hers", async () => {
    const old = await grantedCard(town);
    const page = await (await gets("agent", `/${MEMBER}/agent/${CARD.id}/${old}`)).text();
    expect(page).toContain(`${NEW}?renouvelle=${old}`);
    const form = await (await gets("agent", `${NEW}?renouvelle=${old}`)).text();
    expect(form).toContain("Renouveler pour un usager");
    expect(form).toContain('value="Weber"');
    expect(form).toContain(`?canal=papier&amp;renouvelle=${old}`);
    expect(form).toContain((await stored(old)).reference);
    const sent = typed(old);
    const made = madeAt(await posts("agent", NEW, sent));
    const entry = await stored(made);
    expect(entry.answers).toMatchObject({ zone: "sud", avant: old, finAvant: "2027-03-03" });
    expect(entry.holder).toBe((await stored(old)).holder);
    expect((await gets("holder", `/${MEMBER}/demandes/${made}`)).status).toBe(200);
    expect(await (await gets("holder", `/${MEMBER}/demandes/${old}`)).text()).toContain(`/demandes/${made}`);
    // Sent twice, it makes one; another form finds it made.
    expect(madeAt(await posts("agent", NEW, sent))).toBe(made);
    expect((await posts("agent", NEW, typed(old))).status).toBe(409);
    expect(await (await gets("agent", `/${MEMBER}/agent/${CARD.id}/${old}`)).text()).not.toContain("?renouvelle=");
  });

  test("keeps the files, as copies, and reads them under their names while she types", async () => {
    const proof = await upload(town, town.people.holder, MEMBER, "bail.pdf");
    const old = await grantedCard(town, { answers: { ...ANSWERS, preuves: [proof] } });
    expect(await (await gets("agent", `${NEW}?renouvelle=${old}`)).text()).toContain("bail.pdf");
    const made = madeAt(await posts("agent", NEW, typed(old, { "root[preuves][0]": proof })));
    const [copy] = (await stored(made)).answers["preuves"] as readonly string[];
    expect(copy).not.toBe(proof);
    const file = await gets("agent", `/${MEMBER}/agent/${CARD.id}/${made}/fichiers/${copy}`);
    expect(file.status).toBe(200);
  });

  test("finds her answers again when one is wrong, still renewing", async () => {
    const old = await grantedCard(town);
    const answer = await posts("agent", NEW, typed(old, { "root[courriel]": "weber" }));
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain(`name="renouvelle" value="${old}"`);
    expect(page).toContain('value="weber"');
  });

  test("renews nothing that is not hers to work, nor that nobody holds any more", async () => {
    const old = await grantedCard(town);
    for (const [person, status] of [
      ["unit", 404],
      ["elsewhere", 404],
      ["reader", 403],
    ] as const) {
      expect((await gets(person, `${NEW}?renouvelle=${old}`)).status).toBe(status);
      expect((await posts(person, NEW, typed(old))).status).toBe(status);
    }
    expect((await gets("agent", `${NEW}?renouvelle=${randomUUID()}`)).status).toBe(404);
    await decides(town, old, "retirer");
    expect((await posts("agent", NEW, typed(old))).status).toBe(403);
  });
});

describe("the API", () => {
  test("says what may be renewed and with which answers, then renews once", async () => {
    const old = await grantedCard(town);
    const offer = await calls("holder", old);
    expect(await offer.json()).toMatchObject({
      status: "change",
      until: "2027-03-03",
      answers: { nom: "Weber", zone: "nord" },
      dropped: [],
      entry: null,
    });
    const key = randomUUID();
    const first = await calls("holder", old, { ...ANSWERS, zone: "sud" }, key);
    const said = (await first.json()) as { id: string };
    expect([first.status, said]).toEqual([201, expect.objectContaining({ definition: CARD.id })]);
    const again = await calls("holder", old, { ...ANSWERS, zone: "sud" }, key);
    expect(await again.json()).toEqual(said);
    expect((await calls("holder", old, { ...ANSWERS, zone: "nord" }, key)).status).toBe(409);
    expect((await calls("holder", old, ANSWERS)).status).toBe(409);
    expect(await (await calls("holder", old)).json()).toMatchObject({ status: "done", entry: said.id });
  });

  test("makes one of two sent at once", async () => {
    const old = await grantedCard(town);
    const answers = await Promise.all([calls("holder", old, ANSWERS), calls("agent", old, ANSWERS)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  test("lets an agent renew for whoever holds it, and refuses who only reads", async () => {
    const old = await grantedCard(town);
    expect((await calls("reader", old, ANSWERS)).status).toBe(403);
    expect((await calls("citizen", old, ANSWERS)).status).toBe(404);
    const made = (await (await calls("agent", old, ANSWERS)).json()) as { id: string };
    expect((await stored(made.id)).holder).toBe((await stored(old)).holder);
  });

  test("renews nothing before it is granted", async () => {
    const old = await grantedCard(town, { until: "filed" });
    expect(await (await calls("holder", old)).json()).toMatchObject({ status: "none", answers: null });
    const refused = await calls("holder", old, ANSWERS);
    expect([refused.status, await refused.json()]).toEqual([403, expect.objectContaining({ code: "not-allowed" })]);
  });
});
