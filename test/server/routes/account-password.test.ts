import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { authenticateToken, createToken } from "../../../server/identity/tokens.ts";
import { findAccount } from "../../../server/store/accounts.ts";
import { addCitizen, type Browser, PASSWORD } from "../identity/installation.ts";
import { type AccountOffice, GOOD, openAccountOffice, post } from "./account-office.ts";

const EMAIL = "camille@exemple.fr";
let office: AccountOffice;
let browser: Browser;
beforeAll(async () => {
  office = await openAccountOffice();
});
beforeEach(async () => {
  await office.ctx.db`delete from rate_limit`;
  await office.ctx.db`delete from session`;
  await office.ctx.db`delete from api_token`;
  await office.ctx.db`delete from account`;
  await addCitizen(office.ctx, EMAIL);
  browser = office.someone();
});
afterAll(() => office.stop());

const signIn = async (password: string, who = office.someone()) => {
  const answer = await who.post("/connexion", { email: EMAIL, password });
  return answer.status === 303 ? who : null;
};
const ask = async (email = EMAIL) => {
  office.advance(1000);
  return office.someone().post("/mot-de-passe", { email, retour: "/qui" });
};

describe("a forgotten password", () => {
  test("is replaced by a link, once; other sessions and tokens end and she is signed in", async () => {
    const elsewhere = await signIn(PASSWORD);
    const stored = await findAccount(office.ctx.db, EMAIL);
    const bearer = `Bearer ${await createToken(office.ctx, { account: stored?.account.id ?? "" }, "logiciel")}`;
    expect((await authenticateToken(office.ctx, bearer))?.account?.email).toBe(EMAIL);
    expect((await ask()).headers.get("location")).toBe("/mot-de-passe/courriel");
    const { path } = await office.mail(EMAIL);
    expect((await browser.post(path, { password: "court" })).status).toBe(422);
    office.advance(1000);
    const answer = await post(browser, path, { password: GOOD });
    expect(answer.headers.get("location")).toBe("/qui");
    expect(await (await browser.get("/qui")).text()).toContain(EMAIL);
    expect((await elsewhere?.get("/qui"))?.status).toBe(303);
    expect(await signIn(PASSWORD)).toBeNull();
    expect(await signIn(GOOD)).not.toBeNull();
    expect(await authenticateToken(office.ctx, bearer)).toBeNull();
    expect(await office.mail(EMAIL)).toMatchObject({
      subject: "Votre mot de passe a changé",
      body: expect.stringContaining("les logiciels qui utilisaient votre compte n’y ont plus accès"),
    });
    expect((await office.someone().get(path)).status).toBe(404);
    expect((await office.someone().post(path, { password: `${GOOD} encore` })).status).toBe(404);
  });

  test("is not replaced after an hour, nor by an older link once it was", async () => {
    await ask();
    const first = await office.mail(EMAIL);
    await ask();
    const second = await office.mail(EMAIL);
    expect(second.path).not.toBe(first.path);
    await browser.post(second.path, { password: GOOD });
    expect((await office.someone().post(first.path, { password: `${GOOD} volé` })).status).toBe(404);
    await office.mail(EMAIL);
    expect((await ask()).status).toBe(303);
    const late = await office.mail(EMAIL);
    expect((await office.someone().get(late.path)).status).toBe(200);
    office.advance(3_600_000);
    expect((await office.someone().get(late.path)).status).toBe(404);
  });

  test("is replaced once by two posts at the same moment", async () => {
    await ask();
    const { path } = await office.mail(EMAIL);
    const answers = await Promise.all([1, 2, 3].map((n) => office.someone().post(path, { password: `${GOOD} ${n}` })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 404, 404]);
  });

  test("gets the same answer for an address nobody has, whose mail says so", async () => {
    const known = await ask();
    const unknown = await ask("personne@exemple.fr");
    expect([unknown.status, unknown.headers.get("location"), await unknown.text()]).toEqual([
      known.status,
      known.headers.get("location"),
      await known.text(),
    ]);
    expect((await office.mail("personne@exemple.fr")).subject).toBe("Aucun compte à cette adresse");
  });

  test("gets at most five links an hour, and thirty from one place", async () => {
    for (let round = 0; round < 5; round += 1) expect((await ask()).status).toBe(303);
    expect((await ask()).status).toBe(429);
    for (let round = 0; round < 24; round += 1) expect((await ask(`p${round}@exemple.fr`)).status).toBe(303);
    expect((await ask("encore@exemple.fr")).status).toBe(429);
  });

  test("says how to mend an address that is none", async () => {
    const answer = await ask("camille");
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("Vérifiez l’adresse électronique");
  });

  test("opens nothing with an invented link", async () => {
    for (const token of ["a".repeat(43), "..", "%00", "x".repeat(5000)]) {
      expect((await browser.get(`/mot-de-passe/${token}`)).status, token.slice(0, 50)).toBeLessThan(500);
      expect((await browser.post(`/mot-de-passe/${token}`, { password: GOOD })).status).not.toBe(303);
    }
  });
});
