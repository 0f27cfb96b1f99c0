import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditWritten } from "../../server/audit.ts";
import { makeDocument } from "../../server/commands/make-document.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { entryDocuments } from "../../server/store/documents.ts";
import { findEntry } from "../../server/store/entries.ts";
import { drain, tick } from "../../server/worker/worker.ts";
import { readPdf } from "../helpers/pdf.ts";
import { Browser } from "./identity/installation.ts";
import type { Person } from "./town-people.ts";
import { MEMBER } from "./town-places.ts";
import { fileEntry, openTown, type Town } from "./whole-town.ts";

let town: Town;

beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.stop());

/** A demande of the holder, with the document that the worker made. */
async function delivered(answers?: Record<string, string>) {
  const entry = await fileEntry(town, town.people.holder, undefined, answers);
  await drain(town.ctx);
  const [made] = (await entryDocuments(town.ctx, MEMBER, entry)).made;
  if (!made) throw new Error("no document");
  return { entry, made };
}

async function get(person: Person, path: string): Promise<Response> {
  const { headers } = await town.sitting(person);
  return town.app.request(path, { headers });
}

const stored = () =>
  withActor(
    town.ctx.db,
    { system: true },
    (tx) => tx<{ documents: number; files: number; chunks: number }[]>`
      select (select count(*)::integer from document) as documents, (select count(*)::integer from stored_file) as files,
        (select count(*)::integer from file_chunk) as chunks`,
  ).then(([row]) => row);

