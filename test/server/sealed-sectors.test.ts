import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../engine/index.ts";
import { auditWritten } from "../../server/audit.ts";
import { issuePaperCode, paperCode } from "../../server/identity/paper-codes.ts";
import { findEntry } from "../../server/store/entries.ts";
import { latestMails } from "../../server/store/outbox.ts";
import { drain } from "../../server/worker/worker.ts";
import { everyRow, type Row } from "./every-row.ts";
import { giveMandate, signIn, token } from "./giving-mandate.ts";
import { Browser, hidden } from "./identity/installation.ts";
import {
  enrol,
  hire,
  MEMBER,
  NURSERY,
  openTown,
  PASSWORD,
  type Someone,
  sit,
  TERRACE,
  type Town,
} from "./whole-town.ts";

/** Where the citizen has dealings: two members, two sectors. */
const PLACES = [
  { member: MEMBER, definition: TERRACE },
  { member: MEMBER, definition: NURSERY },
  { member: "rixheim", definition: TERRACE },
  { member: "rixheim", definition: NURSERY },
] as const;
type Place = (typeof PLACES)[number];
const nameOf = ({ member, definition }: Place) => `${member} ${definition.privacy.sector}`;

type Tables = ReadonlyMap<string, readonly Row[]>;
interface At {
  readonly table: string;
  readonly row: Row;
}

let town: Town;
let camille: Someone;
let stolen: Tables;
/** What strangers' dealings of every kind had put in the base before: shared by everybody. */
let common: ReadonlySet<string>;
/** Ids of what the citizen filed or began in each place. */
const hers = new Map<string, string[]>(PLACES.map((place) => [nameOf(place), []]));

beforeAll(async () => {
  town = await openTown();
  tick(town);
  for (const place of PLACES) {
    const unit = place.definition.unit ?? "";
    const { agent } = await hire(town.ctx, `Agent ${nameOf(place)}`, place.member, ["agent"], [unit]);
    if (agent) workers.set(place, { account: null, agent, token: null });
  }
  const strangers = [await enrol(town.ctx, "Dominique Weber"), await enrol(town.ctx, "Lucie Klein")];
  for (const stranger of strangers) await live(stranger, () => undefined);
  await settle();
  common = new Set([...(await everyRow(town.database)).values()].flat().flatMap(marks));
  // A name that nobody else bears: written beside two requests, it would join them.
  camille = await enrol(town.ctx, "Camille Straumann");
  await live(camille, (place, id) => hers.get(nameOf(place))?.push(id));
  await settle();
  stolen = await everyRow(town.database);
}, 180_000);
afterAll(() => town.stop());

/** One agent works each place. */
const workers = new Map<Place, Someone>();

/** No two readings of the clock are the same: equal instants then come from one reading, written twice. */
function tick({ ctx }: Town): void {
  const { clock } = ctx;
  let ticks = 17_000;
  Object.assign(ctx, {
    clock: () => {
      ticks += 1;
      return new Date(clock().getTime() + ticks);
    },
  });
}

/** Time between two things that someone does: what is close in time was then written by one request. */
const pause = () => town.advance(61_000);

/** Mails leave and the log is written. */
async function settle(): Promise<void> {
  await drain(town.ctx);
  await auditWritten(town.ctx);
}

let count = 0;
/** Nothing that she writes is the same twice: what is joined is not what she wrote. */
function typed(definition: Place["definition"]): Record<string, string> {
  count += 1;
  return definition === TERRACE
    ? { "root[nom]": `Terrasse ${count}`, "root[courriel]": `personne${count}@exemple.fr` }
    : { "root[nom]": `Enfant ${count}` };
}

