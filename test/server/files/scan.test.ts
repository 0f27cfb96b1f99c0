import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditWritten } from "../../../server/audit.ts";
import { scanNext } from "../../../server/commands/scan-file.ts";
import type { Context } from "../../../server/context.ts";
import { readAs } from "../../../server/db/with-actor.ts";
import { createMetrics } from "../../../server/metrics.ts";
import { filesOfEntries } from "../../../server/store/attachments.ts";
import { findEntry } from "../../../server/store/entries.ts";
import { startWorker } from "../../../server/worker/worker.ts";
import { type Antivirus, EICAR, startAntivirus } from "../../helpers/antivirus.ts";
import { onePixel } from "../../helpers/pictures.ts";
import { words } from "../routes/back-office.ts";
import { browserOf, read, send } from "../routes/conversation-office.ts";
import { MEMBER, TERRACE } from "../town-places.ts";
import { begin, fileEntry, hire, openTown, type Someone, sit, type Town, upload } from "../whole-town.ts";

const SICK = `%PDF-1.4\n${EICAR}\n%%EOF`;
const MINUTE = 60_000;

let town: Town;
let antivirus: Antivirus;
beforeAll(async () => {
  antivirus = await startAntivirus();
  town = await openTown({ clamd: antivirus.settings });
});
afterAll(async () => {
  await town.stop();
  await antivirus.stop();
});
beforeEach(() => {
  antivirus.mood = "well";
});

const sent = (content?: string) => upload(town, town.people.holder, MEMBER, "plan.pdf", content);
const filed = (file: string) =>
  fileEntry(town, town.people.holder, TERRACE, { nom: "Chez Yvonne", courriel: "y@exemple.fr", plan: [file] });
const scanAll = async (ctx: Context = town.ctx) => {
  while (await scanNext(ctx));
};

async function stateOf(file: string) {
  const [row] = await readAs(
    town.ctx.db,
    { member: MEMBER },
    (tx) => tx<{ scan: string; threat: string | null }[]>`select scan, threat from stored_file where id = ${file}`,
  );
  return row;
}

async function get(who: Someone, path: string): Promise<Response> {
  return town.app.request(path, { headers: (await sit(town.ctx, who)).headers });
}
const asAgent = (entry: string, rest = "") => get(town.people.agent, `/${MEMBER}/agent/${TERRACE.id}/${entry}${rest}`);
const asHolder = (entry: string, rest = "") => get(town.people.holder, `/${MEMBER}/demandes/${entry}${rest}`);

describe("a file sent where there is an antivirus", () => {
  test("is opened by its sender alone until it has been looked at, then by the service", async () => {
    const file = await sent();
    const entry = await filed(file);
    const [hers, agents] = [await asHolder(entry, `/fichiers/${file}`), await asAgent(entry, `/fichiers/${file}`)];
    expect([hers.status, agents.status]).toEqual([200, 403]);
    expect(await agents.text()).toContain("n’a pas encore regardé ce fichier");
    const waiting = await (await asAgent(entry)).text();
    expect(waiting).toContain("analyse antivirus en cours");
    expect(waiting).not.toContain(`/fichiers/${file}`);
    const held = async () => (await filesOfEntries(town.ctx, MEMBER, [entry])).map((each) => each.held);
    expect(await held(), "nor is it in an export").toEqual([true]);
    await scanAll();
    expect(await held()).toEqual([false]);
    expect(antivirus.seen.at(-1)?.toString()).toContain("%PDF-1.4");
    expect((await asAgent(entry, `/fichiers/${file}`)).status).toBe(200);
    const page = await (await asAgent(entry)).text();
    expect(page).toContain("analysé : aucun virus");
    expect(page).toContain(`/fichiers/${file}`);
  });

  test("is given to nobody when a virus is found, and each is told how to go on", async () => {
    const file = await sent(SICK);
    const entry = await filed(file);
    await scanAll();
    expect(await stateOf(file)).toEqual({ scan: "infected", threat: "Eicar-Test-Signature" });
    for (const [answer, words] of [
      [await asHolder(entry, `/fichiers/${file}`), "envoyez-en un autre"],
      [await asAgent(entry, `/fichiers/${file}`), "Demandez à la personne"],
    ] as const) {
      expect(answer.status).toBe(403);
      const text = await answer.text();
      expect(text).toContain(words);
      expect(text).not.toContain("X5O!");
    }
    expect(await (await asAgent(entry)).text()).toContain("virus trouvé : fichier mis à l’écart");
    expect(await (await asHolder(entry)).text()).toContain("virus trouvé : fichier mis à l’écart");
    expect(await createMetrics(town.ctx).text()).toContain('guichet_files{scan="infected"} 1');
  });

  test("and found to hold a virus cannot be joined to a demande any more", async () => {
    const file = await sent(SICK);
    await scanAll();
    await expect(filed(file)).rejects.toThrow("n’est plus disponible");
  });

  test("is looked at whole, however large", async () => {
    const large = `%PDF-1.4\n${" ".repeat(3_000_000)}${EICAR}`;
    const file = await sent(large);
    await scanAll();
    expect(await stateOf(file)).toMatchObject({ scan: "infected" });
  });

  test("and is too large for it is opened, and said not to have been looked at", async () => {
    antivirus.mood = "limited";
    const file = await sent(`%PDF-1.4\n${" ".repeat(3_000_000)}`);
    const entry = await filed(file);
    await scanAll();
    expect((await asAgent(entry, `/fichiers/${file}`)).status).toBe(200);
    expect(await (await asAgent(entry)).text()).toContain("trop volumineux pour l’antivirus");
  });
});

