import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Answers, soughtWords } from "../../engine/index.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { readAs, withActor } from "../../server/db/with-actor.ts";
import { findEntry } from "../../server/store/entries.ts";
import { entryHistory } from "../../server/store/events.ts";
import { saveMember } from "../../server/store/members.ts";
import { writeWords } from "../../server/store/word-index.ts";
import { ANONYMOUS, agent } from "../helpers/actors.ts";
import { offer } from "../helpers/offer.ts";
import { at, ENROLMENT, SCHOOL } from "../helpers/sectors.ts";
import { file } from "./agenda-office.ts";
import { Browser, hidden } from "./identity/installation.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

let town: Town;
let [north, south] = ["", ""];
beforeAll(async () => {
  town = await openTown();
  const member = town.ctx.catalogue.member(MEMBER);
  if (member) await saveMember(town.ctx.db, { ...member, insee: "68224" });
  for (const definition of [SCHOOL, ENROLMENT]) await offer(town.ctx, definition);
  north = await file(town.ctx, SCHOOL, { nom: "École du Nord", voies: [{ voie: "Avenue de Colmar", cote: "pairs" }] });
  south = await file(town.ctx, SCHOOL, { nom: "École du Sud", voies: [{ voie: "Avenue de Colmar", cote: "impairs" }] });
}, 60_000);
afterAll(() => town.stop());

const requested = (answers: Answers) => ({
  ...{ member: MEMBER, definition: ENROLMENT, actor: ANONYMOUS },
  answers: { cycle: "petits", raison: "Fratrie", ...answers },
});

/** The answers of a request, and how its sector was found. */
async function filed(answers: Answers) {
  const opened = await openEntry(town.ctx, requested(answers));
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  const { id } = opened.value.view;
  const [first] = await entryHistory(town.ctx, MEMBER, id);
  return { id, answers: opened.value.view.answers, found: first?.data.sectors };
}

async function send(id: string, definition: string, type: string, answers: Answers = {}) {
  const sent = await sendEvent(town.ctx, {
    ...{ member: MEMBER, definitionId: definition, id, actor: agent(), type, answers, revision: null },
  });
  if (!sent.ok) throw new Error(JSON.stringify(sent.problem));
  return sent.value.entry.answers;
}

describe("a request filed for an address", () => {
  test("has the school of its sector, whatever it claims, and says why", async () => {
    const { answers, found } = await filed({ adresse: at("14 bis, av. de Colmar"), secteur: south, souhait: south });
    expect(answers).toMatchObject({ secteur: north, derogation: true });
    expect(found).toMatchObject([
      { field: "secteur", outcome: "one", names: ["École du Nord"], rule: "Avenue de Colmar, numéros pairs" },
    ]);
  });

  test("has none where no school is sure, and says why", async () => {
    const { answers, found } = await filed({ adresse: at("avenue de Colmar"), souhait: south });
    expect(answers).not.toHaveProperty("secteur");
    expect(answers).toMatchObject({ derogation: true });
    expect(found).toMatchObject([{ outcome: "no-number" }]);
  });

  test("gets the school that an agent decides, and keeps it while its address stays", async () => {
    const { id } = await filed({ adresse: at("3 rue inconnue") });
    expect(await send(id, ENROLMENT.id, "secteur", { ecole: south })).toMatchObject({ secteur: south });
    const same = { cycle: "petits", adresse: at("3 rue inconnue"), souhait: south, raison: "Fratrie" };
    expect(await send(id, ENROLMENT.id, "corriger", same)).toMatchObject({ secteur: south, derogation: false });
    const moved = await send(id, ENROLMENT.id, "corriger", { ...same, adresse: at("4 avenue de Colmar") });
    expect(moved).toMatchObject({ secteur: north, derogation: true });
    const last = (await entryHistory(town.ctx, MEMBER, id)).at(-1);
    expect(last?.data.sectors).toMatchObject([{ outcome: "one", names: ["École du Nord"] }]);
    const lost = await send(id, ENROLMENT.id, "corriger", { ...same, adresse: at("5 rue inconnue") });
    expect(lost).not.toHaveProperty("secteur");
  });
});

