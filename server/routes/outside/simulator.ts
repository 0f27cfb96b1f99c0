import type { Hono } from "hono";
import {
  renderSimulator,
  renderSimulatorError,
  renderSimulatorSignOut,
} from "../../../renderer/outside/simulator-page.tsx";
import type { AssetLinks, SiteView } from "../../../renderer/page.tsx";
import type { AppEnv, PageContext } from "../../app-env.ts";
import type { Simulator, SimulatorPages } from "../../connectors/fake-openid/simulator.ts";
import { ownPath } from "../../middleware/answers.ts";
import { readForm } from "../../middleware/posted-form.ts";

const NAMES: Readonly<Record<string, string>> = { franceconnect: "FranceConnect", proconnect: "ProConnect" };

/** Where someone chooses whom a simulator vouches for. */
export function registerSimulatorRoutes(app: Hono<AppEnv>, simulators: readonly Simulator[]): void {
  for (const simulator of simulators) {
    const path = `/demo/${simulator.id}/personne/:uid`;
    app.get(path, (c) => chooseRoute(c, simulator, false));
    app.post(path, (c) => chosenRoute(c, simulator));
  }
}

/** Pages of a simulator shown outside our routes. */
export function simulatorPages(assets: AssetLinks, name: string): SimulatorPages {
  const site: SiteView = {
    assets,
    groupName: `Simulateur de ${name}`,
    member: null,
    person: null,
    csrf: null,
    demo: true,
  };
  return {
    error: (code) => renderSimulatorError(site, name, code),
    signOut: (form) => renderSimulatorSignOut(site, name, form),
  };
}

async function chooseRoute(c: PageContext, simulator: Simulator, again: boolean): Promise<Response> {
  const { incoming, outgoing } = c.env;
  const asked = incoming && outgoing ? await simulator.asked(incoming, outgoing) : null;
  const name = NAMES[simulator.id] ?? simulator.id;
  if (asked === null) return c.html(renderSimulatorError(c.var.site(null), name, "session_not_found"), 400);
  const people = await simulator.people();
  const strong = simulator.knowsStrong ? asked.strong : null;
  const view = { site: c.var.site(null), name, action: ownPath(c), people, strong, again };
  return c.html(renderSimulator(view), again ? 422 : 200);
}

async function chosenRoute(c: PageContext, simulator: Simulator): Promise<Response> {
  const form = await readForm(c);
  const field = (name: string) => form.fields.get(name)?.[0] ?? "";
  const { incoming, outgoing } = c.env;
  const asked = incoming && outgoing ? await simulator.asked(incoming, outgoing) : null;
  if (!incoming || !outgoing || asked === null) return chooseRoute(c, simulator, false);
  const person = field("personne");
  const strong = field("preuve") === "double";
  const known = (await simulator.people()).some(({ id }) => id === person);
  if (field("refus") === "" && !known) return chooseRoute(c, simulator, true);
  const refusal = field("refus") !== "" || (asked.strong && !strong);
  const choice = refusal ? { error: "access_denied" } : { person, strong };
  return c.redirect(await simulator.answer(incoming, outgoing, choice), 303);
}
