import { expect } from "vitest";
import { latestMails } from "../../server/store/outbox.ts";
import { drain } from "../../server/worker/worker.ts";
import { Browser, hidden } from "./identity/installation.ts";
import { enrol, PASSWORD, type Someone, type Town } from "./whole-town.ts";

/** Signs a citizen in with the form. */
export async function signIn(browser: Browser, { account }: Someone): Promise<void> {
  const page = await (await browser.get("/connexion")).text();
  const form = { email: account?.email ?? "", password: PASSWORD, _csrf: hidden(page, "_csrf") };
  const answer = await browser.post("/connexion", form);
  expect(answer.status).toBe(303);
}

/** The token of the forms of the page at this address, or where it leads. */
export async function token(browser: Browser, path: string): Promise<{ _csrf: string }> {
  let answer = await browser.get(path);
  for (let location = answer.headers.get("location"); location !== null; location = answer.headers.get("location")) {
    answer = await browser.get(location);
  }
  return { _csrf: hidden(await answer.text(), "_csrf") };
}

/** Gives a mandate over everything to a relative, who accepts it from the mail; her browser, and the mandate's id. */
export async function giveMandate(
  town: Town,
  browser: Browser,
  name: string,
): Promise<{ relative: Browser; mandate: string }> {
  const odile = await enrol(town.ctx, name);
  const path = "/mon-espace/mandats";
  const [year = "", month = "", date = ""] = town.ctx.clock().toISOString().slice(0, 10).split("-");
  const days = { "root[debut][jour]": date, "root[debut][mois]": month, "root[debut][annee]": year };
  const offered = await browser.post(`${path}/donner`, {
    ...(await token(browser, `${path}/donner`)),
    ...{ "root[courriel]": odile.account?.email ?? "", "root[droit]": "agir" },
    ...{ "root[collectivites]": "toutes", "root[demarches]": "toutes", ...days },
    ...{ "root[fin][jour]": "4", "root[fin][mois]": "9", "root[fin][annee]": "2026" },
  });
  expect(offered.status).toBe(303);
  await drain(town.ctx);
  const mails = (await latestMails(town.ctx, 20)).filter(({ recipient }) => recipient === odile.account?.email);
  const link = /\/mon-espace\/mandats\/invitation\/[\w-]+/.exec(mails.map(({ body }) => body).join())?.[0] ?? "";
  const relative = new Browser(town.app);
  await signIn(relative, odile);
  const accepted = await relative.post(link, { ...(await token(relative, link)), accepter: "1" });
  expect(accepted.headers.get("location")).toBe(`${path}?fait=accepte`);
  const list = await (await relative.get(path)).text();
  return { relative, mandate: /mandats\/([0-9a-f-]{36})"/.exec(list)?.[1] ?? "" };
}