describe("the register", () => {
  test("counts at once, before its words are written and after, and no longer once it changed", async () => {
    const voies = [{ voie: "Rue de la Sinne" }];
    const school = await file(town.ctx, SCHOOL, { nom: "École de la Sinne", voies });
    expect((await filed({ adresse: at("1 rue de la Sinne") })).answers).toMatchObject({ secteur: school });
    while (await writeWords(town.ctx.db));
    expect((await filed({ adresse: at("1 rue de la Sinne") })).answers).toMatchObject({ secteur: school });
    await send(school, SCHOOL.id, "modifier", { nom: "École de la Sinne", voies: [{ voie: "Rue du Sauvage" }] });
    expect((await filed({ adresse: at("1 rue de la Sinne") })).found).toMatchObject([{ outcome: "none" }]);
    while (await writeWords(town.ctx.db));
    expect((await filed({ adresse: at("2, r. du Sauvage") })).answers).toMatchObject({ secteur: school });
    await send(school, SCHOOL.id, "fermer");
    expect((await filed({ adresse: at("2, r. du Sauvage") })).found).toMatchObject([{ outcome: "none" }]);
  });

  test("of another member says nothing here", async () => {
    await offer(town.ctx, SCHOOL, ["rixheim"]);
    const away = { member: "rixheim", definition: SCHOOL, actor: agent({ member: "rixheim" }) };
    const opened = await openEntry(town.ctx, {
      ...away,
      answers: { nom: "École d’ailleurs", voies: [{ voie: "Rue des Franciscains", ville: "Mulhouse (68)" }] },
    });
    expect(opened.ok).toBe(true);
    expect((await filed({ adresse: at("1 rue des Franciscains") })).found).toMatchObject([{ outcome: "none" }]);
  });

  test("is read by its index among ten thousand schools", async () => {
    const question = { commune: "68224", line: { street: "avenue de colmar", number: 1 }, serves: null, address: "" };
    await withActor(
      town.ctx.db,
      { member: MEMBER },
      (tx) => tx`
        insert into entry_word (member_id, definition, word, created_at, entry_id)
        select ${MEMBER}, ${SCHOOL.id}, '⌂ruedu' || n, now(), gen_random_uuid() from generate_series(1, 10000) as n`,
    );
    await town.database.owner`vacuum analyze entry_word`;
    const plan = await readAs(
      town.ctx.db,
      { member: MEMBER },
      (tx) => tx<{ "QUERY PLAN": string }[]>`
        explain select entry_id from entry_word where member_id = ${MEMBER} and definition = ${SCHOOL.id}
          and word = any(${[...soughtWords(question)]}::text[]) limit 61`,
    );
    const text = plan.map((row) => Object.values(row).join("")).join("\n");
    expect(text).toMatch(/Index (Only )?Scan/);
    expect(text).not.toMatch(/Seq Scan/);
  });
});

describe("the form of a citizen", () => {
  const service = `/${MEMBER}/${ENROLMENT.id}`;
  let browser: Browser;
  let base = "";
  const post = async (path: string, form: Record<string, string>) =>
    browser.post(path, { _csrf: hidden(await (await browser.get(service)).text(), "_csrf"), ...form });
  const address = (voie: string) => ({
    "root[cycle]": "petits",
    ...{ "root[adresse][voie]": voie, "root[adresse][codePostal]": "68100", "root[adresse][commune]": "Mulhouse" },
  });

  beforeEach(async () => {
    browser = new Browser(town.app);
    const started = await post(`${service}/commencer`, {});
    base = started.headers.get("location")?.split("/").slice(0, 4).join("/") ?? "";
  });

  test("says the school of the address just typed, why, and keeps it", async () => {
    await post(`${base}/adresse`, address("12 av. de Colmar"));
    const page = await (await browser.get(`${base}/ecole`)).text();
    expect(page).toContain("D’après votre adresse, l’école de votre secteur est <strong>École du Nord</strong>");
    expect(page).toContain("Avenue de Colmar, numéros pairs");
    const other = await post(`${base}/ecole`, { "root[souhait]": south });
    expect(other.headers.get("location")).toContain("precision");
    await post(`${base}/ecole`, { "root[souhait]": south, "root[raison]": "Fratrie" });
    const check = await (await browser.get(`${base}/verifier`)).text();
    expect(check).toContain("École du Nord");
    const sent = await post(`${base}/verifier`, {});
    const id = sent.headers.get("location")?.split("/").at(-1)?.split("?")[0] ?? "";
    expect((await findEntry(town.ctx, MEMBER, id))?.answers).toMatchObject({ secteur: north, derogation: true });
    expect(await (await browser.get(`/${MEMBER}/demandes/${id}`)).text()).toContain("Avenue de Colmar, numéros pairs");
  });

  test("says that the service decides where no school is sure, and goes on", async () => {
    await post(`${base}/adresse`, address("avenue de Colmar"));
    const page = await (await browser.get(`${base}/ecole`)).text();
    expect(page).toContain("la rue est partagée selon les numéros");
    expect(page).toContain("Le service décidera.");
    const next = await post(`${base}/ecole`, {});
    expect(next.headers.get("location")).toBe(`${base}/verifier`);
  });
});
