import type { Hono } from "hono";
import type { AppEnv } from "../../app-env.ts";
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
}
