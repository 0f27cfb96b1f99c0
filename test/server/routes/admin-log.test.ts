import { afterAll, beforeAll, expect, test } from "vitest";
import { audit, auditWritten } from "../../../server/audit.ts";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { searchAudit } from "../../../server/store/audit.ts";
import type { Browser } from "../identity/installation.ts";
import { openAdministration } from "./admin-office.ts";
import { atWork, file, GARDEN, hire, type Office, stored, words } from "./back-office.ts";

const LOG = "/mulhouse/agent/administration/journal";

let office: Office;
let chief: AgentIdentity;
let sophie: AgentIdentity;
let browser: Browser;

beforeAll(async () => {
  office = await openAdministration();
  chief = await hire(office.ctx, "Anne Keller", { roles: ["admin-membre", "admin-groupe"], units: [] });
  sophie = await hire(office.ctx, "Sophie Muller");
  browser = await atWork(office, chief);
  await atWork(office, sophie);
});
afterAll(() => office.stop());

async function page(query = ""): Promise<string> {
  await auditWritten(office.ctx);
  const main = words(await (await browser.get(`${LOG}?${query}`)).text());
  return main.slice(main.indexOf("Précisions") > 0 ? main.indexOf("Précisions") : main.indexOf("Tout afficher"));
}

test("says in French who did what, and finds it by person, action and entry", async () => {
  const id = await file(office, sophie, GARDEN, { nom: "Weber", cabane: false, cultures: [{ plante: "Courge" }] });
  await (await atWork(office, sophie)).get(`/mulhouse/agent/${GARDEN.id}/${id}`);
  const { entry } = await stored(office, id);
  const found = await page(`reference=${entry.reference}`);
  expect(found).toContain("Sophie Muller a consulté un dossier");
  expect(found).not.toContain("s’est connecté");
  expect(await page(`qui=${sophie.id}&quoi=sign-in`)).toContain("Sophie Muller s’est connecté");
  expect(await page(`qui=${sophie.id}&quoi=sign-in`)).not.toContain("Anne Keller");
  expect(await page("reference=ZZZZ-ZZZZ")).toContain("Rien ne correspond");
  expect(await page("du=2027-01-01")).toContain("Rien ne correspond");
  expect(await page("au=2026-03-03")).toContain("s’est connecté");
});

test("is paged without missing or repeating a record", async () => {
  for (let rank = 0; rank < 120; rank += 1) {
    const actor = { kind: "agent", id: sophie.id, name: "Sophie Muller" } as const;
    audit(office.ctx, { member: "mulhouse", action: "sharing", actor, detail: { rank: `n${rank}.` } });
  }
  await auditWritten(office.ctx);
  const seen: string[] = [];
  for (let path: string | undefined = `${LOG}?quoi=sharing`; path; ) {
    const html: string = await (await browser.get(path)).text();
    seen.push(...[...html.matchAll(/n\d+\./g)].map(([text]) => text));
    path = /rel="next" href="([^"]+)"|href="([^"]+)" rel="next"/
      .exec(html)
      ?.slice(1)
      .find(Boolean)
      ?.replaceAll("&amp;", "&");
  }
  expect(seen).toHaveLength(120);
  expect(new Set(seen).size).toBe(120);
});

test("is exported whole, safely for a spreadsheet, and the export is in the log", async () => {
  const actor = { kind: "agent", id: sophie.id, name: '=HYPERLINK("x")' } as const;
  audit(office.ctx, { member: "mulhouse", action: "sharing", actor });
  await auditWritten(office.ctx);
  const response = await browser.get(`${LOG}/export?quoi=sharing`);
  const text = await response.text();
  expect(response.headers.get("content-type")).toContain("text/csv");
  expect(text).toContain(`"'=HYPERLINK(""x"")"`);
  expect(text.trim().split("\r\n")).toHaveLength(122);
  await auditWritten(office.ctx);
  const [last] = await searchAudit(office.ctx.db, { member: "mulhouse", actions: ["export"], limit: 1 });
  expect(last).toMatchObject({ actor: { id: chief.id }, detail: { of: "log", rows: 121, filters: ["quoi"] } });
});

test("shows the group's log only to who administers the group, in the member that coordinates", async () => {
  audit(office.ctx, {
    member: "*",
    action: "account",
    actor: { kind: "citizen", id: "compte" },
    detail: { what: "x1" },
  });
  audit(office.ctx, {
    member: "rixheim",
    action: "account",
    actor: { kind: "system", id: "s" },
    detail: { what: "y1" },
  });
  expect(await page("journal=groupe")).not.toContain("x1");
  await office.ctx.db`update member set coordinator = true where id = 'mulhouse'`;
  expect(await page("journal=groupe")).toContain("Usager a changé un compte");
  expect(await page("journal=groupe")).not.toContain("y1");
  const agent = await atWork(office, sophie);
  for (const path of [LOG, `${LOG}/export`]) expect((await agent.get(path)).status).toBe(403);
});
