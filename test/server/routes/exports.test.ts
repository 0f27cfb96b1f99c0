import { randomUUID } from "node:crypto";
import { read as readWorkbook } from "@e965/xlsx";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fromBuffer } from "yauzl";
import type { Answers } from "../../../engine/index.ts";
import { logDetail } from "../../../renderer/admin/log-detail.ts";
import { auditWritten } from "../../../server/audit.ts";
import { purgeExpiredWorks } from "../../../server/commands/plan-work.ts";
import { readAs, withActor } from "../../../server/db/with-actor.ts";
import { exportColumns } from "../../../server/export/columns.ts";
import { putFile } from "../../../server/files/vault.ts";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { insertAttachment } from "../../../server/store/attachments.ts";
import { searchAudit } from "../../../server/store/audit.ts";
import { takeTurn } from "../../../server/store/work-turns.ts";
import { drainWorks } from "../../../server/worker/works.ts";
import { asksFirst } from "../../helpers/asks-first.ts";
import { catalogueOf } from "../../helpers/catalogue.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { type Browser, hidden, MEMBERS } from "../identity/installation.ts";
import { atWork, file, hire, type Office, openOffice, words } from "./back-office.ts";

/** Every kind of value that an export writes, and a note among agents. */
const KERMESSE = buildDefinition({
  id: "fetes/stand",
  required: ["nom"],
  properties: {
    nom: { type: "string", title: "Nom" },
    telephone: { type: "string", title: "Téléphone", format: "phone" },
    places: { type: "integer", title: "Places" },
    surface: { type: "number", title: "Surface", "x-suffix": "m²" },
    droits: { type: "integer", title: "Droits", "x-widget": "money" },
    jour: { type: "string", format: "date", title: "Jour" },
    genre: {
      type: "string",
      title: "Genre",
      oneOf: [
        { const: "jeu", title: "Jeu d’adresse" },
        { const: "vente", title: "Vente" },
      ],
    },
    adresse: { type: "object", title: "Adresse", properties: { commune: { type: "string", title: "Commune" } } },
    plans: { type: "array", title: "Plans", "x-widget": "attachments", items: { type: "string", format: "uuid" } },
    avis: { type: "string", title: "Avis du service", "x-internal": true },
  },
  definition: { list: ["nom", "genre"], search: ["nom"] },
});

const LIST = `/mulhouse/agent/${KERMESSE.id}`;
const EVERY = [
  "_reference",
  "_etat",
  "_recue",
  "_attribuee",
  "nom",
  "telephone",
  "places",
  "surface",
  "droits",
  "jour",
];
const COLUMNS = [...EVERY, "genre", "adresse.commune", "plans", "avis"];

let office: Office;
let anne: AgentIdentity;
let browser: Browser;

beforeAll(async () => {
  office = await openOffice(catalogueOf(MEMBERS, [KERMESSE]));
  anne = await hire(office.ctx, "Anne Keller");
  browser = await atWork(office, anne);
});
afterAll(() => office.stop());

const stand = (answers: Answers) => file(office, anne, KERMESSE, answers);

async function sends(path: string, pairs: readonly (readonly [string, string])[], by = browser): Promise<Response> {
  const form = new FormData();
  form.append("_csrf", hidden(await (await by.get(`${LIST}/export`)).text(), "_csrf"));
  for (const [name, value] of pairs) form.append(name, value);
  return by.post(path, form);
}

/** Exports a list; answers the file, or the page of the work. */
function exports(format: string, list: string, columns: readonly string[] = COLUMNS, valeurs = "labels", by = browser) {
  const ticked = columns.map((key) => ["colonne", key] as const);
  return sends(`${LIST}/export`, [["format", format], ["valeurs", valeurs], ["liste", list], ...ticked], by);
}

const bytes = async (response: Response) => Buffer.from(await response.arrayBuffer());

