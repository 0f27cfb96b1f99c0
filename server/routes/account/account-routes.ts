import type { Hono } from "hono";
import type { AppEnv } from "../../app-env.ts";
import { closingRoute, showClosingRoute } from "./account-closing.ts";
import { dataRoute, showDataRoute } from "./account-data.ts";
import { emailRoute, showEmailRoute } from "./account-email.ts";
import { accountHomeRoute } from "./account-home.ts";
import { nameRoute, showNameRoute } from "./account-name.ts";
import { passwordRoute, showPasswordRoute } from "./account-password.ts";
import { ACCOUNT } from "./account-scope.ts";
import { signInsRoute, signOutEverywhereRoute } from "./account-sign-ins.ts";
import { emailLinkRoute, showEmailLinkRoute } from "./confirm-email.ts";
import { confirmRoute, showConfirmRoute } from "./confirm-sign-up.ts";
import { forgottenMailedRoute, forgottenRoute, showForgottenRoute } from "./forgotten-password.ts";
import { resetRoute, showResetRoute } from "./reset-password.ts";
import { showSignUpRoute, signUpMailedRoute, signUpRoute } from "./sign-up.ts";

/** A citizen's account: asking for one, keeping it, closing it. */
export function registerAccountRoutes(app: Hono<AppEnv>): void {
  app.get("/inscription", showSignUpRoute);
  app.post("/inscription", signUpRoute);
  app.get("/inscription/courriel", signUpMailedRoute);
  app.get("/inscription/:token", showConfirmRoute);
  app.post("/inscription/:token", confirmRoute);
  app.get("/mot-de-passe", showForgottenRoute);
  app.post("/mot-de-passe", forgottenRoute);
  app.get("/mot-de-passe/courriel", forgottenMailedRoute);
  app.get("/mot-de-passe/:token", showResetRoute);
  app.post("/mot-de-passe/:token", resetRoute);
  app.get(ACCOUNT, accountHomeRoute);
  const pages = [
    ["nom", showNameRoute, nameRoute],
    ["adresse", showEmailRoute, emailRoute],
    ["adresse/:token", showEmailLinkRoute, emailLinkRoute],
    ["mot-de-passe", showPasswordRoute, passwordRoute],
    ["connexions", signInsRoute, signOutEverywhereRoute],
    ["donnees", showDataRoute, dataRoute],
    ["fermeture", showClosingRoute, closingRoute],
  ] as const;
  for (const [path, show, post] of pages) {
    app.get(`${ACCOUNT}/${path}`, show);
    app.post(`${ACCOUNT}/${path}`, post);
  }
}
