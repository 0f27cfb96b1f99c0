import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "../../../server/app.ts";
import type { AppEnv } from "../../../server/app-env.ts";
import { auditWritten } from "../../../server/audit.ts";
import { uploadAttachment } from "../../../server/commands/attachment.ts";
import { actorFor } from "../../../server/identity/actor-for.ts";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { createToken } from "../../../server/identity/tokens.ts";
import { facetsOf } from "../../../server/routes/back/list-facets.ts";
import { listedBy, listStateOf } from "../../../server/routes/back/list-query.ts";
import { reach, reachedOf } from "../../../server/routes/back/reach.ts";
import { searchAudit } from "../../../server/store/audit.ts";
import { findEntry } from "../../../server/store/entries.ts";
import { entryHistory } from "../../../server/store/events.ts";
import type { Share } from "../../../server/store/sharing.ts";
import { catalogueOf } from "../../helpers/catalogue.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { PERMIT } from "../../renderer/back-fixtures.ts";
import { type Browser, hidden, MEMBERS } from "../identity/installation.ts";
import { atWork, fieldsOf, file, GARDEN, hire, type Office, openOffice, words } from "./back-office.ts";

/** A service that names a garden, with a document. Mulhouse and Rixheim offer it, and share nothing of it. */
const VISIT = buildDefinition({
  id: "jardins/visite",
  required: ["parcelle"],
  properties: {
    parcelle: { type: "string", title: "Quelle parcelle ?", "x-ref": GARDEN.id },
    plan: { type: "string", title: "Plan", "x-widget": "attachment" },
  },
  definition: { list: ["parcelle"] },
});
/** What Rixheim lets Mulhouse's gardeners do in its register of gardens. */
let share: Share;
const shares = (member: string, id: string, other: string) =>
  share.member === member && share.definition === id && share.with === other ? [share] : [];

let office: Office;
let app: Hono<AppEnv>;
/** Of Mulhouse. */
let anne: AgentIdentity;
/** Of Rixheim. */
let paul: AgentIdentity;
let browser: Browser;
let ours: string;
let theirs: string;
let permit: string;

const OURS = `/mulhouse/agent/${GARDEN.id}`;
const THEIRS = `/rixheim/agent/${GARDEN.id}`;
const garden = (nom: string) => ({ nom, cabane: false, cultures: [{ plante: "Poireau" }] });
const inRixheim = async (id: string) => {
  const entry = await findEntry(office.ctx, "rixheim", id);
  if (!entry) throw new Error(`Rixheim has no ${id}`);
  return entry;
};

beforeAll(async () => {
  const { definitions, definition, version } = catalogueOf(MEMBERS, [PERMIT, GARDEN, VISIT]);
  const installed = await openOffice({
    definitions,
    definition,
    version,
    sharedWith: shares,
    sharing: (id, other) => (shares("rixheim", id, other).length > 0 ? ["rixheim"] : []),
    shared: (other) => (share.with === other ? [share.definition] : []),
    sharedBy: (member, id) => shares(member, id, "mulhouse"),
  });
  const links = { front: "/front.css", back: "/back.css", script: "/script.js" };
  app = createApp(installed.ctx, { links, find: () => null });
  office = { ...installed, app };
  share = { member: "rixheim", definition: GARDEN.id, with: "mulhouse", unit: "espaces-verts", role: "agent" };
  anne = await hire(office.ctx, "Anne Keller");
  paul = await hire(office.ctx, "Paul Ott", { member: "rixheim" });
  ours = await file(office, anne, GARDEN, garden("Martin"));
  theirs = await file(office, paul, GARDEN, garden("Dreyer"));
  permit = await file(office, paul, PERMIT, { nom: "Roth" });
  browser = await atWork(office, anne);
});
afterAll(() => office.stop());
beforeEach(() => {
  share = { ...share, with: "mulhouse", unit: "espaces-verts", role: "agent" };
});

const page = async (path: string, status = 200) => {
  const answer = await browser.get(path);
  expect(answer.status, path).toBe(status);
  return answer.text();
};

