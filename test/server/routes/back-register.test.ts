import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countStates } from "../../../server/store/entries.ts";
import type { Browser } from "../identity/installation.ts";
import { atWork, fieldsOf, file, GARDEN, hire, type Office, openOffice, stored, words } from "./back-office.ts";

const REGISTER = `/mulhouse/agent/${GARDEN.id}`;
const NEW = `${REGISTER}/nouveau`;
const FILLED = {
  "root[nom]": "Keller",
  "root[cabane]": "false",
  "root[cultures][0][plante]": "Poireau",
};
let office: Office;
let agent: Awaited<ReturnType<typeof hire>>;
let browser: Browser;

beforeAll(async () => {
  office = await openOffice();
  agent = await hire(office.ctx, "Anne Keller");
  browser = await atWork(office, agent);
});
afterAll(() => office.stop());

const empty = async () => fieldsOf(await (await browser.get(NEW)).text(), NEW);
const send = async (fields: Record<string, string>) => browser.post(NEW, { ...(await empty()), ...fields });
const count = async () => {
  const counts = await countStates(office.ctx, { member: "mulhouse", definition: GARDEN });
  return [...counts.values()].reduce((sum, each) => sum + each, 0);
};
const value = (html: string, name: string) => {
  const tag = [...html.matchAll(/<input[^>]*>/g)].map(([text]) => text).find((text) => text.includes(`name="${name}"`));
  return tag === undefined ? null : (/ value="([^"]*)"/.exec(tag)?.[1] ?? "");
};

describe("a new fiche", () => {
  test("is asked on one page, step by step", async () => {
    const html = await (await browser.get(NEW)).text();
    expect(words(html)).toMatch(/Nouvelle fiche .*Qui jardine.*Jardinier.*La parcelle.*Avec une cabane/);
    expect(value(html, "root[couleur]")).toBeNull();
  });

  test("opens with its answers, and leads to its page", async () => {
    const before = await count();
    const answer = await send(FILLED);
    expect(answer.status).toBe(303);
    const page = words(await (await browser.get(answer.headers.get("location") ?? "")).text());
    expect(page).toContain("La fiche est enregistrée.");
    expect(page).toContain("Poireau");
    expect(await count()).toBe(before + 1);
  });

  test("sent twice is one fiche", async () => {
    const before = await count();
    const fields = { ...(await empty()), ...FILLED };
    const [first, second] = [await browser.post(NEW, fields), await browser.post(NEW, fields)];
    expect(second?.headers.get("location")).toBe(first?.headers.get("location"));
    const other = await browser.post(NEW, { ...fields, "root[nom]": "Roth" });
    expect(other.status).toBe(409);
    expect(value(await other.text(), "root[nom]")).toBe("Roth");
    expect(await count()).toBe(before + 1);
  });

  test("with answers to correct comes back as typed, each fault linked to its field", async () => {
    const before = await count();
    const answer = await send({ ...FILLED, "root[nom]": "Un nom beaucoup trop long", "root[cultures][0][plante]": "" });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(value(html, "root[nom]")).toBe("Un nom beaucoup trop long");
    expect(html).toContain('href="#root_nom"');
    expect(html).toContain('href="#root_cultures_0_plante"');
    expect(await count()).toBe(before);
  });

  test("gains and loses an item by its buttons, without JavaScript and without saving", async () => {
    const before = await count();
    const added = await (await send({ ...FILLED, _action: "add:/cultures" })).text();
    expect(value(added, "root[cultures][0][plante]")).toBe("Poireau");
    expect(value(added, "root[cultures][1][plante]")).toBe("");
    expect(added).toContain(`formaction="${NEW}#root_cultures_2"`);
    expect(added).not.toContain('role="alert"');
    const removed = await (await send({ ...FILLED, _action: "remove:/cultures/0" })).text();
    expect(value(removed, "root[cultures][0][plante]")).toBe("");
    expect(await count()).toBe(before);
  });

  test("shows the questions its answers call for, by a button, without saving", async () => {
    const html = await (await send({ ...FILLED, "root[cabane]": "true", _action: "update" })).text();
    expect(value(html, "root[couleur]")).toBe("");
    expect(html).toContain("Mettre à jour le formulaire");
  });

  test("is not offered to someone who only reads", async () => {
    const reader = await atWork(office, await hire(office.ctx, "Lise Bauer", { roles: ["lecteur"] }));
    expect(await (await reader.get(REGISTER)).text()).not.toContain("Nouvelle fiche");
    expect((await reader.get(NEW)).status).toBe(403);
  });
});

describe("a register", () => {
  test("lists, filters and sorts by a part of an address", async () => {
    const base = { cabane: false, cultures: [{ plante: "Ail" }] };
    await file(office, agent, GARDEN, { ...base, nom: "Zind", adresse: { commune: "Illzach" } });
    await file(office, agent, GARDEN, { ...base, nom: "Abry", adresse: { commune: "Riedisheim" } });
    const list = async (query: string) => words(await (await browser.get(`${REGISTER}?${query}`)).text());
    const filtered = await list("filtre[adresse.commune]=illzach");
    expect(filtered).toContain("Commune : illzach");
    expect(filtered).toContain("Zind Illzach");
    expect(filtered).not.toContain("Abry");
    expect(await list("tri=adresse.commune")).toMatch(/Zind Illzach.*Abry Riedisheim/);
  });
});

describe("a fiche that changes", () => {
  test("opens filled, and its history keeps each field before and after", async () => {
    const id = await file(office, agent, GARDEN, { nom: "Keller", cabane: false, cultures: [{ plante: "Ail" }] });
    const path = `${REGISTER}/${id}/evenements/modifier`;
    const html = await (await browser.get(`${REGISTER}/${id}?evenement=modifier`)).text();
    expect(words(html)).toContain("Modifier la fiche –");
    expect(value(html, "root[nom]")).toBe("Keller");
    const answer = await browser.post(path, {
      ...fieldsOf(html, path),
      ...FILLED,
      "root[nom]": "Keller-Roth",
      "root[cultures][0][plante]": "Ail",
    });
    expect(answer.status).toBe(303);
    const { entry, history } = await stored(office, id);
    expect(entry.answers).toMatchObject({ nom: "Keller-Roth" });
    expect(history.at(-1)?.data.changes).toEqual([{ field: "nom", before: "Keller", after: "Keller-Roth" }]);
    const page = words(await (await browser.get(`${REGISTER}/${id}`)).text());
    expect(page).toContain("1 champ modifié Champ Avant Après Jardinier Keller Keller-Roth");
  });

  test("asks before it is closed for good", async () => {
    const id = await file(office, agent, GARDEN, { nom: "Ott", cabane: false, cultures: [{ plante: "Ail" }] });
    const path = `${REGISTER}/${id}/evenements/liberer`;
    const page = await (await browser.get(`${REGISTER}/${id}`)).text();
    expect(page).not.toContain(`action="${path}`);
    const asked = await (await browser.get(`${REGISTER}/${id}?evenement=liberer`)).text();
    expect(words(asked)).toContain("Confirmer : Libérer");
    expect((await browser.post(path, fieldsOf(asked, path))).status).toBe(303);
    expect((await stored(office, id)).entry.state).toBe("libre");
  });
});
