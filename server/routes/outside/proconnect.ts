import type { Hono } from "hono";
import { renderMessage } from "../../../renderer/front/message-page.tsx";
import { outside } from "../../../renderer/strings-outside.ts";
import type { AppEnv, PageContext } from "../../app-env.ts";
import { admitAgent } from "../../commands/admit-agent.ts";
import { signIn } from "../../identity/sessions.ts";
import { leadOn } from "../../middleware/answers.ts";
import { signedOutRoute } from "./sign-out.ts";
import { arrive, depart, departRoute, failed, leaveHref, PROCONNECT } from "./trip-pages.ts";

const { path: PATH } = PROCONNECT;

/** Agents who sign in by ProConnect. */
export function registerProConnectRoutes(app: Hono<AppEnv>): void {
  app.on(["GET", "POST"], PATH, (c) => departRoute(c, PROCONNECT));
  app.get(`${PATH}/retour`, returnRoute);
  app.get(`${PATH}/fin`, (c) => signedOutRoute(c, PROCONNECT));
}

/** GET …/retour: signs in the agent whom her member expects, under her employer's name. */
async function returnRoute(c: PageContext): Promise<Response> {
  const arrived = await arrive(c, PROCONNECT);
  if (arrived instanceof Response) return arrived;
  const { trip, vouched } = arrived;
  const admitted = await admitAgent(c.var.ctx, vouched);
  if (admitted.ok) {
    const { agent } = admitted;
    await signIn(c, { agent }, { via: "proconnect", outside: vouched.idToken });
    return leadOn(c, trip, `/${agent.member}/agent`);
  }
  if (admitted.refusal === "weak") {
    // Asked again at once, this time insisting: what she was doing goes with her.
    return trip.strong ? failed(c, PROCONNECT, "weak", trip) : depart(c, PROCONNECT, { ...trip, strong: true });
  }
  const { title, change } = outside.agentRefused;
  const href = (await leaveHref(c, PROCONNECT, vouched.idToken)) ?? "/agent/connexion";
  const page = { title, text: admitted.sentence, link: { href, label: change } };
  return c.html(renderMessage(c.var.site(null), page), 403);
}
