import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answers, figuresOf, isCounted } from "../../engine/index.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { seeingUnits } from "../../server/db/seen-units.ts";
import { readAcross, readAs } from "../../server/db/with-actor.ts";
import { cellsOf, linesOf, numberOf } from "../helpers/activity-page.ts";
import { agent } from "../helpers/actors.ts";
import { type DemoApp, openDemoApp } from "../helpers/demo-app.ts";
import { readPdf } from "../helpers/pdf.ts";
import type { Browser } from "./identity/installation.ts";

const NOW = new Date("2026-11-20T09:00:00.000Z");
const REPORT = "relais/rapport-activite";
const CONTACT = "relais/contact";
const TOWN = "cherbourg-en-cotentin";
const LEAD = "cotentin";

let demo: DemoApp;
let relay: Browser;
let lead: Browser;

beforeAll(async () => {
  demo = await openDemoApp("cotentin", NOW);
  relay = await demo.agent(TOWN, "agent");
  lead = await demo.agent(LEAD, "agent");
}, 240_000);
afterAll(() => demo.installation.stop());

const text = async (browser: Browser, path: string): Promise<string> => (await browser.get(path)).text();

/** Addresses of the reports that a browser's agent reads. */
async function reports(browser: Browser, home: string): Promise<readonly string[]> {
  const html = await text(browser, `/${home}/agent/${REPORT}?etat=_toutes`);
  const found = html.matchAll(new RegExp(`href="(/[a-z-]+/agent/${REPORT}/[0-9a-f-]{36})`, "g"));
  return [...new Set([...found].map(([, href]) => href ?? ""))];
}

/** What a page says of when its figures are from. */
const standing = (html: string): string => /<h1>.*?<p>(.*?)<\/p>/s.exec(html)?.[1] ?? "";

/** How many times the figures of a report were kept. */
async function closings(member: string, entry: string): Promise<number> {
  const rows = await readAs(
    demo.ctx.db,
    { member },
    (tx) => tx`select closing from activity_figures where member_id = ${member} and entry_id = ${entry}`,
  );
  return rows.length;
}

const actorOf = (member: string) => agent({ member, units: ["relais"], offices: [`${member}/relais`] });

/** Opens an entry as an agent of a relay. */
async function opens(member: string, id: string, answers: Answers): Promise<string> {
  const definition = demo.ctx.catalogue.definition(member, id);
  if (!definition) throw new Error(`${member} has no ${id}`);
  const actor = actorOf(member);
  const opened = await seeingUnits([`${member}/relais`], () =>
    openEntry(demo.ctx, { member, definition, actor, actorIn: actorOf, answers }),
  );
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view.id;
}

async function sends(member: string, id: string, type: string, answers?: Answers): Promise<void> {
  const request = { member, definitionId: REPORT, id, actor: actorOf(member), type, revision: null };
  const sent = await sendEvent(demo.ctx, { ...request, ...(answers && { answers }) });
  if (!sent.ok) throw new Error(JSON.stringify(sent.problem));
}

const contact = (changes: Answers = {}): Answers => ({
  ...{ jour: "2026-11-19", canal: "telephone", public: "autre", sujets: ["autre"] },
  ...changes,
});
const yearly = (annee: number, changes: Answers = {}): Answers => ({
  ...{ annee, portee: "relais", etp: 2, heuresPublic: 20 },
  ...changes,
});
const pageOf = (member: string, id: string) => `/${member}/agent/${REPORT}/${id}/rapport`;
const cellOf = async (browser: Browser, page: string, figure: string, rank = 0) =>
  cellsOf(await text(browser, page)).get(figure)?.[rank]?.text ?? "";

