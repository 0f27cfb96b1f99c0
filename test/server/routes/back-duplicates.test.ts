import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditWritten } from "../../../server/audit.ts";
import { searchAudit } from "../../../server/store/audit.ts";
import { findEntry } from "../../../server/store/entries.ts";
import { writeWords } from "../../../server/store/word-index.ts";
import { lookAlike } from "../../../server/worker/look-alike.ts";
import { agent as actor } from "../../helpers/actors.ts";
import { PEOPLE, person } from "../../helpers/duplicates.ts";
import { offer } from "../../helpers/offer.ts";
import { file as fileAs } from "../agenda-office.ts";
import type { Browser } from "../identity/installation.ts";
import { openTown, type Town } from "../whole-town.ts";
import { atWork, fieldsOf, hire, words } from "./back-office.ts";

const REGISTER = `/mulhouse/agent/${PEOPLE.id}`;
const NEW = `${REGISTER}/nouveau`;
const TYPED = {
  "root[nom]": "LE CANU",
  "root[prenoms]": "sylvie",
  "root[portable]": "06.12.34.56.78",
  "root[permis][0][numero]": "5024118",
};
let office: Town;
let browser: Browser;
let sylvie = "";

beforeAll(async () => {
  office = await openTown();
  await offer(office.ctx, PEOPLE);
  browser = await atWork(office, await hire(office.ctx, "Anne Keller", { units: ["voirie"] }));
  sylvie = await file(person());
});
afterAll(() => office.stop());

const file = (answers: ReturnType<typeof person>) => fileAs(office.ctx, PEOPLE, answers, actor({ units: ["voirie"] }));
const page = async (path: string) => (await browser.get(path)).text();
const fields = async (path: string, action: string) => fieldsOf(await page(path), action);
const settle = async () => {
  while (await writeWords(office.ctx.db));
  while (await lookAlike(office.ctx));
};

describe("before a fiche is opened", () => {
  test("an agent reads who it may be and why, with all she typed, and nothing is saved", async () => {
    const sent = { ...(await fields(NEW, NEW)), ...TYPED };
    const answer = await browser.post(NEW, sent);
    expect(answer.status).toBe(409);
    const html = await answer.text();
    expect(words(html)).toMatch(
      /Cette personne existe peut-être déjà.*lecanu sylvie.*Même numéro \(permis\) : 5024118/i,
    );
    expect(html).toContain(`href="${REGISTER}/${sylvie}"`);
    expect(html).toContain('value="LE CANU"');
    await settle();
    expect(words(await page(`${REGISTER}/doublons`))).toContain("Aucun doublon à examiner");
    const again = { ...fieldsOf(html, NEW), ...TYPED };
    const saved = await browser.post(NEW, again);
    expect(saved.status).toBe(303);
    expect((await browser.post(NEW, again)).headers.get("location")).toBe(saved.headers.get("location"));
  });

  test("she is told nothing of someone else", async () => {
    const other = { "root[nom]": "Quoniam", "root[prenoms]": "Odile", "root[portable]": "0677777777" };
    const answer = await browser.post(NEW, { ...(await fields(NEW, NEW)), ...other });
    expect(answer.status).toBe(303);
  });

  test("someone new among those shown is shown too before it is saved", async () => {
    const first = await browser.post(NEW, { ...(await fields(NEW, NEW)), ...TYPED });
    const seen = { ...fieldsOf(await first.text(), NEW), ...TYPED };
    await file(person({ prenoms: "Sylvie", telephone: "+33233999999" }));
    expect((await browser.post(NEW, seen)).status).toBe(409);
  });

  test("what she reads of them is in the log", async () => {
    await auditWritten(office.ctx);
    const log = await searchAudit(office.ctx.db, { member: "mulhouse", actions: ["list-read"], limit: 50 });
    expect(log.some(({ definition }) => definition === PEOPLE.id)).toBe(true);
  });
});

describe("the pairs of a register", () => {
  let other = "";
  beforeAll(async () => {
    other = await file(person({ nom: "Lecanu", usage: "Mauger", courriel: "sylvie@exemple.fr" }));
    await settle();
  });

  test("are listed with reasons and compared side by side", async () => {
    const list = await page(`${REGISTER}/doublons`);
    expect(words(list)).toMatch(/Très probable.*Ce qui se ressemble.*Comparer/);
    const html = await page(`${REGISTER}/${sylvie}/doublons/${other}`);
    expect(words(html)).toMatch(/Est-ce la même personne \?.*Courriel Sera complété.*Nom de naissance Identique/);
  });

  test("are made one, the kept one completed, and the address of the other leads to it", async () => {
    const path = `${REGISTER}/${sylvie}/doublons/${other}`;
    const missing = await browser.post(path, { ...(await fields(path, path)), garder: "", action: "reunir" });
    expect(missing.status).toBe(422);
    expect(words(await missing.text())).toContain("Choisissez la fiche à garder.");
    const sent = { ...(await fields(path, path)), garder: "a", action: "reunir" };
    const answer = await browser.post(path, sent);
    expect(answer.headers.get("location")).toMatch(new RegExp(`${sylvie}\\?fait=reunir`));
    expect(words(await page(answer.headers.get("location") ?? ""))).toMatch(/n’en font plus qu’une.*Mauger/);
    const led = await browser.get(`${REGISTER}/${other}`);
    expect(led.headers.get("location")).toContain(`${REGISTER}/${sylvie}?fait=reunir`);
    expect(words(await page(led.headers.get("location") ?? ""))).toContain("a été réunie à celle-ci");
    expect((await browser.post(path, sent)).status).toBe(409);
  });

  test("are parted from the page of the one kept", async () => {
    const kept = await page(`${REGISTER}/${sylvie}`);
    expect(words(kept)).toMatch(/Fiches réunies à celle-ci.*Séparer de nouveau/);
    const path = `${REGISTER}/${other}/separer`;
    const answer = await browser.post(path, fieldsOf(kept, path));
    expect(answer.headers.get("location")).toContain("fait=separer");
    expect((await findEntry(office.ctx, "mulhouse", other))?.state).toBe("active");
    expect(words(await page(`${REGISTER}/${sylvie}`))).not.toContain("Séparer de nouveau");
    expect((await browser.post(path, fieldsOf(kept, path))).status).toBe(404);
  });

  test("said to be two, are listed no more", async () => {
    const twin = await file(person({ remarque: "À examiner" }));
    await settle();
    const path = `${REGISTER}/${sylvie}/doublons/${twin}`;
    expect(await page(`${REGISTER}/doublons`)).toContain(twin);
    const answer = await browser.post(path, { ...(await fields(path, path)), action: "distinctes" });
    expect(answer.headers.get("location")).toBe(`${REGISTER}/doublons?fait=distinctes#fait`);
    const list = await page(`${REGISTER}/doublons?fait=distinctes`);
    expect(words(list)).toContain("ne seront plus proposées ensemble");
    expect(list).not.toContain(path);
    expect(words(await page(path))).toContain("Quelqu’un a déjà dit que ce sont deux personnes.");
  });
});

test.each(["pas-un-id", "0198c0de-0000-7000-8000-0000000000ff"])(
  "a fiche that is not there is not compared: %s",
  async (id) => {
    expect((await browser.get(`${REGISTER}/${sylvie}/doublons/${id}`)).status).toBe(404);
    expect((await browser.get(`${REGISTER}/${sylvie}/doublons/${sylvie}`)).status).toBe(404);
  },
);