/** Everything a citizen may do, in each place; `mine` is told the id of each thing. */
async function live(someone: Someone, told: (place: Place, id: string) => void): Promise<void> {
  const done = new Map<Place, string[]>(PLACES.map((place) => [place, []]));
  const mine = (place: Place, id: string) => {
    done.get(place)?.push(id);
    told(place, id);
  };
  const browser = new Browser(town.app);
  for (const place of PLACES) mine(place, await fillIn(browser, place, true));
  pause();
  await signIn(browser, someone);
  pause();
  for (const place of PLACES) {
    mine(place, await fillIn(browser, place, false));
    mine(place, await fillIn(browser, place, true));
    mine(place, await callApi(someone, place));
    mine(place, await claim(browser, place));
    mine(place, await atTheCounter(browser, place));
    pause();
    await browser.get(`/${place.member}`);
  }
  await settleIn(browser);
  pause();
  count += 1;
  // What waits leaves now, not beside the mandate's mails.
  await drain(town.ctx);
  pause();
  const { relative, mandate } = await giveMandate(town, browser, `Odile Meyer ${count}`);
  for (const place of PLACES) mine(place, await fillIn(relative, place, true, mandate));
  await relative.get(`/mon-espace/mandats/${mandate}`);
  pause();
  const again = new Browser(town.app);
  pause();
  await signIn(again, someone);
  pause();
  await again.get("/mon-espace");
  await byFranceConnect(new Browser(town.app), someone);
  for (const [place, ids] of done) await readByAgent(place, ids);
}

/** Her household and what fills her forms. */
async function settleIn(browser: Browser): Promise<void> {
  pause();
  await browser.get("/mon-espace");
  count += 1;
  const child = { "root[prenoms]": `Lina ${count}`, "root[nom]": "Schmitt", "root[lien]": "enfant" };
  const added = await browser.post("/mon-espace/foyer/ajouter", {
    ...(await token(browser, "/mon-espace/foyer")),
    ...child,
  });
  expect(added.status, await added.clone().text()).toBe(303);
  const path = "/mon-espace/informations";
  await browser.post(path, { ...(await token(browser, path)), "root[telephone]": "06 12 34 56 78" });
}

/** Signs in by FranceConnect, whose identity becomes a way into her account. */
async function byFranceConnect(browser: Browser, { account }: Someone): Promise<void> {
  pause();
  const way = "/connexion/franceconnect";
  const state = new URL((await browser.get(way)).headers.get("location") ?? "").searchParams.get("state");
  await browser.get(`${way}/retour?state=${state}`);
  const form = {
    ...(await token(browser, `${way}/premiere`)),
    choix: "link",
    email: account?.email ?? "",
    password: PASSWORD,
  };
  const linked = await browser.post(`${way}/premiere`, form);
  expect(linked.status, await linked.clone().text()).toBe(303);
  expect((await browser.get("/mon-espace")).status).toBe(200);
}

/** A browser in which the agent of a place works. */
async function atWork(place: Place): Promise<Browser> {
  const browser = new Browser(town.app);
  const worker = workers.get(place);
  const { headers } = worker ? await sit(town.ctx, worker) : { headers: {} as Record<string, string> };
  const [name = "", value = ""] = (headers["Cookie"] ?? "").split("=");
  browser.cookies.set(name, value);
  return browser;
}

/** An agent files for her at the counter; with the code of the receipt, she makes the request hers. */
async function atTheCounter(browser: Browser, place: Place): Promise<string> {
  pause();
  const agent = await atWork(place);
  const path = `/${place.member}/agent/${place.definition.id}/nouveau`;
  const page = await (await agent.get(path)).text();
  const form = { _csrf: hidden(page, "_csrf"), cle: hidden(page, "cle"), canal: "guichet", ...typed(place.definition) };
  const filed = await agent.post(path, form);
  const id = /[0-9a-f-]{36}/.exec(filed.headers.get("location") ?? "")?.[0] ?? "";
  const entry = await findEntry(town.ctx, place.member, id);
  if (!entry) throw new Error(`${filed.status} ${await filed.text()}`);
  await issuePaperCode(town.ctx, entry);
  const code = (await paperCode(town.ctx, entry)) ?? "";
  pause();
  const claiming = "/mon-espace/rattacher";
  const claimed = await browser.post(claiming, {
    ...(await token(browser, claiming)),
    ...{ reference: entry.reference, "root[code]": code },
  });
  expect(claimed.status, await claimed.clone().text()).toBe(303);
  return id;
}

/** The agent reads what there is, in pages and by a list: it is in the log. */
async function readByAgent(place: Place, ids: readonly string[]): Promise<void> {
  pause();
  const agent = await atWork(place);
  const path = `/${place.member}/agent/${place.definition.id}`;
  expect((await agent.get(path)).status).toBe(200);
  for (const id of ids) {
    pause();
    await agent.get(`${path}/${id}`);
  }
}

