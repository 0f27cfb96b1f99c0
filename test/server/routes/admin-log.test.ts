import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json } from "../../../engine/index.ts";
import { type AuditAction, audit, auditWritten } from "../../../server/audit.ts";
import { readAs } from "../../../server/db/with-actor.ts";
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
  expect(found).not.toContain(id);
  expect(found).not.toContain("s’est connecté");
  expect(await page(`qui=${sophie.id}&quoi=sign-in`)).toContain("Sophie Muller s’est connecté");
  expect(await page(`qui=${sophie.id}&quoi=sign-in`)).not.toContain("Anne Keller");
  expect(await page("reference=ZZZZ-ZZZZ")).toContain("Rien ne correspond");
  expect(await page("du=2027-01-01")).toContain("Rien ne correspond");
  expect(await page("au=2026-03-03")).toContain("s’est connecté");
});

test("names an entry, with a link, to a reader who may open it; to no other", async () => {
  const id = await file(office, sophie, GARDEN, { nom: "Haas", cabane: false, cultures: [{ plante: "Courge" }] });
  await (await atWork(office, sophie)).get(`/mulhouse/agent/${GARDEN.id}/${id}`);
  const { entry } = await stored(office, id);
  await auditWritten(office.ctx);
  const both = await hire(office.ctx, "Lise Roth", { roles: ["admin-membre", "agent"] });
  const elsewhere = await hire(office.ctx, "Jean Fuchs", { roles: ["admin-membre", "agent"], units: ["etat-civil"] });
  const seen = async (who: AgentIdentity) => {
    const reader = await atWork(office, who);
    return [await (await reader.get(LOG)).text(), await (await reader.get(`${LOG}/export?quoi=entry-read`)).text()];
  };
  const [page = "", table = ""] = await seen(both);
  expect(page).toContain(`<a href="/mulhouse/agent/${GARDEN.id}/${id}">${entry.reference}</a>`);
  expect(table).toContain(entry.reference);
  for (const who of [chief, elsewhere]) {
    const texts = await seen(who);
    for (const text of texts) expect(text).toContain("a consulté un dossier");
    for (const text of texts) expect(text).not.toMatch(new RegExp(`${entry.reference}|${id}`));
  }
});