/** Exports a list with its pieces, to the end of the work; answers the address of the work. */
async function prepares(list: string, by = browser): Promise<string> {
  const answer = await exports("zip", list, COLUMNS, "labels", by);
  expect(answer.status).toBe(303);
  return answer.headers.get("location") ?? "";
}

/** Names and contents of an archive. */
async function unzip(archive: Buffer): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  await new Promise<void>((resolve, reject) => {
    fromBuffer(archive, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip.on("end", resolve).on("error", reject);
      zip.on("entry", (entry) => {
        zip.openReadStream(entry, async (failure, stream) => {
          if (failure) return reject(failure);
          const parts: Buffer[] = [];
          for await (const part of stream) parts.push(part as Buffer);
          files.set(entry.fileName, Buffer.concat(parts).toString("utf8"));
          zip.readEntry();
        });
      });
      zip.readEntry();
    });
  });
  return files;
}

/** A piece that Anne sent, not yet an entry's. */
async function piece(name: string, content: string): Promise<string> {
  const { ctx } = office;
  const kept = await putFile(
    ctx,
    "mulhouse",
    (async function* () {
      yield Buffer.from(content);
    })(),
  );
  const row = { id: kept.id, owner: anne.id, name, type: "text/plain", size: kept.size, sha256: Buffer.alloc(32) };
  await insertAttachment(ctx, "mulhouse", row);
  return kept.id;
}