describe("the report of a relay", () => {
  test("counts, for each figure, as many entries as its list has lines", async () => {
    const [href = ""] = await reports(relay, TOWN);
    const cells = cellsOf(await text(relay, `${href}/rapport`));
    const { activity } = demo.ctx.catalogue.definition(TOWN, REPORT) ?? {};
    const linked = figuresOf(activity ?? { chapters: [] }).flatMap((figure) => {
      const [cell] = cells.get(figure.id) ?? [];
      const lists = isCounted(figure) && (figure.measure.kind === "count" || figure.measure.kind === "distinct");
      return lists && cell?.href ? [{ id: figure.id, count: numberOf(cell.text), href: cell.href }] : [];
    });
    const lines = new Map<string, number>();
    for (const each of linked) lines.set(each.id, await linesOf(relay, each.href));
    expect(lines).toEqual(new Map(linked.map(({ id, count }) => [id, count])));
    expect(linked.length).toBeGreaterThan(22);
    expect([...lines.values()].every((count) => count > 0)).toBe(true);
  });

  test("adds up, by what tells a figure apart, to the figure itself", async () => {
    const [href = ""] = await reports(relay, TOWN);
    const csv = await text(relay, `${href}/rapport.csv`);
    const lines = csv.split("\r\n").map((line) => line.split(";").map((cell) => cell.replaceAll('"', "")));
    const of = (figure: string, by: string) => lines.filter((line) => line[1] === figure && line[2] === by);
    const total = (figure: string, by: string) => of(figure, by).reduce((sum, line) => sum + Number(line[4]), 0);
    const contacts = Number(of("Contacts", "")[0]?.[4]);
    expect(contacts).toBeGreaterThan(50);
    for (const by of ["Avec qui", "Comment", "Commune", "Mois"])
      expect([by, total("Contacts", by)]).toEqual([by, contacts]);
    const families = "Contacts avec des familles, par commune de la famille";
    expect(total(families, "Famille : Commune")).toBe(Number(of(families, "")[0]?.[4]));
    expect(of(families, "Famille : Commune").length).toBeGreaterThan(1);
  });

  test("is read by the agents of the relay and by the coordination, by no other relay", async () => {
    const [href = ""] = await reports(relay, TOWN);
    expect(await reports(relay, TOWN)).toHaveLength(1);
    const other = await demo.agent("la-hague", "agent");
    expect(await reports(other, "la-hague")).not.toContain(href);
    expect((await other.get(`${href}/rapport`)).status).toBe(404);
    expect((await other.get(`${href}/rapport.pdf`)).status).toBe(404);
    expect(await reports(lead, LEAD)).toContain(href);
    expect((await lead.get(`${href}/rapport`)).status).toBe(200);
  });

  test("tells the coordination how many contacts the relay keeps, and lists none of them", async () => {
    const [href = ""] = await reports(relay, TOWN);
    const own = cellsOf(await text(relay, `${href}/rapport`)).get("contacts")?.[0];
    const html = await text(lead, `${href}/rapport`);
    const seen = cellsOf(html).get("contacts")?.[0];
    expect(seen?.text).toBe(own?.text);
    expect(await linesOf(lead, seen?.href ?? "")).toBeLessThan(numberOf(own?.text ?? ""));
    expect(html).toContain("la liste ne montre que celles que vous pouvez lire");
    // What few entries tell could tell of someone.
    expect(html).toContain("Autres (moins de 5 chacun)");
    expect(await text(relay, `${href}/rapport`)).not.toContain("Autres (moins de 5 chacun)");
  });

  test("leaves on paper and in spreadsheets, which the log says", async () => {
    const [href = ""] = await reports(relay, TOWN);
    const pdf = await relay.get(`${href}/rapport.pdf`);
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    const { text: said } = await readPdf(new Uint8Array(await pdf.arrayBuffer()));
    expect(said).toContain("Rapport d’activité 2026");
    expect(said).toContain("À confronter au questionnaire CAF");
    expect(said).toContain("3,5 ETP");
    const ods = await relay.get(`${href}/rapport.ods`);
    expect(ods.headers.get("content-type")).toContain("opendocument.spreadsheet");
    expect((await ods.arrayBuffer()).byteLength).toBeGreaterThan(2000);
  });
});

describe("the report of the territory", () => {
  test("puts the relays together, each beside the others, whoever several of them met counting once", async () => {
    const families = await readAs(
      demo.ctx.db,
      { member: TOWN },
      (tx) => tx<{ id: string }[]>`
        select id from entry where member_id = ${TOWN} and definition = 'relais/famille' and state = 'active' limit 1`,
    );
    const famille = families[0]?.id ?? "";
    for (const member of [TOWN, LEAD]) {
      for (let n = 0; n < 2; n += 1) await opens(member, CONTACT, contact({ public: "famille", famille }));
    }
    const page = pageOf(LEAD, await opens(LEAD, REPORT, { annee: 2026, portee: "territoire" }));
    const cells = cellsOf(await text(lead, page));
    const row = (id: string) => cells.get(id)?.map((cell) => numberOf(cell.text)) ?? [];
    const [contacts = 0, , ...each] = row("contacts");
    expect(each).toHaveLength(3);
    expect(each.reduce((sum, one) => sum + one, 0)).toBe(contacts);
    const [met = 0, , ...metEach] = row("familles");
    expect(met).toBeLessThan(metEach.reduce((sum, one) => sum + one, 0));
    // What each relay typed in its own report.
    expect(row("etp")[0]).toBe(4.5);
    const demandes = cells.get("demandes")?.[0];
    expect(await linesOf(lead, demandes?.href ?? "")).toBe(numberOf(demandes?.text ?? ""));
    const alone = cells.get("demandes")?.[3];
    expect(await linesOf(lead, alone?.href ?? "")).toBe(numberOf(alone?.text ?? ""));
  });
});