test("is paged without missing or repeating a record", async () => {
  for (let rank = 0; rank < 120; rank += 1) {
    const actor = { kind: "agent", id: sophie.id, name: "Sophie Muller" } as const;
    audit(office.ctx, { member: "mulhouse", action: "sharing", actor, detail: { essai: `n${rank}.` } });
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
  office.advance(1000);
  const response = await browser.get(`${LOG}/export?quoi=sharing`);
  const text = await response.text();
  expect(response.headers.get("content-type")).toContain("text/csv");
  expect(text).toContain(`"'=HYPERLINK(""x"")"`);
  expect(text.trim().split("\r\n")).toHaveLength(122);
  await auditWritten(office.ctx);
  const [last] = await searchAudit(office.ctx.db, { member: "mulhouse", actions: ["export"], limit: 1 });
  expect(last).toMatchObject({ actor: { id: chief.id }, detail: { of: "log", rows: 121, filters: ["quoi"] } });
});

test("is exported to the last row, as it is read, and the log says how far when it is stopped", async () => {
  await readAs(
    office.ctx.db,
    { system: true },
    (tx) => tx`
      insert into audit (member_id, id, at, action, actor, detail)
      select 'mulhouse', gen_random_uuid(), now(), 'sign-out', '{"kind":"system","id":"s"}', '{}'
      from generate_series(1, 50500)`,
  );
  office.advance(1000);
  const response = await browser.get(`${LOG}/export?quoi=sign-out`);
  let [rows, pieces, most] = [0, 0, 0];
  for await (const piece of response.body ?? []) {
    const lines = Buffer.from(piece).toString().split("\r\n").length - 1;
    [rows, pieces, most] = [rows + lines, pieces + 1, Math.max(most, lines)];
  }
  expect([rows, most]).toEqual([50_501, 500]);
  expect(pieces).toBeGreaterThan(100);
  await auditWritten(office.ctx);
  office.advance(1000);
  const stopped = (await browser.get(`${LOG}/export?quoi=sign-out`)).body?.getReader();
  for (let piece = 0; piece < 3; piece += 1) await stopped?.read();
  await stopped?.cancel();
  await auditWritten(office.ctx);
  const found = await searchAudit(office.ctx.db, { member: "mulhouse", actions: ["export"], limit: 2 });
  expect(found.map(({ detail }) => detail?.["rows"])).toEqual([1000, 50_500]);
});

test("says what each record adds in French, without the keys it is kept under", async () => {
  const actor = { kind: "agent", id: sophie.id, name: "Sophie Muller" } as const;
  const said: readonly (readonly [AuditAction, Record<string, Json>, string])[] = [
    ["agent", { change: "renamed", before: "Ana", name: "Anna" }, "nom changé ; « Ana » devient « Anna »"],
    ["agent", { change: "forget-totp", name: "Ugo" }, "double authentification réinitialisée ; Ugo"],
    [
      "rights",
      { before: [], after: ["agent espaces-verts *", `lecteur * ${GARDEN.id}`] },
      `avant : aucun droit ; maintenant : agent, service Espaces verts / lecteur, ${GARDEN.title}`,
    ],
    [
      "delegation",
      { change: "lent", from: "Anne Keller", to: "Paul", startsOn: "2026-03-03", endsOn: "2026-03-12" },
      "dossiers confiés ; d’Anne Keller à Paul ; du 3 mars 2026 au 12 mars 2026",
    ],
    [
      "sharing",
      { change: "shared", with: "rixheim", unit: "*", role: "lecteur" },
      "partage ouvert ; avec Ville de Rixheim, lecteur",
    ],
    ["sharing", { change: "ended", with: "*", unit: "*" }, "partage terminé ; avec toutes les collectivités du groupe"],
    [
      "token",
      { change: "made", name: "Cadastre", role: "agent", verbs: ["read", "event"], definitions: null },
      "jeton créé ; Cadastre ; agent ; permet de lire, agir ; sur : toutes les démarches et tous les registres",
    ],
    ["member", { change: "couleurs" }, "couleurs"],
    ["definition", { version: 3, personalised: true }, "version 3 ; personnalisée"],
    ["export", { of: "log", rows: 121, filters: ["quoi"] }, "journal ; 121 lignes ; filtres : quoi"],
    ["list-read", { entries: 12 }, "12 dossiers"],
    ["sign-in", { via: "password-and-code" }, "par mot de passe et code"],
    [
      "sign-in-refused",
      { via: "proconnect", why: "one-factor" },
      "par ProConnect ; ProConnect n’a demandé qu’une preuve",
    ],
    ["entry-read", { receipt: true }, "récépissé imprimé"],
    ["rights", { what: "second-factor-required" }, "double authentification exigée de tous les agents"],
    ["file-read", { file: "0190b0a0-0000-7000-8000-000000000001" }, ""],
  ];
  for (const [action, detail] of said) audit(office.ctx, { member: "mulhouse", action, actor, detail });
  const shown = await page(`qui=${sophie.id}`);
  for (const [, , words] of said) expect(shown).toContain(words);
  expect(shown).not.toMatch(/change :|second-factor|0190b0a0|startsOn|verbs/);
});

test("shows the group's log only to who administers the group, in the member that coordinates", async () => {
  audit(office.ctx, {
    member: "*",
    action: "account",
    actor: { kind: "citizen", id: "compte" },
    detail: { what: "un-changement-du-groupe" },
  });
  audit(office.ctx, {
    member: "rixheim",
    action: "account",
    actor: { kind: "system", id: "s" },
    detail: { what: "un-changement-de-rixheim" },
  });
  expect(await page("journal=groupe")).not.toContain("un-changement-du-groupe");
  await office.ctx.db`update member set coordinator = true where id = 'mulhouse'`;
  expect(await page("journal=groupe")).toContain("Usager a changé un compte");
  expect(await page("journal=groupe")).not.toContain("un-changement-de-rixheim");
  const agent = await atWork(office, sophie);
  for (const path of [LOG, `${LOG}/export`]) expect((await agent.get(path)).status).toBe(403);
});
