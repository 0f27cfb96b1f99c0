import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditWritten } from "../../../server/audit.ts";
import { purgeEmailChanges } from "../../../server/commands/change-account-email.ts";
import { findAccount } from "../../../server/store/accounts.ts";
import { drain } from "../../../server/worker/worker.ts";
import { asksFirst } from "../../helpers/asks-first.ts";
import { addCitizen, type Browser, hidden, PASSWORD } from "../identity/installation.ts";
import { type AccountOffice, GOOD, openAccountOffice, post, signedIn } from "./account-office.ts";

const OLD = "camille@exemple.fr";
const NEW = "camille.neuve@exemple.fr";
const ACCOUNT = "/mon-espace/compte";
let office: AccountOffice;
let browser: Browser;
let id: string;
beforeAll(async () => {
  office = await openAccountOffice();
});
beforeEach(async () => {
  const { ctx } = office;
  await ctx.db`delete from rate_limit`;
  await ctx.db`delete from session`;
  await ctx.db`delete from account`;
  await drain(ctx);
  ({ id } = await addCitizen(ctx, OLD));
  office.advance(60_000);
  browser = await signedIn(office, OLD);
});
afterAll(() => office.stop());

const addressOf = async () =>
  (await office.ctx.db<{ email: string | null }[]>`select email from account where id = ${id}`)[0]?.email;

describe("an account's pages", () => {
  test.each(["", "/nom", "/adresse", "/mot-de-passe", "/connexions", "/donnees", "/fermeture"])(
    "ask who is there first: %s",
    async (path) => {
      const answer = await office.someone().get(ACCOUNT + path);
      expect(answer.status).toBe(303);
      expect(answer.headers.get("location")).toMatch(/^\/connexion\?retour=/);
      if (path !== "") expect((await office.someone().post(ACCOUNT + path, {})).status).toBe(401);
      expect((await browser.get(ACCOUNT + path)).status).toBe(200);
    },
  );

  test("change the name, and say what to mend", async () => {
    expect((await post(browser, `${ACCOUNT}/nom`, { name: "  " })).status).toBe(422);
    const answer = await post(browser, `${ACCOUNT}/nom`, { name: " Camille   <b>Klein</b>\u0007 " });
    const page = await (await browser.get(answer.headers.get("location") ?? "")).text();
    expect(page).toContain("Camille &lt;b>Klein&lt;/b>");
    expect(page).toContain("Votre nom est enregistré.");
  });

  test("list sign-ins, refused ones too, and of nobody else", async () => {
    await addCitizen(office.ctx, "voisine@exemple.fr");
    await signedIn(office, "voisine@exemple.fr");
    await office.someone().post("/connexion", { email: OLD, password: "pas le bon" });
    await auditWritten(office.ctx);
    const page = await (await browser.get(`${ACCOUNT}/connexions`)).text();
    expect(page.match(/<li>Connexion, /g)).toHaveLength(1);
    expect(page.match(/Essai refusé/g)).toHaveLength(1);
    expect(asksFirst(page, "/connexions")).toBe(true);
  });

  test("end every session, this one too", async () => {
    const other = await signedIn(office, OLD);
    expect((await post(browser, `${ACCOUNT}/connexions`)).status).toBe(200);
    for (const each of [browser, other]) expect((await each.get("/qui")).status).toBe(303);
  });
});

describe("a change of password", () => {
  test("asks for the current one, ends the other sessions and is told by mail", async () => {
    const other = await signedIn(office, OLD);
    const change = (current: string, password: string) =>
      post(browser, `${ACCOUNT}/mot-de-passe`, { current, password });
    expect((await change("", GOOD)).status).toBe(422);
    expect((await change("pas le bon", GOOD)).status).toBe(422);
    expect((await change(PASSWORD, "court")).status).toBe(422);
    expect((await change(PASSWORD, GOOD)).headers.get("location")).toBe(`${ACCOUNT}?fait=password`);
    expect((await browser.get("/qui")).status).toBe(200);
    expect((await other.get("/qui")).status).toBe(303);
    await signedIn(office, OLD, GOOD);
    expect((await office.mail(OLD)).subject).toBe("Votre mot de passe a changé");
  });

  test("is refused after ten tries, the right password too", async () => {
    const page = await (await browser.get(`${ACCOUNT}/mot-de-passe`)).text();
    const change = (current: string) =>
      browser.post(`${ACCOUNT}/mot-de-passe`, { _csrf: hidden(page, "_csrf"), current, password: GOOD });
    for (let round = 0; round < 10; round += 1) expect((await change("pas le bon")).status).toBe(422);
    expect((await change(PASSWORD)).status).toBe(429);
  });

  test("goes by a link for who has no password", async () => {
    await office.ctx.db`update account set password_hash = null where id = ${id}`;
    const answer = await post(browser, `${ACCOUNT}/mot-de-passe`, { lien: "1" });
    expect(answer.headers.get("location")).toBe(`${ACCOUNT}?fait=link`);
    const { path } = await office.mail(OLD);
    expect((await post(browser, path, { password: GOOD })).status).toBe(303);
    await signedIn(office, OLD, GOOD);
  });
});