describe("a document an entry owes", () => {
  test("is a PDF of what was answered, with its code, downloaded by who holds the entry and by who works it", async () => {
    const { entry, made } = await delivered({ nom: "Chez Léa & fils", courriel: "lea@exemple.fr" });
    for (const path of [
      `/${MEMBER}/demandes/${entry}/documents/${made.id}`,
      `/${MEMBER}/agent/voirie/terrasse/${entry}/documents/${made.id}`,
    ]) {
      const answer = await get(path.includes("/agent/") ? "agent" : "holder", path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("application/pdf");
      const name = decodeURIComponent(
        /filename\*=UTF-8''(\S+)/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "",
      );
      expect(name).toMatch(/^Récépissé [0-9A-Z]{4}-[0-9A-Z]{4}\.pdf$/);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(made.sha256.toString("hex"));
      const pdf = await readPdf(bytes);
      expect(pdf.text).toContain("Chez Léa & fils");
      expect(pdf.text).toContain(made.code);
      expect(pdf.pages).toHaveLength(made.pages);
    }
  });

  test("names nobody else", async () => {
    await delivered({ nom: "Brasserie Schützenberger", courriel: "autre@exemple.fr" });
    const { entry, made } = await delivered({ nom: "Chez Yvonne", courriel: "yvonne@exemple.fr" });
    const answer = await get("holder", `/${MEMBER}/demandes/${entry}/documents/${made.id}`);
    const { text } = await readPdf(new Uint8Array(await answer.arrayBuffer()));
    expect(text).toContain("Chez Yvonne");
    expect(text).not.toMatch(/Schützenberger|autre@/);
  });

  test("is nobody else's to read, by whatever path", async () => {
    const { entry, made } = await delivered();
    const other = await delivered();
    const citizen = `/${MEMBER}/demandes/${entry}/documents/${made.id}`;
    for (const person of ["nobody", "citizen", "elsewhere", "unit"] as const) {
      expect((await get(person, citizen)).status, person).toBe(404);
    }
    expect((await get("holder", `/${MEMBER}/demandes/${other.entry}/documents/${made.id}`)).status).toBe(404);
    expect((await get("holder", `/rixheim/demandes/${entry}/documents/${made.id}`)).status).toBe(404);
    expect((await get("agent", `/${MEMBER}/agent/enfance/creche/${entry}/documents/${made.id}`)).status).toBe(404);
    expect((await get("holder", `${citizen}x`)).status).toBe(404);
  });

  test("is listed on the page of each, and its reading by an agent is in the log", async () => {
    const { entry, made } = await delivered();
    const hers = await (await get("holder", `/${MEMBER}/demandes/${entry}`)).text();
    expect(hers).toContain(`/${MEMBER}/demandes/${entry}/documents/${made.id}`);
    const theirs = await (await get("agent", `/${MEMBER}/agent/voirie/terrasse/${entry}`)).text();
    expect(theirs).toContain(`/${MEMBER}/agent/voirie/terrasse/${entry}/documents/${made.id}`);
    await get("agent", `/${MEMBER}/agent/voirie/terrasse/${entry}/documents/${made.id}`);
    await auditWritten(town.ctx);
    const read = await withActor(
      town.ctx.db,
      { system: true },
      (tx) => tx`select from audit where action = 'file-read' and detail->>'file' = ${made.id}`,
    );
    expect(read).toHaveLength(1);
  });

  test("is said to be on its way while the worker has not made it", async () => {
    const entry = await fileEntry(town, town.people.holder);
    const page = await (await get("holder", `/${MEMBER}/demandes/${entry}`)).text();
    expect(page).toContain("En préparation");
    await drain(town.ctx);
    expect(await (await get("holder", `/${MEMBER}/demandes/${entry}`)).text()).not.toContain("En préparation");
  });

  test("is made once, however often and by however many it is asked", async () => {
    const { entry } = await delivered();
    const before = await stored();
    const owed = { member: MEMBER, entry, seq: 1, rank: 2 };
    const again = () => withActor(town.ctx.db, { system: true }, (tx) => makeDocument(town.ctx, tx, owed, "accuse"));
    await again();
    expect(await stored()).toEqual(before);
    const fresh = await fileEntry(town, town.people.holder);
    await Promise.all([drain(town.ctx), drain(town.ctx), drain(town.ctx)]);
    expect((await entryDocuments(town.ctx, MEMBER, fresh)).made).toHaveLength(1);
  });

  test("leaves nothing behind when the process dies between storing it and finishing, and is made whole at the next try", async () => {
    const entry = await fileEntry(town, town.people.holder);
    const owed = { member: MEMBER, entry, seq: 1, rank: 2 };
    const before = await stored();
    const dying = withActor(town.ctx.db, { system: true }, async (tx) => {
      await makeDocument(town.ctx, tx, owed, "accuse");
      throw new Error("killed");
    });
    await expect(dying).rejects.toThrow("killed");
    expect(await stored()).toEqual(before);
    while (await tick(town.ctx));
    const { made, waiting } = await entryDocuments(town.ctx, MEMBER, entry);
    expect(made).toHaveLength(1);
    expect(waiting).toEqual([]);
  });

  test("can neither be changed nor taken back by the application", async () => {
    await delivered();
    const change = withActor(town.ctx.db, { member: MEMBER }, (tx) => tx`update document set title = 'Autre'`);
    await expect(change).rejects.toThrow(/permission denied/);
    const removal = withActor(town.ctx.db, { member: MEMBER }, (tx) => tx`delete from document`);
    await expect(removal).rejects.toThrow(/permission denied/);
  });

  test("takes hostile answers as the text they are", async () => {
    const nom = `${"é".repeat(60)} {{lien}} **x** [saut de page]\u202e 😀 שלום <script>`;
    const { entry, made } = await delivered({ nom, courriel: "lea@exemple.fr" });
    const answer = await get("holder", `/${MEMBER}/demandes/${entry}/documents/${made.id}`);
    const pdf = await readPdf(new Uint8Array(await answer.arrayBuffer()));
    expect(pdf.text).toContain("{{lien}} **x** [saut de page] 😀");
    expect(pdf.pages).toHaveLength(1);
  });
});

describe("the page that verifies a document", () => {
  const verify = (code: string) => get("nobody", `/${MEMBER}/verifier?code=${encodeURIComponent(code)}`);

  test("says by whom and when it was delivered, and nothing of the person", async () => {
    const { entry, made } = await delivered({ nom: "Chez Léonie", courriel: "leonie@exemple.fr" });
    const found = await findEntry(town.ctx, MEMBER, entry);
    for (const typed of [made.code, made.code.toLowerCase().replaceAll("-", " "), ` ${made.code} `]) {
      const answer = await verify(typed);
      expect(answer.status).toBe(200);
      const page = await answer.text();
      expect(page).toMatch(/Ce document a bien été délivré par Ville de Mulhouse le 3 mars 2026/);
      expect(page).toContain("Récépissé");
      expect(page).toContain("Voirie");
      expect(page).toContain(found?.reference);
      expect(page).toContain(made.sha256.toString("hex"));
      expect(page).not.toMatch(/Léonie|leonie@/);
      expect(page).not.toContain(entry);
    }
    expect((await get("nobody", `/${MEMBER}/verifier/${made.code}`)).status).toBe(200);
  });

  test("gives the day that the document bears, when the worker made it on another", async () => {
    const entry = await fileEntry(town, town.people.holder);
    const later: typeof town.ctx = { ...town.ctx, clock: () => new Date("2026-03-09T09:00:00Z") };
    await drain(later);
    const [made] = (await entryDocuments(town.ctx, MEMBER, entry)).made;
    expect(made?.createdAt).toEqual(new Date("2026-03-09T09:00:00Z"));
    expect(await (await get("holder", `/${MEMBER}/demandes/${entry}`)).text()).toMatch(/le 3 mars 2026 à .* 1 page/);
    expect(await (await verify(made?.code ?? "")).text()).toMatch(/délivré par Ville de Mulhouse le 3 mars 2026/);
  });

  test("knows no code of another member, nor one that was never given", async () => {
    const { made } = await delivered();
    expect((await get("nobody", `/rixheim/verifier/${made.code}`)).status).toBe(404);
    const unknown = await verify("2222-3333-4444");
    expect(unknown.status).toBe(404);
    expect(await unknown.text()).toContain("Aucun document délivré ici ne porte ce code");
    expect(await (await verify("bonjour")).text()).toContain("n’a pas la bonne forme");
  });

  test("answers so many tries an hour from one place, then says when to come back", async () => {
    const other = await openTown();
    try {
      const browser = new Browser(other.app);
      let status = 404;
      for (let tries = 0; tries < 125 && status !== 429; tries += 1) {
        ({ status } = await browser.get(`/${MEMBER}/verifier/2222-3333-4444`));
      }
      expect(status).toBe(429);
      expect((await browser.get(`/${MEMBER}/verifier`)).status).toBe(200);
    } finally {
      await other.stop();
    }
  });
});