describe("a statistic that follows references", () => {
  function grouped<T>(all: readonly T[], by: (one: T) => string): ReadonlyMap<string, readonly T[]> {
    const groups = new Map<string, T[]>();
    for (const one of all) groups.set(by(one), [...(groups.get(by(one)) ?? []), one]);
    return groups;
  }

  /** Entries of a definition that an agent of the relay reads, wherever they are. */
  async function read(id: string): Promise<readonly { readonly id: string; readonly answers: Answers }[]> {
    const members = [TOWN, LEAD, "la-hague"];
    const found = await seeingUnits([`${TOWN}/relais`], () =>
      readAcross(
        demo.ctx.db,
        members,
        (tx, member) => tx<{ id: string; answers: Answers }[]>`
          select id, answers from entry where member_id = ${member} and definition = ${id}`,
      ),
    );
    return found.flatMap((rows) => [...rows]);
  }

  const asked = async (query: Record<string, string>): Promise<ReadonlyMap<string, number>> => {
    const search = new URLSearchParams({ demarche: CONTACT, periode: "tout", ...query });
    const csv = await text(relay, `/${TOWN}/agent/chiffres/export.csv?${search}`);
    const lines = csv.split("\r\n").map((line) => line.split(";").map((cell) => cell.replaceAll('"', "")));
    const counted = lines.slice(4).filter(([name, count]) => name && name !== "Total" && count);
    return new Map(counted.map(([name = "", count = ""]) => [name, Number(count)]));
  };

  test("groups by what the fiche says, another member's too, and filters by it", async () => {
    const families = new Map((await read("relais/famille")).map(({ id, answers }) => [id, answers]));
    const contacts = await read(CONTACT);
    const situation = ({ answers }: { readonly answers: Answers }) =>
      families.get(String(answers["famille"]))?.["situation"] ?? "";
    const expected = grouped(contacts, (one) => String(situation(one)));
    const found = await asked({ par: "champ:famille.situation" });
    const sizes = [...expected.values()].map((all) => all.length).sort((a, b) => a - b);
    expect([...found.values()].sort((a, b) => a - b)).toEqual(sizes);
    const kept = await asked({ par: "champ:famille.situation", "filtre[famille.situation]": "recherche" });
    expect([...kept.values()]).toEqual([expected.get("recherche")?.length]);
  });

  test("counts different fiches once, whichever members refer to them", async () => {
    const contacts = (await read(CONTACT)).filter(({ answers }) => answers["famille"]);
    const expected = grouped(contacts, ({ answers }) => String(answers["public"]));
    const [families] = [...expected.values()].map((all) => new Set(all.map(({ answers }) => answers["famille"])).size);
    const found = await asked({ par: "champ:public", mesure: "distinctes", champ: "famille" });
    expect([...found.values()]).toEqual([families]);
    expect(families).toBeLessThan(contacts.length);
  });
});

describe("a report that is closed", () => {
  test("keeps its figures, says who closed it, and gives them to the report of the year after", async () => {
    const id = await opens(TOWN, REPORT, yearly(2026));
    const page = pageOf(TOWN, id);
    const before = await cellOf(relay, page, "contacts");
    await sends(TOWN, id, "clore");
    await opens(TOWN, CONTACT, contact());
    expect(await cellOf(relay, page, "contacts")).toBe(before);
    expect(standing(await text(relay, page))).toMatch(
      /Rapport clos par .+ le vendredi\s20\snovembre\s2026 à\s10\sh\s00/,
    );
    const next = pageOf(TOWN, await opens(TOWN, REPORT, yearly(2027)));
    const [childminders, known] = cellsOf(await text(relay, next)).get("am") ?? [];
    expect(known?.text).toBe(childminders?.text);
    expect(await cellOf(relay, next, "contacts", 1)).toBe(before);
  });

  test("opened again, follows the entries, and keeps other figures at its next closing", async () => {
    const id = await opens("la-hague", REPORT, yearly(2026));
    const page = pageOf("la-hague", id);
    const other = await demo.agent("la-hague", "agent");
    await sends("la-hague", id, "clore");
    const first = numberOf(await cellOf(other, page, "contacts"));
    await opens("la-hague", CONTACT, contact());
    await sends("la-hague", id, "rouvrir", { motif: "Un contact manquait." });
    expect(numberOf(await cellOf(other, page, "contacts"))).toBe(first + 1);
    await sends("la-hague", id, "clore");
    await opens("la-hague", CONTACT, contact());
    expect(numberOf(await cellOf(other, page, "contacts"))).toBe(first + 1);
    expect(await closings("la-hague", id)).toBe(2);
  });

  test("has its figures kept by its first reader when nobody could keep them at once, and says so", async () => {
    const id = await opens(TOWN, REPORT, yearly(2025));
    await sends(TOWN, id, "clore");
    await demo.installation.database.owner`alter table activity_figures no force row level security`;
    await demo.installation.database.owner`delete from activity_figures where entry_id = ${id}`;
    await demo.installation.database.owner`alter table activity_figures force row level security`;
    expect(await closings(TOWN, id)).toBe(0);
    expect(standing(await text(relay, pageOf(TOWN, id)))).toContain("Rapport clos par");
    expect(await closings(TOWN, id)).toBe(1);
  });
});
