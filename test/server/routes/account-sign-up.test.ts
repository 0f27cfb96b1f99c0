import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditWritten } from "../../../server/audit.ts";
import { findAccount } from "../../../server/store/accounts.ts";
import { searchAudit } from "../../../server/store/audit.ts";
import { insertDraft } from "../../../server/store/drafts.ts";
import { GROUP } from "../../../server/store/members.ts";
import { SERVICE } from "../identity/definition.ts";
import { addCitizen, type Browser, hidden } from "../identity/installation.ts";
import { runs } from "../quick-scrypt.ts";
import { type AccountOffice, asked, GOOD, openAccountOffice, post, signUp } from "./account-office.ts";

const KNOWN = "camille@exemple.fr";
let office: AccountOffice;
let browser: Browser;
beforeAll(async () => {
  office = await openAccountOffice();
  await addCitizen(office.ctx, KNOWN);
});
beforeEach(async () => {
  await office.ctx.db`delete from rate_limit`;
  browser = office.someone();
});
afterAll(() => office.stop());

const named = async (email: string) => (await findAccount(office.ctx.db, email))?.account.name;

describe("creating an account", () => {
  test("makes nothing until the address is confirmed, then signs in and leads where she was going", async () => {
    const page = await (await browser.get("/inscription?retour=/qui")).text();
    const answer = await browser.post("/inscription", { ...asked(" LEA@exemple.fr "), retour: hidden(page, "retour") });
    expect(answer.headers.get("location")).toBe("/inscription/courriel");
    expect(await named("lea@exemple.fr")).toBeUndefined();
    const { path, subject } = await office.mail("lea@exemple.fr");
    expect(subject).toBe("Confirmez votre adresse");
    const opened = await (await browser.get(path)).text();
    expect(opened).toContain("lea@exemple.fr");
    expect(opened).not.toContain('type="password"');
    expect(await named("lea@exemple.fr")).toBeUndefined();
    const confirmed = await post(browser, path);
    expect(confirmed.status).toBe(303);
    expect(confirmed.headers.get("location")).toBe("/qui");
    expect(await (await browser.get("/qui")).text()).toBe("Léa Meyer lea@exemple.fr");
    await auditWritten(office.ctx);
    const id = (await findAccount(office.ctx.db, "lea@exemple.fr"))?.account.id ?? "";
    const log = await searchAudit(office.ctx.db, { member: GROUP, target: id, limit: 5 });
    expect(log.map(({ action }) => action).sort()).toEqual(["account", "sign-in"]);
  });

  test("opens with the password afterwards", async () => {
    const answer = await office.someone().post("/connexion", { email: "lea@exemple.fr", password: GOOD });
    expect(answer.headers.get("location")).toBe("/mon-espace");
  });

  test("leads to no other site", async () => {
    await signUp(browser, "ailleurs@exemple.fr", { retour: "//ailleurs.example/x" });
    const { path } = await office.mail("ailleurs@exemple.fr");
    expect((await post(browser, path)).headers.get("location")).toBe("/mon-espace");
  });

  test("says the same, after the same work, of an address that has an account; its mail tells", async () => {
    const work = new Set<number>();
    const said = new Set<string>();
    for (let round = 0; round < 4; round += 1) {
      for (const email of [KNOWN, `personne${round}@exemple.fr`]) {
        const before = runs.count;
        const answer = await office.someone().post("/inscription", asked(email));
        work.add(runs.count - before);
        said.add(`${answer.status} ${answer.headers.get("location")} ${await answer.text()}`);
      }
    }
    expect([...said]).toEqual(["303 /inscription/courriel "]);
    expect([...work]).toEqual([1]);
    const mail = await office.mail(KNOWN);
    expect(mail.subject).toBe("Vous avez déjà un compte");
    expect((await browser.get(mail.path)).status).toBe(200);
    expect(await named(KNOWN)).toBe("Camille Schmitt");
  });

  test("asks for the password when the link is opened elsewhere: nobody confirms a password chosen by another", async () => {
    await signUp(browser, "victime@exemple.fr");
    const { path } = await office.mail("victime@exemple.fr");
    const elsewhere = office.someone();
    expect(await (await elsewhere.get(path)).text()).toContain('type="password"');
    expect((await elsewhere.post(path, {})).status).toBe(422);
    for (let round = 0; round < 9; round += 1) await elsewhere.post(path, { password: "au hasard ou presque" });
    const refused = await elsewhere.post(path, { password: GOOD });
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).not.toBeNull();
    expect(await named("victime@exemple.fr")).toBeUndefined();
    office.advance(15 * 60_000);
    expect((await elsewhere.post(path, { password: GOOD })).status).toBe(303);
    expect(await (await elsewhere.get("/qui")).text()).toContain("victime@exemple.fr");
  });

  test.each(["here", "elsewhere"])("keeps what she had begun as a visitor, the link opened %s", async (where) => {
    const { ctx } = office;
    await browser.get("/visite");
    const [holder = ""] = await (await browser.get("/tient")).json();
    const rest = {
      onBehalf: null,
      prefilled: [],
      renewal: null,
      updatedAt: ctx.clock(),
      expiresAt: new Date(ctx.clock().getTime() + 1e9),
    };
    const draft = { id: randomUUID(), definition: SERVICE.id, version: 1, owner: holder, answers: {}, ...rest };
    await insertDraft(ctx, "mulhouse", draft);
    await signUp(browser, `brouillon.${where}@exemple.fr`);
    const { path } = await office.mail(`brouillon.${where}@exemple.fr`);
    const who = where === "here" ? browser : office.someone();
    expect((await post(who, path, { password: GOOD })).status).toBe(303);
    expect(await (await who.get("/tient")).json()).toContain(holder);
    expect(await (await office.someone().get("/tient")).json()).not.toContain(holder);
  });

  test("takes each link once, and none after a day", async () => {
    await signUp(browser, "une@exemple.fr");
    const { path } = await office.mail("une@exemple.fr");
    expect((await post(browser, path)).status).toBe(303);
    expect((await office.someone().get(path)).status).toBe(404);
    expect((await office.someone().post(path, { password: GOOD })).status).toBe(404);
    expect((await browser.get(path)).headers.get("location")).toBe("/mon-espace");
    const late = office.someone();
    await signUp(late, "tard@exemple.fr");
    const mailed = await office.mail("tard@exemple.fr");
    office.advance(24 * 3_600_000);
    expect((await late.get(mailed.path)).status).toBe(404);
    expect(await named("tard@exemple.fr")).toBeUndefined();
  });

  test("of two links for one address makes one account", async () => {
    const [first, second] = [office.someone(), office.someone()];
    await signUp(first, "deux@exemple.fr");
    const one = await office.mail("deux@exemple.fr");
    office.advance(1000);
    await signUp(second, "deux@exemple.fr", { prenom: "Autre" });
    const two = await office.mail("deux@exemple.fr");
    expect((await post(first, one.path)).status).toBe(303);
    expect((await post(second, two.path)).status).toBe(409);
    expect(await named("deux@exemple.fr")).toBe("Léa Meyer");
  });

  test("gives back a form under way, begun before the sign-in page", async () => {
    const asking = await browser.post("/qui", { motif: "en cours" });
    expect(asking.status).toBe(401);
    const signInPage = await asking.text();
    const shown = await browser.post("/inscription", { _garde: hidden(signInPage, "_garde"), commencer: "1" });
    expect(shown.status).toBe(200);
    const form = await shown.text();
    expect(form).toContain("Ce que vous aviez commencé vous sera rendu.");
    await browser.post("/inscription", { ...asked("garde@exemple.fr"), _garde: hidden(form, "_garde") });
    const { path } = await office.mail("garde@exemple.fr");
    const resumed = await (await post(browser, path)).text();
    const again = { motif: hidden(resumed, "motif"), _reprise: "1", _csrf: hidden(resumed, "_csrf") };
    expect(await (await browser.post("/qui", again)).text()).toBe("rendu en cours");
  });
});

