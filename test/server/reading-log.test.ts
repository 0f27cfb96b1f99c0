import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditWritten } from "../../server/audit.ts";
import { searchAudit } from "../../server/store/audit.ts";
import { entryDocuments } from "../../server/store/documents.ts";
import { drain } from "../../server/worker/worker.ts";
import { buildDefinition } from "../helpers/definitions.ts";
import { offer } from "../helpers/offer.ts";
import type { Person } from "./town-people.ts";
import { MEMBER, TERRACE } from "./town-places.ts";
import { fileEntry, openTown, type Town, upload } from "./whole-town.ts";

/** A service that names a terrace. */
const UMBRELLA = buildDefinition({
  id: "voirie/parasol",
  required: ["terrasse"],
  properties: { terrasse: { type: "string", title: "Quelle terrasse ?", "x-ref": TERRACE.id } },
  definition: { unit: "voirie", privacy: TERRACE.privacy },
});

let town: Town;
let entry: string;
let file: string;
let document: string;

beforeAll(async () => {
  town = await openTown();
  const { people } = town;
  await offer(town.ctx, UMBRELLA);
  file = await upload(town, people.holder);
  const answers = { nom: "Chez Yvonne", courriel: "yvonne@exemple.fr", plan: [file] };
  entry = await fileEntry(town, people.holder, TERRACE, answers);
  await drain(town.ctx);
  document = (await entryDocuments(town.ctx, MEMBER, entry)).made[0]?.id ?? "";
});
afterAll(() => town.stop());

const API = `/api/v1/${MEMBER}/${TERRACE.id}/entries`;
const DESK = `/${MEMBER}/agent/${TERRACE.id}`;
const SEARCH = { "_search:/terrasse": "Yvonne", _action: "search:/terrasse" };

interface Reading {
  readonly path: () => string;
  readonly form?: Readonly<Record<string, string>>;
  /** What the log of the member says of it, beside who and when. */
  readonly kept: () => object;
}

const one = () => ({ action: "entry-read", target: entry });
const list = () => ({ action: "list-read", detail: { entries: 1 } });
const piece = () => ({ action: "file-read", target: entry, detail: { file } });

/** Every way in which an agent may come to know an answer. */
const READINGS: Readonly<Record<string, Reading>> = {
  "the list": { path: () => DESK, kept: list },
  "an entry": { path: () => `${DESK}/${entry}`, kept: one },
  "a file": { path: () => `${DESK}/${entry}/fichiers/${file}`, kept: piece },
  "an entry at the citizen's address": { path: () => `/${MEMBER}/demandes/${entry}`, kept: one },
  "a file at the citizen's address": { path: () => `/${MEMBER}/demandes/${entry}/fichiers/${file}`, kept: piece },
  "a form that offers the entries of a small register": {
    path: () => `/${MEMBER}/agent/${UMBRELLA.id}/nouveau`,
    kept: list,
  },
  "a search in a register that is offered whole": {
    path: () => `/${MEMBER}/agent/${UMBRELLA.id}/nouveau`,
    form: SEARCH,
    kept: list,
  },
  "the list, by the API": { path: () => `${API}?limit=100`, kept: list },
  "an entry, by the API": { path: () => `${API}/${entry}`, kept: one },
  "a history, by the API": { path: () => `${API}/${entry}/history`, kept: one },
  "a file, by the API": { path: () => `${API}/${entry}/attachments/${file}`, kept: piece },
  "the list of documents, by the API": { path: () => `${API}/${entry}/documents`, kept: one },
  "a document, by the API": {
    path: () => `${API}/${entry}/documents/${document}`,
    kept: () => ({ action: "file-read", target: entry, detail: { file: document } }),
  },
};

/** What the log of the member says was read when this person does it. */
async function kept(person: Person, { path, form }: Reading) {
  const { ctx, people } = town;
  const sitting = await town.sitting(person);
  const isApi = path().startsWith("/api/");
  const headers = { "Sec-Fetch-Site": "same-origin", ...(isApi ? {} : sitting.headers) };
  const bearer = isApi ? { Authorization: `Bearer ${people[person].token}` } : {};
  const body = form && new URLSearchParams({ _csrf: sitting.csrf, ...form });
  town.advance(1000);
  const since = ctx.clock();
  const answer = await town.app.request(path(), {
    headers: { ...headers, ...bearer },
    ...(body && { method: "POST", body }),
  });
  await answer.arrayBuffer();
  await auditWritten(ctx);
  const actions = ["entry-read", "list-read", "file-read"] as const;
  const records = await searchAudit(ctx.db, { member: MEMBER, actions, limit: 10 });
  return { status: answer.status, records: records.filter(({ at }) => at >= since) };
}

describe("an agent's reading is in the log, once, however she does it:", () => {
  test.each(Object.entries(READINGS))("%s", async (_, reading) => {
    const { status, records } = await kept("agent", reading);
    expect(status).toBeLessThan(300);
    const actor = { kind: "agent", id: town.people.agent.agent?.id };
    expect(records).toMatchObject([{ member: MEMBER, actor, definition: TERRACE.id, ...reading.kept() }]);
  });

  test("software's own token reads under its name", async () => {
    const reading = READINGS["the list, by the API"];
    if (!reading) throw new Error("no reading");
    expect((await kept("software", reading)).records).toMatchObject([{ actor: { kind: "agent", name: "Logiciel" } }]);
  });
});

describe("nothing is in the log", () => {
  test.each(Object.entries(READINGS))("when another unit's agent is refused: %s", async (_, reading) => {
    const { status, records } = await kept("unit", reading);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(records).toEqual([]);
  });

  test("when a citizen reads what is hers", async () => {
    for (const name of ["the list, by the API", "an entry, by the API", "an entry at the citizen's address"]) {
      const reading = READINGS[name];
      if (!reading) throw new Error(name);
      const { status, records } = await kept("holder", reading);
      expect(status, name).toBe(200);
      expect(records, name).toEqual([]);
    }
  });
});

test("among many, only what a search finds was read", async () => {
  for (let more = 0; more < 12; more += 1) {
    await fileEntry(town, town.people.holder, TERRACE, { nom: "Chez Odile", courriel: "odile@exemple.fr" });
  }
  const path = () => `/${MEMBER}/agent/${UMBRELLA.id}/nouveau`;
  expect((await kept("agent", { path, kept: list })).records).toEqual([]);
  const { records } = await kept("agent", { path, form: SEARCH, kept: list });
  expect(records).toMatchObject([{ action: "list-read", definition: TERRACE.id, detail: { entries: 1 } }]);
});