describe("a register that another member shares", () => {
  test("is one list with hers, where each fiche says whose it is", async () => {
    const html = await page(OURS);
    expect(words(html)).toMatch(/Référence Collectivité Jardinier/);
    expect(html).toContain(`href="${OURS}/${ours}"`);
    expect(html).toContain(`href="${THEIRS}/${theirs}"`);
    expect(words(html)).toMatch(/Ville de Rixheim Dreyer .*Ville de Mulhouse Martin/);
    expect(words(await page("/mulhouse/agent"))).toContain("2 fiches");
  });

  test("has beside its choices the numbers of the units an agent works for alone", async () => {
    const numbers = async (who: AgentIdentity, query = "") => {
      const subject = { account: null, agent: who, grants: [], visitor: null, via: null };
      const [reached] = reachedOf(reach(office.ctx, subject, "mulhouse", GARDEN.id));
      if (!reached) return null;
      const state = listStateOf(query, reached.definition, reached.places);
      const listed = await listedBy(office.ctx, { agent: who }, reached, state);
      const { counts } = await facetsOf(office.ctx, listed, state);
      return Object.fromEntries([...counts].map(([name, values]) => [name, Object.fromEntries(values)]));
    };
    const total = (values: Readonly<Record<string, number>> = {}) =>
      Object.values(values).reduce((sum, each) => sum + each, 0);
    const both = await numbers(anne);
    expect(both?.["_collectivite"]).toEqual({ mulhouse: 1, rixheim: 1 });
    expect(total(both?.["_etat"])).toBe(2);
    share = { ...share, unit: "etat-civil" };
    for (const query of ["", "collectivite=rixheim"]) {
      const own = await numbers(anne, query);
      expect(own).not.toHaveProperty("_collectivite");
      expect(total(own?.["_etat"])).toBe(1);
    }
    const clerk = await hire(office.ctx, "Léa Schmitt", { units: ["etat-civil"] });
    expect(total((await numbers(clerk))?.["_etat"])).toBe(1);
    share = { ...share, unit: "espaces-verts" };
    expect(await numbers(clerk)).toBeNull();
    expect((await (await atWork(office, clerk)).get(OURS)).status).toBe(404);
  });

  test("is narrowed to one member by the address", async () => {
    const html = await page(`${OURS}?collectivite=rixheim`);
    expect(html).toContain(theirs);
    expect(html).not.toContain(ours);
    expect(words(html)).toContain("Collectivité : Ville de Rixheim");
    expect(html).toContain(`href="/rixheim/agent/${GARDEN.id}/nouveau"`);
    for (const odd of ["illzach", "%00", "rixheim%27"])
      expect(await page(`${OURS}?collectivite=${odd}`)).toContain(ours);
    const empty = await page(`${OURS}?collectivite=rixheim&q=Martin`);
    expect(words(empty)).toContain("Retirer le filtre « Collectivité : Ville de Rixheim »");
  });

  test("leads from one member's fiche to the next one's, and back to her own list", async () => {
    const html = await page(`${THEIRS}/${theirs}?liste=tri%3Dnom`);
    expect(html).toContain(`href="${OURS}/${ours}?liste=tri%3Dnom"`);
    expect(html).toContain(`href="${OURS}"`);
    expect(html).not.toContain(`href="${THEIRS}"`);
  });

  test("is found by reference, from her own home", async () => {
    const { reference } = await inRixheim(theirs);
    const answer = await browser.get(`/mulhouse/agent?reference=${reference}`);
    expect(answer.headers.get("location")).toBe(`${THEIRS}/${theirs}`);
    const hidden = await inRixheim(permit);
    await page(`/mulhouse/agent?reference=${hidden.reference}`, 404);
  });

  test("opens surrounded by her own places, with its member's name", async () => {
    const html = await page(`${THEIRS}/${theirs}`);
    expect(words(html)).toContain("Dossier de la collectivité : Ville de Rixheim");
    expect(html).toContain('href="/mulhouse/agent"');
    expect(html).not.toContain('href="/rixheim/agent"');
  });

  test("is worked under both her names, and the reading is in its member's log", async () => {
    const path = `${THEIRS}/${theirs}/evenements/modifier`;
    const html = await page(`${THEIRS}/${theirs}?evenement=modifier`);
    const answer = await browser.post(path, {
      ...fieldsOf(html, path),
      "root[nom]": "Dreyer-Weiss",
      "root[cabane]": "false",
      "root[cultures][0][plante]": "Poireau",
    });
    expect(answer.status).toBe(303);
    expect((await inRixheim(theirs)).answers["nom"]).toBe("Dreyer-Weiss");
    expect((await entryHistory(office.ctx, "rixheim", theirs)).at(-1)?.actor).toMatchObject({
      id: anne.id,
      name: "Anne Keller (Ville de Mulhouse)",
    });
    await auditWritten(office.ctx);
    const [read] = await searchAudit(office.ctx.db, { member: "rixheim", target: theirs, limit: 1 });
    expect(read?.actor).toMatchObject({ id: anne.id, name: "Anne Keller (Ville de Mulhouse)" });
  });

  test("is assigned to a colleague of either member", async () => {
    const path = `${THEIRS}/${theirs}/assigner`;
    const html = await page(`${THEIRS}/${theirs}`);
    expect(words(html)).toContain("Paul Ott");
    for (const assignee of [anne.id, paul.id]) {
      const form = fieldsOf(await page(`${THEIRS}/${theirs}`), path);
      expect((await browser.post(path, { ...form, assignee })).status).toBe(303);
      expect((await inRixheim(theirs)).assignee).toBe(assignee);
    }
    const outsider = await hire(office.ctx, "Luc Haas", { units: ["etat-civil"] });
    const form = fieldsOf(await page(`${THEIRS}/${theirs}`), path);
    expect((await browser.post(path, { ...form, assignee: outsider.id })).status).toBe(422);
  });

  test("is opened by her for the other member, whose fiche it then is", async () => {
    const path = `/rixheim/agent/${GARDEN.id}/nouveau`;
    const html = await page(path);
    expect(words(html)).toContain("Ville de Rixheim");
    const fields = { "root[nom]": "Kopp", "root[cabane]": "false", "root[cultures][0][plante]": "Chou" };
    const answer = await browser.post(path, { ...fieldsOf(html, path), ...fields });
    expect(answer.headers.get("location")).toMatch(new RegExp(`^${THEIRS}/`));
  });

  test("is only read where it is shared to be read", async () => {
    share = { ...share, role: "lecteur" };
    const html = await page(`${THEIRS}/${theirs}`);
    expect(words(html)).toContain("Vous consultez ce dossier");
    expect(html).not.toContain("assigner");
    await page(`/rixheim/agent/${GARDEN.id}/nouveau`, 403);
    const before = (await inRixheim(theirs)).revision;
    const form = { ...fieldsOf(await page(`${OURS}/${ours}`), `${OURS}/${ours}/assigner`), assignee: anne.id };
    for (const path of [`${THEIRS}/${theirs}/assigner`, `${THEIRS}/${theirs}/evenements/liberer`]) {
      expect((await browser.post(path, { ...form, revision: String(before) })).status).toBeGreaterThanOrEqual(400);
    }
    expect((await inRixheim(theirs)).revision).toBe(before);
  });

  test("does not exist for an agent of a unit that is not meant, nor once it is no longer shared", async () => {
    share = { ...share, unit: "etat-civil" };
    expect(await page(OURS)).not.toContain(theirs);
    await page(`${THEIRS}/${theirs}`, 404);
    share = { ...share, with: "illzach" };
    await page(`${THEIRS}/${theirs}`, 404);
    expect(words(await page(OURS))).not.toContain("Collectivité");
  });
});