describe("a change of address", () => {
  const ask = (email = NEW) => post(browser, `${ACCOUNT}/adresse`, { email });

  test.each([
    ["the old one then the new one", [OLD, NEW]],
    ["the new one then the old one", [NEW, OLD]],
  ])("is made when both addresses have confirmed it: %s", async (_, order) => {
    expect((await ask()).headers.get("location")).toBe(`${ACCOUNT}?fait=email`);
    for (const [rank, address] of order.entries()) {
      expect(await addressOf()).toBe(OLD);
      const { path } = await office.mail(address);
      // The old address may be read on a device where nobody is signed in.
      const who = address === OLD ? office.someone() : browser;
      expect((await who.get(path)).status).toBe(200);
      expect(await addressOf()).toBe(OLD);
      const page = await (await post(who, path)).text();
      expect(page).toContain(rank === 0 ? "Ouvrez aussi le lien" : "Votre adresse est changée");
      expect((await who.get(path)).status).toBe(404);
    }
    expect(await addressOf()).toBe(NEW);
    await signedIn(office, NEW);
  });

  test("is made once when both confirm at the same moment", async () => {
    await ask();
    const [toOld, toNew] = [await office.mail(OLD), await office.mail(NEW)];
    const page = await (await browser.get(toNew.path)).text();
    const answers = await Promise.all([
      office.someone().post(toOld.path, {}),
      browser.post(toNew.path, { _csrf: hidden(page, "_csrf") }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await addressOf()).toBe(NEW);
  });

  test("is cancelled from the old address, and the other link is worth nothing then", async () => {
    await ask();
    const [toOld, toNew] = [await office.mail(OLD), await office.mail(NEW)];
    await post(browser, toNew.path);
    expect(await (await office.someone().post(toOld.path, { annuler: "1" })).text()).toContain("annulé");
    expect((await browser.get(toNew.path)).status).toBe(404);
    expect(await addressOf()).toBe(OLD);
    expect((await office.someone().post(toOld.path, {})).status).toBe(404);
  });

  test("is confirmed on the new address by the account alone: a stranger's click counts for nothing", async () => {
    await ask();
    const { path } = await office.mail(NEW);
    expect((await office.someone().post(path, {})).status).toBe(401);
    await addCitizen(office.ctx, "voisine@exemple.fr");
    expect((await post(await signedIn(office, "voisine@exemple.fr"), path)).status).toBe(404);
    expect((await browser.get(path)).status).toBe(200);
    // Nor can the new address cancel in the name of the old one.
    await post(browser, path, { annuler: "1" });
    expect((await (await browser.get(ACCOUNT)).text()).includes(NEW)).toBe(true);
  });

  test("replaces the one asked before, and ends after a day", async () => {
    await ask("premiere@exemple.fr");
    const first = await office.mail("premiere@exemple.fr");
    office.advance(1000);
    await ask();
    expect((await browser.get(first.path)).status).toBe(404);
    const second = await office.mail(NEW);
    office.advance(24 * 3_600_000);
    expect((await browser.get(second.path)).status).toBe(404);
  });

  test("answers the same when the new address has an account, whose mail says that it cannot be", async () => {
    await addCitizen(office.ctx, NEW);
    const answer = await ask();
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `${ACCOUNT}?fait=email`]);
    expect(await office.mail(NEW)).toMatchObject({ subject: "Cette adresse a déjà un compte", path: "" });
    await post(office.someone(), (await office.mail(OLD)).path);
    expect(await addressOf()).toBe(OLD);
  });

  test("is not made when another account got the address meanwhile", async () => {
    await ask();
    await post(browser, (await office.mail(NEW)).path);
    const other = await addCitizen(office.ctx, NEW);
    expect((await post(browser, (await office.mail(OLD)).path)).status).toBe(409);
    expect((await findAccount(office.ctx.db, NEW))?.account.id).toBe(other.id);
    expect(await addressOf()).toBe(OLD);
  });

  test("asks only the new address of an account that has none", async () => {
    await office.ctx.db`update account set email = null where id = ${id}`;
    await ask();
    await post(browser, (await office.mail(NEW)).path);
    expect(await addressOf()).toBe(NEW);
  });

  test("leaves nothing in the base once a day has passed, and is left alone until then", async () => {
    const kept = async () => (await office.ctx.db`select from account where email_change is not null`).length;
    await ask();
    office.advance(23 * 3_600_000);
    expect(await purgeEmailChanges(office.ctx)).toBe(0);
    expect(await kept()).toBe(1);
    office.advance(2 * 3_600_000);
    expect(await purgeEmailChanges(office.ctx)).toBe(1);
    expect(await kept()).toBe(0);
  });

  test("leaves the new address unreadable in the base", async () => {
    await ask();
    const dump = JSON.stringify(await office.ctx.db`select email, encode(email_change, 'escape') from account`);
    expect(dump).not.toContain(NEW);
  });
});
