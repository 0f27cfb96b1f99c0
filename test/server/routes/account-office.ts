import type { Hono } from "hono";
import type { AppEnv } from "../../../server/app-env.ts";
import type { Context } from "../../../server/context.ts";
import { actorFor } from "../../../server/identity/actor-for.ts";
import { requireCitizen } from "../../../server/identity/require.ts";
import { ensureSession } from "../../../server/identity/sessions.ts";
import { readForm } from "../../../server/middleware/posted-form.ts";
import { registerAccountRoutes } from "../../../server/routes/account/account-routes.ts";
import { registerSignInRoutes } from "../../../server/routes/sign-in.ts";
import { latestMails } from "../../../server/store/outbox.ts";
import { drain } from "../../../server/worker/worker.ts";
import { SERVICE } from "../identity/definition.ts";
import { Browser, createPages, hidden, install, PASSWORD, type TestInstallation } from "../identity/installation.ts";

export interface AccountOffice extends TestInstallation {
  readonly app: Hono<AppEnv>;
  someone(): Browser;
  /** The latest mail to an address, sent for good. */
  mail(to: string): Promise<{ readonly subject: string; readonly body: string; readonly path: string }>;
}

/** The pages about accounts, one that needs an account and one that anybody opens, and the mails they send. */
export async function openAccountOffice(changes: Partial<Context> = {}): Promise<AccountOffice> {
  const installation = await install({ demo: "all" });
  const ctx: Context = { ...installation.ctx, ...changes };
  const app = createPages(ctx, (routes) => {
    registerSignInRoutes(routes);
    registerAccountRoutes(routes);
    routes.get("/visite", async (c) => c.html((await ensureSession(c)).csrf));
    routes.get("/tient", async (c) => c.json(actorFor(ctx, c.var.session, "mulhouse", SERVICE).holders));
    routes.get("/qui", async (c) => {
      const citizen = await requireCitizen(c);
      return citizen.ok ? c.html(`${citizen.value.account.name} ${citizen.value.account.email}`) : citizen.response;
    });
    routes.post("/qui", async (c) => {
      const citizen = await requireCitizen(c);
      if (!citizen.ok) return citizen.response;
      const form = await readForm(c);
      return c.html(form.resumed ? `rendu ${form.fields.get("motif")?.[0]}` : "agi");
    });
  });
  return { ...installation, ctx, app, someone: () => new Browser(app), mail: (to) => mailTo(ctx, to) };
}

async function mailTo(ctx: Context, to: string) {
  await drain(ctx);
  const mail = (await latestMails(ctx, 50)).find(({ recipient }) => recipient === to);
  if (!mail) throw new Error(`no mail to ${to}`);
  const { subject, body } = mail;
  const link = body.split(/\s/).find((word) => word.startsWith(ctx.config.publicUrl)) ?? "";
  return { subject, body, path: link.slice(ctx.config.publicUrl.length) };
}

export const GOOD = "grenouille sous la pluie";
export const asked = (email: string, more: Record<string, string> = {}) => ({
  prenom: "Léa",
  nom: "Meyer",
  email,
  password: GOOD,
  ...more,
});

/** Posts a form of this browser's session with its token. */
export async function post(browser: Browser, path: string, fields: Record<string, string> = {}): Promise<Response> {
  const shown = hidden(await (await browser.get(path)).text(), "_csrf");
  const token = shown === "" && browser.cookies.size > 0 ? await (await browser.get("/visite")).text() : shown;
  return browser.post(path, { ...fields, _csrf: token });
}

/** Someone signed in with the address and the password of `addCitizen`. */
export async function signedIn(office: AccountOffice, email: string, password = PASSWORD): Promise<Browser> {
  const browser = office.someone();
  const answer = await browser.post("/connexion", { email, password });
  if (answer.status !== 303) throw new Error(`${email} cannot sign in`);
  return browser;
}

/** Fills the form that asks for an account. */
export async function signUp(browser: Browser, email: string, more: Record<string, string> = {}): Promise<Response> {
  return post(browser, "/inscription", asked(email, more));
}