describe("a file set aside by mistake", () => {
  const files = `/${MEMBER}/agent/administration/fichiers`;

  test("is given back by an administrator, who says why; the log keeps it", async () => {
    const file = await sent(SICK);
    const entry = await filed(file);
    await scanAll();
    const admin = await browserOf(town, town.people.member);
    expect(words(await read(admin, files))).toMatch(/plan\.pdf .*Eicar-Test-Signature .*, [0-9A-Z]{4}-[0-9A-Z]{4}/);
    const silent = await send(admin, files, `${files}/${file}/rendre`, { [file]: "  " });
    expect([silent.status, await silent.text()]).toEqual([422, expect.stringContaining("Écrivez pourquoi")]);
    expect((await asAgent(entry, `/fichiers/${file}`)).status).toBe(403);
    const released = await send(admin, files, `${files}/${file}/rendre`, { [file]: "Fausse alerte" });
    expect(released.headers.get("location")).toBe(`${files}?fait=rendu`);
    expect((await asAgent(entry, `/fichiers/${file}`)).status).toBe(200);
    expect((await asHolder(entry, `/fichiers/${file}`)).status).toBe(200);
    expect(await (await asAgent(entry)).text()).toContain("puis rendu par un administrateur");
    await scanAll();
    expect(await stateOf(file)).toEqual({ scan: "released", threat: "Eicar-Test-Signature" });
    await auditWritten(town.ctx);
    const log = words(await read(admin, `/${MEMBER}/agent/administration/journal`));
    expect(log).toMatch(/fichier rendu, que l’antivirus avait mis à l’écart.*Fausse alerte/);
    expect((await send(admin, files, `${files}/${file}/rendre`, { [file]: "Encore" })).status).toBe(404);
  });

  test("is another member's business there alone", async () => {
    const file = await sent(SICK);
    await scanAll();
    const elsewhere = await hire(town.ctx, "Léa Rixheim", "rixheim", ["admin-membre"], []);
    const admin = await browserOf(town, elsewhere);
    const theirs = files.replace(MEMBER, "rixheim");
    expect(await read(admin, theirs)).not.toContain("Eicar");
    expect((await send(admin, theirs, `${theirs}/${file}/rendre`, { [file]: "Vu" })).status).toBe(404);
    expect(await stateOf(file)).toMatchObject({ scan: "infected" });
  });
});