/** Fills a form with a file, asks for the link that resumes it, and sends it or leaves it there. Returns its id. */
async function fillIn(
  browser: Browser,
  { member, definition }: Place,
  sent: boolean,
  mandate: string | null = null,
): Promise<string> {
  pause();
  const service = `/${member}/${definition.id}`;
  const form = { ...(await token(browser, service)), ...(mandate !== null && { pour: mandate }) };
  const started = await browser.post(`${service}/commencer`, form);
  const draft = (started.headers.get("location") ?? "").split("/")[3] ?? "";
  const base = `/${member}/demarches/${draft}`;
  const step = new FormData();
  for (const [name, value] of Object.entries({ ...(await token(browser, base)), ...typed(definition) })) {
    step.append(name, value);
  }
  step.append(definition === TERRACE ? "root[plan]" : "root[acte]", pdf());
  await browser.post(`${base}/demande`, step);
  if (mandate === null) await askLink(browser, base);
  if (!sent) return draft;
  const answer = await browser.post(`${base}/verifier`, await token(browser, `${base}/verifier`));
  const entry = /\/demandes\/([0-9a-f-]{36})/.exec(answer.headers.get("location") ?? "")?.[1];
  if (entry === undefined) throw new Error(`${answer.status} ${await answer.text()}`);
  await browser.get(`/${member}/demandes/${entry}`);
  return entry;
}

/** Asks for the link that resumes a draft. */
async function askLink(browser: Browser, base: string): Promise<void> {
  const later = await (await browser.get(`${base}/plus-tard`)).text();
  const form = { lien: hidden(later, "lien"), courriel: `lien${base.split("/").at(-1)}@exemple.fr` };
  await browser.post(`${base}/plus-tard`, { ...(await token(browser, base)), ...form });
}

function pdf(): File {
  count += 1;
  return new File([`%PDF-1.4\n${count}\n%%EOF\n`], `piece${count}.pdf`, { type: "application/pdf" });
}

/** The same by software in her name, which sends the same proof everywhere and has one idempotency key a person. */
async function callApi({ account, token: bearer }: Someone, { member, definition }: Place): Promise<string> {
  pause();
  const headers = { Authorization: `Bearer ${bearer}` };
  const ids: string[] = [];
  for (let file = 0; file < 2; file += 1) {
    const body = new FormData();
    count += 1;
    body.append("file", new File([`%PDF-1.4\n${account?.name}\n%%EOF\n`], `piece${count}.pdf`));
    const kept = await town.app.request(`/api/v1/${member}/attachments`, { method: "POST", headers, body });
    ids.push(((await kept.json()) as { id: string }).id);
  }
  const fields = Object.entries(typed(definition)).map(([name, value]) => [name.slice(5, -1), value]);
  const file = definition === TERRACE ? "plan" : "acte";
  pause();
  const opened = await town.app.request(`/api/v1/${member}/${definition.id}/entries`, {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/json", "Idempotency-Key": `cle-${account?.id}` },
    body: JSON.stringify({ ...Object.fromEntries(fields), [file]: ids.slice(0, 1) }),
  });
  expect(opened.status, await opened.clone().text()).toBe(201);
  return ((await opened.json()) as { id: string }).id;
}

/** Files as a visitor of another browser, then makes it hers with the code that the mail brings. */
async function claim(browser: Browser, place: Place): Promise<string> {
  const id = await fillIn(new Browser(town.app), place, true);
  const entry = await findEntry(town.ctx, place.member, id);
  const reference = entry?.reference ?? "";
  town.advance(60_000);
  const path = "/mon-espace/rattacher";
  const first = { ...(await token(browser, path)), "root[reference]": reference };
  const asked = await browser.post(path, first);
  // Only a service that writes to an address can be claimed.
  if (place.definition !== TERRACE) return id;
  await drain(town.ctx);
  const mails = (await latestMails(town.ctx, 20)).map(({ body }) => body);
  const code = /^\d{8}$/m.exec(mails.find((body) => body.includes(reference)) ?? "")?.[0] ?? "";
  const form = { _csrf: hidden(await asked.text(), "_csrf"), reference, "root[code]": code };
  const claimed = await browser.post(path, form);
  expect(claimed.status, await claimed.clone().text()).toBe(303);
  return id;
}