describe("the form", () => {
  test("keeps what was typed but the password, and says what to mend where", async () => {
    const answer = await browser.post("/inscription", { prenom: "Léa", nom: " ", email: "lea@", password: "court" });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    for (const text of [
      "Indiquez votre nom.",
      "il manque une partie",
      "il faut 12 caractères",
      'value="Léa"',
      'value="lea@"',
    ]) {
      expect(page).toContain(text);
    }
    expect(page).not.toContain("court");
  });

  test.each([
    "azertyuiop123",
    "MotDePasse2026!",
    "123456789012",
    "aaaaaaaaaaaaaa",
    "abcabcabcabc",
    "lea.tropcommun",
    "Léa Meyer 1234",
  ])("refuses the password %s", async (password) => {
    const answer = await browser.post("/inscription", { ...asked("lea.tropcommun@exemple.fr"), password });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toMatch(/trop facile à deviner|reprend votre nom/);
  });

  test.each(["douze lettres", "☃☃☂☂☀☀☁☁☄☄★☆", "correct cheval agrafe"])("takes the password %s", async (password) => {
    expect((await browser.post("/inscription", { ...asked("mots@exemple.fr"), password })).status).toBe(303);
  });

  test("sends at most five mails an hour to an address, whoever asks", async () => {
    for (let round = 0; round < 5; round += 1) {
      expect((await office.someone().post("/inscription", asked("beaucoup@exemple.fr"))).status).toBe(303);
    }
    const refused = await office.someone().post("/inscription", asked("beaucoup@exemple.fr"));
    expect(refused.status).toBe(429);
    expect(await refused.text()).toContain('value="beaucoup@exemple.fr"');
  });

  test("leaves neither address nor password readable in the base", async () => {
    await signUp(browser, "discret@exemple.fr");
    const dump = JSON.stringify(
      await office.ctx.db`select purpose, encode(code_hash, 'escape'), encode(payload, 'escape') from one_time_code`,
    );
    expect(dump).not.toMatch(/discret|scrypt|grenouille/);
  });
});