describe("a question that names a fiche", () => {
  const path = `/mulhouse/agent/${VISIT.id}/nouveau`;

  test("finds those that another member shares, keeps the id alone and shows whose it is", async () => {
    const form = fieldsOf(await page(path), path);
    const search = { ...form, "_search:/parcelle": "Dreyer", _action: "search:/parcelle" };
    const found = await (await browser.post(path, search)).text();
    expect(words(found)).toMatch(/Dreyer\S* \(\S+\) – Ville de Rixheim/);
    const sent = await browser.post(path, { ...fieldsOf(found, path), "root[parcelle]": theirs });
    expect(sent.status).toBe(303);
    const shown = await page(sent.headers.get("location")?.replace("/recepisse", "") ?? "");
    expect(shown).toContain(`href="${THEIRS}/${theirs}"`);
    const id = sent.headers.get("location")?.split(/[/?]/)[5] ?? "";
    expect((await findEntry(office.ctx, "mulhouse", id))?.answers).toEqual({ parcelle: theirs });
  });

  test("refuses one of a member that shares it with someone else", async () => {
    share = { ...share, with: "illzach" };
    const form = fieldsOf(await page(path), path);
    const answer = await browser.post(path, { ...form, "root[parcelle]": theirs });
    expect(answer.status).toBe(422);
    expect(words(await answer.text())).toContain("Vous devez choisir une fiche qui existe");
  });
});