/** What a text may be recognised by: itself, and the ids, digests and names inside it, however written. */
function marks(value: Json): readonly string[] {
  if (value === null || typeof value === "boolean" || typeof value === "number") return [];
  if (typeof value !== "string") return Object.values(value).flatMap((each) => marks(each as Json));
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return [];
  if (INSTANT.test(value)) return [`at ${instant(value)}`];
  const parts = value.match(/[\w-]{16,}/g) ?? [];
  return [...[value, ...parts].map(normal), ...parts.flatMap(madeAt)];
}

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+([+]00:00|Z)$/;
/** In milliseconds; the base's own clock is read to the microsecond. */
const instant = (text: string): string => (/\.\d{4,}/.exec(text)?.[0] ? text : String(Date.parse(text)));

/** An id of version 7 says when it was made. */
function madeAt(text: string): readonly string[] {
  const time = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-/.exec(text);
  return time ? [`at ${Number.parseInt(`${time[1]}${time[2]}`, 16)}`] : [];
}

/** One form of the same bytes: a uuid, hexadecimal and base64 compare as hexadecimal. */
function normal(text: string): string {
  const bare = text.replace(/^\\x/, "").toLowerCase().replaceAll("-", "");
  if (/^([0-9a-f]{2}){8,}$/.test(bare)) return bare;
  if (/^[\w+/-]{43}=?$/.test(text)) return Buffer.from(text, "base64url").toString("hex");
  return text;
}

/** Every row with what it may be recognised by: values that the base held before she came say nothing of her. */
function markedRows(tables: Tables): readonly (At & { readonly marks: readonly string[] })[] {
  const own = (row: Row) => [...new Set(marks(row))].filter((mark) => !common.has(mark));
  return [...tables].flatMap(([table, rows]) => rows.map((row) => ({ table, row, marks: own(row) })));
}

/**
 * The rows joined, through whatever chain of equal values, to those that bear one of these ids; each with the one it was
 * reached from.
 */
function reached(tables: Tables, from: readonly string[]): ReadonlyMap<At, At | null> {
  const rows = markedRows(tables);
  const bearing = new Map<string, typeof rows>();
  for (const each of rows) for (const mark of each.marks) bearing.set(mark, [...(bearing.get(mark) ?? []), each]);
  const waiting = rows.filter(({ marks }) => from.some((id) => marks.includes(normal(id))));
  const found = new Map<At, At | null>(waiting.map((each) => [each, null]));
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    const next = at.marks.flatMap((mark) => bearing.get(mark) ?? []).filter((each) => !found.has(each));
    for (const each of next) found.set(each, at);
    waiting.push(...new Set(next));
  }
  return found;
}

/** The joins an attacker makes from her dealings in one place to those in another, or to her account. */
function joins(tables: Tables): readonly string[] {
  const others = [
    ...[...hers].map(([name, ids]) => ({ name, ids })),
    { name: "account", ids: [camille.account?.id ?? ""] },
  ];
  return [...hers].flatMap(([name, ids]) => {
    const found = reached(tables, ids);
    return [...found.keys()].flatMap((at) => {
      const other = others.find(
        (each) => each.name !== name && each.ids.some((id) => marks(at.row).includes(normal(id))),
      );
      return other ? [`${name} → ${other.name}: ${chain(found, at)}`] : [];
    });
  });
}

function chain(found: ReadonlyMap<At, At | null>, end: At): string {
  const rows: string[] = [];
  for (let at: At | null | undefined = end; at; at = found.get(at)) rows.push(`${at.table} ${JSON.stringify(at.row)}`);
  return rows.reverse().join("\n    = ");
}

const MONTH = 30 * 86_400_000;

/** Instants of a row by our clock, not the base's own; an end of a month's life tells its beginning. */
function instantsOf(row: Row): readonly number[] {
  const texts = Object.values(row).filter((value) => typeof value === "string" && INSTANT.test(value));
  const times = texts.map((text) => Date.parse(String(text)));
  const ids = Object.values(row).flatMap((value) => (typeof value === "string" ? madeAt(value) : []));
  const made = ids.map((mark) => Number(mark.slice("at ".length)));
  const now = town.ctx.clock().getTime();
  return [...times, ...times.map((time) => time - MONTH), ...made].filter((at) => at <= now && at > now - MONTH);
}