describe("a small list is exported at once", () => {
  beforeAll(async () => {
    await stand({
      nom: "=cmd()|' /C calc'!A0",
      telephone: "+33612345678",
      places: 12,
      surface: 7.5,
      droits: 123450,
      jour: "2026-06-21",
      genre: "jeu",
      adresse: { commune: "Mulhouse" },
      avis: "Trop près\nde l’école ; à revoir",
    });
  });

  test("as CSV that French spreadsheets read, in which nothing is computed", async () => {
    const answer = await exports("csv", "q=cmd");
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toContain('filename="fetes-stand-2026-03-03.csv"');
    const file = await bytes(answer);
    expect([...file.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [head = "", ...rows] = file.toString("utf8").slice(1).split("\r\n");
    expect(head).toMatch(/^"Référence";"État";"Reçue le";"Attribuée à";"Nom";"Téléphone";"Places";"Surface";/);
    expect(head).toContain('"Adresse – Commune";"Plans";"Avis du service"');
    expect(rows[0]).toContain(
      `"À prendre en charge";"03/03/2026 10:00";"";"'=cmd()|' /C calc'!A0";"06 12 34 56 78";"12";"7,5";"1234,50";"21/06/2026";"Jeu d’adresse";"Mulhouse";"";"Trop près\nde l’école ; à revoir"`,
    );
  });

  test.each(["=1+1", "+x(A1)", "-x(A1)", "@sum(A1)", "\t=1", "＝1+1"])("%j is a text and no formula", async (nom) => {
    await stand({ nom, genre: "vente" });
    const text = (await bytes(await exports("csv", "filtre[genre]=vente&tri=-createdAt", ["nom"]))).toString("utf8");
    const first = text.split("\r\n")[1] ?? "";
    expect(first.startsWith(`"'`) || first === `"${nom.trim()}"`).toBe(true);
    expect(first).not.toMatch(/^"[=+\-@\t＝]/);
  });

  test("as numbers and telephones that stay what they are", async () => {
    await stand({ nom: "-12,5" });
    await stand({ nom: "+33 6 12 34 56 78" });
    const text = (await bytes(await exports("csv", "tri=-createdAt", ["nom"]))).toString("utf8");
    expect(text).toContain('"-12,5"');
    expect(text).toContain('"+33 6 12 34 56 78"');
  });

  test.each(["xlsx", "ods"])("as %s, whose texts are texts and whose numbers and days are such", async (format) => {
    const book = readWorkbook(await bytes(await exports(format, "q=cmd")), { cellDates: false });
    const sheet = book.Sheets[book.SheetNames[0] ?? ""];
    if (!sheet) throw new Error("no sheet");
    expect(sheet["A1"]?.v).toBe("Référence");
    expect(sheet["E2"]).toMatchObject({ t: "s", v: "=cmd()|' /C calc'!A0" });
    expect(sheet["E2"]?.f).toBeUndefined();
    expect(sheet["F2"]).toMatchObject({ t: "s", v: "06 12 34 56 78" });
    expect(sheet["G2"]).toMatchObject({ t: "n", v: 12 });
    expect(sheet["H2"]).toMatchObject({ t: "n", v: 7.5 });
    expect(sheet["I2"]).toMatchObject({ t: "n", v: 1234.5 });
    // 21 June 2026, counted from 30 December 1899.
    expect(sheet["J2"]).toMatchObject({ t: "n", v: 46194 });
    expect(sheet["C2"]?.t).toBe("n");
    expect(sheet["K2"]?.v).toBe("Jeu d’adresse");
    expect(String(sheet["N2"]?.v)).toMatch(/^Trop près\s+de l’école ; à revoir$/);
  });

  test("as JSON, in codes", async () => {
    const rows = JSON.parse((await bytes(await exports("json", "q=cmd", COLUMNS, "codes"))).toString("utf8"));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      etat: "deposee",
      genre: "jeu",
      telephone: "+33612345678",
      jour: "2026-06-21",
      droits: 1234.5,
      "adresse.commune": "Mulhouse",
    });
    expect(rows[0]).not.toHaveProperty("plans");
  });

  test("as it is filtered, with the columns chosen and no other", async () => {
    const text = (await bytes(await exports("csv", "q=cmd", ["places", "inconnue"]))).toString("utf8");
    expect(text).toBe('\ufeff"Places"\r\n"12"\r\n');
  });

  test("never without a column: the page says so and keeps the rest", async () => {
    const answer = await exports("ods", "q=cmd", []);
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(words(page)).toContain("Cochez au moins une colonne.");
    expect(page).toMatch(/value="ods"[^>]* checked/);
    expect(hidden(page, "liste")).toBe("q=cmd");
  });
});

describe("who exports what", () => {
  test("the notes of the service are columns for those who know of them alone", () => {
    const keys = (kind: "agent" | "citizen") => exportColumns(KERMESSE, { kind }, false).map(({ key }) => key);
    expect(keys("agent")).toContain("avis");
    expect(keys("citizen")).not.toContain("avis");
  });

  test("a reader exports what she reads; another member's agent nothing", async () => {
    const reader = await atWork(office, await hire(office.ctx, "Paul Lecteur", { roles: ["lecteur"] }));
    expect((await exports("csv", "", ["nom"], "labels", reader)).status).toBe(200);
    const work = await prepares("q=cmd");
    await drainWorks(office.ctx);
    expect((await browser.get(`${work}/fichier`)).status).toBe(200);
    expect((await reader.get(`${work}/fichier`)).status).toBe(404);
    const stranger = await atWork(office, await hire(office.ctx, "Luc Rixheim", { member: "rixheim" }));
    expect((await stranger.get(`${LIST}/export`)).status).toBe(404);
    expect((await stranger.get(`${work}/fichier`)).status).toBe(404);
    const own = hidden(await (await stranger.get(`/rixheim/agent/${KERMESSE.id}/export`)).text(), "_csrf");
    expect((await stranger.post(`${LIST}/export`, { _csrf: own, format: "csv", colonne: "nom" })).status).toBe(404);
  });

  test("every export is in the log: who, how many, which columns, never a value nor what was searched", async () => {
    const jean = await hire(office.ctx, "Jean Roth");
    await bytes(
      await exports("xlsx", "q=cmd&filtre[genre]=jeu", ["_reference", "nom"], "labels", await atWork(office, jean)),
    );
    await auditWritten(office.ctx);
    const records = await searchAudit(office.ctx.db, {
      member: "mulhouse",
      actions: ["export"],
      actor: jean.id,
      limit: 9,
    });
    expect(records.map(({ definition, actor, detail }) => ({ definition, name: actor.name, detail }))).toEqual([
      {
        definition: KERMESSE.id,
        name: "Jean Roth",
        detail: { format: "xlsx", rows: 1, columns: ["_reference", "nom"], filters: ["q", "filtre[genre]"] },
      },
    ]);
    expect(JSON.stringify(records)).not.toContain("cmd");
    const names = { units: new Map(), definitions: new Map(), members: new Map() };
    expect(logDetail("export", records[0]?.detail ?? {}, names)).toBe(
      "une ligne ; en XLSX ; colonnes : reference, nom ; filtres : recherche, genre",
    );
  });
});

describe("a long export", () => {
  test("holds the pieces of each entry in its folder, whatever they are called", async () => {
    const plans = [
      await piece("plan.txt", "premier"),
      await piece("plan.txt", "second"),
      await piece("../../x.txt", "dehors"),
    ];
    await stand({ nom: "Archivable", plans });
    const work = await prepares("q=archivable");
    await drainWorks(office.ctx);
    const archive = await unzip(await bytes(await browser.get(`${work}/fichier`)));
    const [reference = ""] = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(archive.get("liste.csv") ?? "") ?? [];
    const pieces = ["plan.txt", "plan (2).txt", "__.._x.txt"].map((name) => `${reference}/${name}`);
    expect([...archive.keys()].sort()).toEqual(["liste.csv", ...pieces].sort());
    expect([archive.get(`${reference}/plan.txt`), archive.get(`${reference}/plan (2).txt`)].sort()).toEqual([
      "premier",
      "second",
    ]);
    expect(archive.get("liste.csv")).toContain('"plan.txt, plan.txt, ');
  });

  test("begun by a process that died is begun again, and ends once", async () => {
    const work = await prepares("q=cmd");
    await takeTurn(office.ctx.db, ["export"], office.ctx.clock(), randomUUID());
    await drainWorks(office.ctx);
    expect(words(await (await browser.get(work)).text())).toContain("En cours");
    office.advance(31_000);
    await drainWorks(office.ctx);
    expect((await browser.get(`${work}/fichier`)).status).toBe(200);
  });

  test("is given no more once a member whose entries it holds is no longer shared with her", async () => {
    const work = await prepares("q=cmd");
    await drainWorks(office.ctx);
    expect((await browser.get(`${work}/fichier`)).status).toBe(200);
    // As it was written while Rixheim shared its list too.
    const covered = ["mulhouse", "rixheim"];
    await readAs(
      office.ctx.db,
      { member: "mulhouse" },
      (tx) => tx`
        update work set report = jsonb_set(report, '{members}', ${tx.json(covered)})
        where report -> 'members' = '["mulhouse"]' and id = ${work.split("/").at(-1) ?? ""}`,
    );
    expect((await browser.get(`${work}/fichier`)).status).toBe(404);
  });

  test("stopped leaves no file; one whose agent lost her rights says so", async () => {
    const stopped = await prepares("q=cmd");
    await sends(`${stopped}/arreter`, []);
    await drainWorks(office.ctx);
    expect(words(await (await browser.get(stopped)).text())).toContain("Aucun fichier n’a été gardé");
    expect((await browser.get(`${stopped}/fichier`)).status).toBe(404);
    const jean = await hire(office.ctx, "Jean Heitz");
    const his = await prepares("q=cmd", await atWork(office, jean));
    await readAs(office.ctx.db, { member: "mulhouse" }, (tx) => tx`delete from agent_role where agent_id = ${jean.id}`);
    await drainWorks(office.ctx);
    const [row] = await readAs(
      office.ctx.db,
      { member: "mulhouse" },
      (tx) => tx`select state, report from work where id = ${his.split("/").at(-1) ?? ""}`,
    );
    expect(row).toEqual({ state: "failed", report: { failure: "Vous n’avez plus accès à cette liste." } });
  });

  test("has a link that ends after a week, and its file goes", async () => {
    const work = await prepares("q=cmd");
    await drainWorks(office.ctx);
    office.advance(8 * 86_400_000);
    const late = await atWork(office, anne);
    expect((await late.get(`${work}/fichier`)).status).toBe(404);
    await purgeExpiredWorks(office.ctx);
    expect((await late.get(work)).status).toBe(404);
    const files = await readAs(
      office.ctx.db,
      { member: "mulhouse" },
      (tx) =>
        tx`select from stored_file f where removed_at is null and not exists (select from attachment a where a.id = f.id)`,
    );
    expect(files).toHaveLength(0);
    browser = late;
  });
});

describe("a template of columns", () => {
  test("is kept, used by colleagues when shared, and removed by who made it alone", async () => {
    const keep = (name: string, more: readonly (readonly [string, string])[] = []) =>
      sends(`${LIST}/export/modeles`, [
        ["nom", name],
        ["format", "ods"],
        ["valeurs", "codes"],
        ["colonne", "nom"],
        ...more,
      ]);
    expect((await keep("")).status).toBe(422);
    await keep("Pour moi");
    const kept = await keep("Placier", [["partage", "oui"]]);
    const id = new URL(kept.headers.get("location") ?? "", "http://x").searchParams.get("modele") ?? "";
    const colleague = await atWork(office, await hire(office.ctx, "Jean Wolff"));
    const page = await (await colleague.get(`${LIST}/export?modele=${id}`)).text();
    expect(page).toMatch(/value="ods"[^>]* checked/);
    expect(page).toMatch(/id="colonne-nom"[^>]* checked/);
    expect(page).not.toMatch(/id="colonne-places"[^>]* checked/);
    expect(words(page)).toContain("Placier partagé par un collègue");
    expect(words(page)).not.toContain("Pour moi");
    await sends(`${LIST}/export/modeles/${id}/effacer`, [], colleague);
    expect(await (await browser.get(`${LIST}/export`)).text()).toContain("Placier");
    expect(asksFirst(await (await browser.get(`${LIST}/export`)).text(), `/modeles/${id}/effacer`)).toBe(true);
    await sends(`${LIST}/export/modeles/${id}/effacer`, []);
    expect(await (await browser.get(`${LIST}/export`)).text()).not.toContain(">Placier<");
  });
});

test("a long list is prepared by the worker, row after row, however many pages the list has", async () => {
  const id = await stand({ nom: "Innombrable" });
  await withActor(office.ctx.db, { member: "mulhouse" }, async (tx) => {
    await tx`
      insert into entry (member_id, id, reference, definition, version, kind, state, revision, answers, search, k1, head, created_at, updated_at)
      select member_id, gen_random_uuid(), 'N' || n, definition, version, kind, state, revision, answers, search, k1, head,
        created_at + n * interval '1 second', updated_at
      from entry, generate_series(1, 1200) as n where member_id = 'mulhouse' and id = ${id}`;
    await tx`
      insert into entry_state (member_id, entry_id, definition, state, created_at, updated_at)
      select member_id, id, definition, state, created_at, updated_at from entry e
      where not exists (select from entry_state s where s.member_id = e.member_id and s.entry_id = e.id)`;
  });
  const answer = await exports("csv", "q=innombrable", ["_reference"]);
  const work = answer.headers.get("location") ?? "";
  expect(words(await (await browser.get(work)).text())).toContain("Le travail va commencer.");
  await drainWorks(office.ctx);
  expect(words(await (await browser.get(work)).text())).toContain("1 201 lignes.");
  const lines = (await bytes(await browser.get(`${work}/fichier`))).toString("utf8").trim().split("\r\n");
  expect(new Set(lines).size).toBe(1202);
});