describe("an antivirus that is away", () => {
  test.each(["hang", "die", "muddled"] as const)("loses no file: it %ss, and looks at it later", async (mood) => {
    antivirus.mood = mood;
    const file = await sent();
    const entry = await filed(file);
    const { config } = town.ctx;
    const hasty = { ...town.ctx, config: { ...config, clamd: { ...antivirus.settings, patience: 500 } } };
    expect(await scanNext(hasty)).toBe(true);
    expect(await scanNext(hasty)).toBe(false);
    expect(await stateOf(file)).toMatchObject({ scan: "waiting" });
    expect(await findEntry(town.ctx, MEMBER, entry)).not.toBeNull();
    town.advance(10_000);
    expect(await scanNext(hasty)).toBe(true);
    antivirus.mood = "well";
    town.advance(MINUTE);
    await scanAll();
    expect(await stateOf(file)).toMatchObject({ scan: "clean" });
  });

  test("and does not listen is waited for", async () => {
    const gone = await startAntivirus();
    await gone.stop();
    const file = await sent();
    await scanAll({ ...town.ctx, config: { ...town.ctx.config, clamd: gone.settings } });
    expect(await stateOf(file)).toMatchObject({ scan: "waiting" });
    town.advance(MINUTE);
    await scanAll();
    expect(await stateOf(file)).toMatchObject({ scan: "clean" });
  });

  test("keeps no worker from stopping", async () => {
    antivirus.mood = "hang";
    const patient = { ...antivirus.settings, patience: 60_000 };
    await sent();
    const worker = startWorker({ ...town.ctx, config: { ...town.ctx.config, clamd: patient } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = performance.now();
    await worker.stop();
    expect(performance.now() - before).toBeLessThan(5_000);
    town.advance(20 * MINUTE);
    antivirus.mood = "well";
    await scanAll();
  });
});

describe("where there was no antivirus", () => {
  const bare = (): Context => ({ ...town.ctx, config: { ...town.ctx.config, clamd: null } });

  test("files are opened and said not to have been looked at, until there is one", async () => {
    const file = await sent();
    await readAs(
      town.ctx.db,
      { member: MEMBER },
      (tx) => tx`update stored_file set scan = 'unscanned' where id = ${file}`,
    );
    const entry = await filed(file);
    expect(await scanNext(bare())).toBe(false);
    expect((await asAgent(entry, `/fichiers/${file}`)).status).toBe(200);
    expect(await (await asAgent(entry)).text()).toContain("non analysé : aucun antivirus n’est configuré");
    await scanAll();
    expect(await (await asAgent(entry)).text()).toContain("analysé : aucun virus");
  });
});

describe("a photo", () => {
  test("shows to the agent and to who sent it, folded, safely, and reading it is logged", async () => {
    const file = await upload(town, town.people.holder, MEMBER, "façade.png", new Uint8Array(onePixel()));
    const draft = await begin(town, town.people.holder);
    const before = await get(town.people.holder, `/${MEMBER}/demarches/${draft}/fichiers/${file}/image`);
    expect(before.headers.get("content-type")).toBe("image/png");
    const entry = await filed(file);
    expect((await get(town.people.holder, `/${MEMBER}/demarches/${draft}/fichiers/${file}/image`)).status).toBe(404);
    await scanAll();
    const page = await (await asAgent(entry)).text();
    expect(page).toContain(
      `<img src="/${MEMBER}/agent/${TERRACE.id}/${entry}/fichiers/${file}/image" alt="façade.png"`,
    );
    expect(page).toContain("<summary>Voir l’image</summary>");
    expect(await (await asHolder(entry)).text()).toContain(`/demandes/${entry}/fichiers/${file}/image`);
    for (const answer of [
      await asAgent(entry, `/fichiers/${file}/image`),
      await asHolder(entry, `/fichiers/${file}/image`),
    ]) {
      expect(Buffer.from(await answer.arrayBuffer()).equals(onePixel())).toBe(true);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        "content-type": "image/png",
        "content-disposition": expect.stringMatching(/^inline; /),
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "private, no-store",
      });
    }
    await auditWritten(town.ctx);
    const read = await readAs(
      town.ctx.db,
      { member: MEMBER },
      (tx) => tx`select action from audit where target = ${entry} and action = 'file-read'`,
    );
    expect(read).toHaveLength(1);
  });

  test("is nobody else's to see, nor is a PDF a photo", async () => {
    const file = await sent();
    const entry = await filed(file);
    await scanAll();
    expect((await asAgent(entry, `/fichiers/${file}/image`)).status).toBe(404);
    for (const stranger of [town.people.citizen, town.people.elsewhere, town.people.nobody]) {
      expect((await get(stranger, `/${MEMBER}/demandes/${entry}/fichiers/${file}/image`)).status).toBe(404);
    }
  });
});