/** Rows that bear her account's id, written within a second of a row of one of her places: by the same request. */
function closeInTime(tables: Tables): readonly string[] {
  const account = normal(camille.account?.id ?? "");
  const rows = [...tables].flatMap(([table, all]) => all.map((row) => ({ table, row })));
  const known = rows.filter(({ row }) => marks(row).includes(account));
  const written = [...hers.values()].flat().map(normal);
  const placed = rows.filter(({ row }) => marks(row).some((mark) => written.includes(mark)));
  const close = (a: Row, b: Row) =>
    instantsOf(a).some((one) => instantsOf(b).some((other) => Math.abs(one - other) < 1000));
  return known.flatMap(({ table, row }) =>
    placed.filter((each) => close(row, each.row)).map((each) => `${table} ≈ ${each.table}: ${JSON.stringify(row)}`),
  );
}

/** A copy of the stolen tables with one row changed. */
const altered = (table: string, id: string, change: Row): Tables =>
  new Map([
    ...stolen,
    [
      table,
      (stolen.get(table) ?? []).map((row) =>
        row["id"] === id || row["entry_id"] === id ? { ...row, ...change } : row,
      ),
    ],
  ]);

describe("with every table and without the server's secret, one citizen's dealings in two sectors", () => {
  test("are many: entries, drafts, files, links, mails, a claim, a session, a mandate, in each place", () => {
    const filled = [
      "account",
      "account_person",
      "access_link",
      "audit",
      "attachment",
      "draft",
      "effect",
      "entry",
      "entry_event",
      "entry_state",
      "idempotency",
      "mandate",
      "one_time_code",
      "outbox",
      "outside_identity",
      "session",
    ];
    for (const table of filled) expect(stolen.get(table)?.length, table).toBeGreaterThan(0);
    expect([...hers.values()].map((ids) => ids.length)).toEqual(PLACES.map(() => 7));
  });

  test("cannot be joined, nor told to be her account's", () => {
    expect(joins(stolen).slice(0, 5).join("\n\n")).toBe("");
  });

  test("cannot be told to be her account's by what the same request wrote beside it", () => {
    expect(closeInTime(stolen).slice(0, 5).join("\n")).toBe("");
  });

  test("would be told by a session kept to the millisecond", () => {
    const [entry = ""] = hers.get(nameOf(PLACES[0])) ?? [];
    const opened = String(stolen.get("entry")?.find(({ id }) => id === entry)?.["created_at"]);
    const expires = new Date(Date.parse(opened) + MONTH - 12).toISOString();
    const sessions = (stolen.get("session") ?? []).map((row) => ({ ...row, expires_at: expires }));
    expect(closeInTime(new Map([...stolen, ["session", sessions]]))).not.toEqual([]);
  });

  test("would be joined by one instant written twice, or by an id made at that instant", () => {
    const [first = ""] = hers.get(nameOf(PLACES[0])) ?? [];
    const [second = ""] = hers.get(nameOf(PLACES[1])) ?? [];
    const at = stolen.get("entry")?.find(({ id }) => id === first)?.["created_at"] ?? null;
    expect(joins(altered("entry", second, { updated_at: at }))).not.toEqual([]);
    const made = Date.parse(String(at)).toString(16).padStart(12, "0");
    const id = `${made.slice(0, 8)}-${made.slice(8)}-7000-8000-000000000000`;
    expect(joins(altered("entry", second, { assignee: id }))).not.toEqual([]);
  });

  test("would be joined if an entry named her account", () => {
    const [entry = ""] = hers.get(nameOf(PLACES[0])) ?? [];
    expect(joins(altered("entry", entry, { assignee: camille.account?.id ?? "" }))).not.toEqual([]);
  });

  test("would be joined by one pseudonym for two sectors, a visitor's session in hexadecimal, an address in a mail", () => {
    const [, other] = PLACES;
    const [first = ""] = hers.get(nameOf(PLACES[0])) ?? [];
    const [second = ""] = hers.get(nameOf(other)) ?? [];
    const holder = stolen.get("entry")?.find(({ id }) => id === first)?.["holder"] ?? null;
    expect(holder).not.toBeNull();
    expect(joins(altered("entry", second, { holder }))).not.toEqual([]);
    const data = { file: Buffer.from(String(holder), "base64url").toString("hex") };
    expect(joins(altered("entry_event", second, { data }))).not.toEqual([]);
    expect(joins(altered("entry_event", second, { data: { mailed: camille.account?.email ?? "" } }))).not.toEqual([]);
  });
});