describe("a token of such an agent", () => {
  const call = async (path: string, token: string, init: RequestInit = {}) =>
    app.request(`/api/v1/${path}`, { ...init, headers: { Authorization: `Bearer ${token}`, ...init.headers } });

  test("works at the other member's address, for that definition alone; a list stays one member's", async () => {
    const token = await createToken(office.ctx, { member: "mulhouse", agent: anne.id }, "essai");
    const list = await call(`rixheim/${GARDEN.id}/entries`, token);
    const { items } = (await list.json()) as { items: { id: string; member: string }[] };
    expect(items.map(({ id }) => id)).toContain(theirs);
    const own = (await (await call(`mulhouse/${GARDEN.id}/entries`, token)).json()) as typeof list & {
      items: { member: string }[];
    };
    expect(new Set(own.items.map(({ member }) => member))).toEqual(new Set(["mulhouse"]));
    expect((await call(`rixheim/${GARDEN.id}/entries/${theirs}/history`, token)).status).toBe(200);
    expect((await call(`rixheim/${PERMIT.id}/entries`, token)).status).toBe(403);
    expect((await call(`rixheim/${PERMIT.id}/entries/${permit}`, token)).status).toBe(404);
    expect((await call(`rixheim/${GARDEN.id}/entries/${permit}`, token)).status).toBe(404);
  });
});

/** A back office, a demande: nothing. Public pages say what they say to everyone, to whom an account may be asked. */
function refusals(address: string): readonly number[] {
  if (!/^\/rixheim\/(agent|demandes)/.test(address)) return [200, 303, 401, 404, 410, 422, 429];
  return address.endsWith("/garder") ? [401, 404] : [404];
}

test("every other address of the member that shares answers as if she were nobody there", async () => {
  const document = new FormData();
  document.set("file", new File(["%PDF-1.7\nplan\n%%EOF"], "plan.pdf"));
  const subject = { account: null, agent: paul, grants: [], visitor: null, via: null };
  const request = new Request("http://guichet.example", { method: "POST", body: document });
  const sent = await uploadAttachment(office.ctx, "rixheim", subject, request);
  if (!sent.ok) throw new Error(sent.problem.detail);
  const visit = await file(office, paul, VISIT, { parcelle: theirs, plan: sent.value.id });
  const values: Readonly<Record<string, string>> = {
    member: "rixheim",
    id: visit,
    entry: visit,
    file: sent.value.id,
    token: "x".repeat(32),
    draft: randomUUID(),
    step: "demande",
    type: "prendre-en-charge",
  };
  const body = { _csrf: hidden(await page(`${OURS}/${ours}`), "_csrf"), assignee: anne.id, revision: "1" };
  const tried: string[] = [];
  for (const definition of [PERMIT, VISIT]) {
    const [domain = "", name = ""] = definition.id.split("/");
    const known = { ...values, domain, name };
    for (const { method, path } of app.routes) {
      if (!path.startsWith("/:member/") || !["GET", "POST"].includes(method)) continue;
      const address = path.replace(
        /:(\w+)(\{[^}]*\})?/g,
        (_, key: string) => known[key as keyof typeof known] ?? "inconnu",
      );
      const answer = method === "GET" ? await browser.get(address) : await browser.post(address, body);
      tried.push(`${method} ${address}`);
      const text = await answer.text();
      expect(refusals(address), `${method} ${address}`).toContain(answer.status);
      expect(text, `${method} ${address}`).not.toMatch(/Roth|plan\.pdf|Paul Ott/);
    }
  }
  expect(tried.length).toBeGreaterThan(40);
  await page(`${THEIRS}/${permit}`, 404);
  await page(`${THEIRS}/${visit}/fichiers/${sent.value.id}`, 404);
  await page(THEIRS, 404);
  const actor = actorFor(office.ctx, { ...subject, agent: anne }, "rixheim", VISIT);
  expect(actor.roles).toEqual([]);
});
