import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import type { Answers, CompiledDefinition, Role } from "../../../engine/index.ts";
import type { AppEnv } from "../../../server/app-env.ts";
import type { Catalogue } from "../../../server/catalogue.ts";
import { openEntry } from "../../../server/commands/open-entry.ts";
import type { Config } from "../../../server/config.ts";
import type { Context } from "../../../server/context.ts";
import { actorsOf } from "../../../server/identity/actor-for.ts";
import { hashPassword } from "../../../server/identity/passwords.ts";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { registerBackRoutes } from "../../../server/routes/back/back-routes.ts";
import { registerSignInRoutes } from "../../../server/routes/sign-in.ts";
import { insertAgent } from "../../../server/store/agents.ts";
import { findEntry } from "../../../server/store/entries.ts";
import { entryHistory } from "../../../server/store/events.ts";
import { catalogueOf } from "../../helpers/catalogue.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { PERMIT } from "../../renderer/back-fixtures.ts";
import { Browser, createPages, hidden, install, MEMBERS, PASSWORD } from "../identity/installation.ts";

/** A register with a repeat, a condition and a file, worked by one unit. */
export const GARDEN: CompiledDefinition = buildDefinition({
  id: "jardins/parcelle",
  required: ["nom", "cabane", "cultures"],
  properties: {
    nom: { type: "string", title: "Jardinier", maxLength: 20 },
    adresse: { type: "object", title: "Adresse", properties: { commune: { type: "string", title: "Commune" } } },
    cabane: { type: "boolean", title: "Avec une cabane", "x-widget": "radio" },
    couleur: { type: "string", title: "Couleur de la cabane", "x-when": "cabane" },
    cultures: {
      type: "array",
      title: "Cultures",
      minItems: 1,
      items: {
        type: "object",
        required: ["plante"],
        properties: { plante: { type: "string", title: "Plante" } },
      },
    },
  },
  definition: {
    kind: "register",
    unit: "espaces-verts",
    steps: [
      { id: "identite", title: "Qui jardine ?", fields: ["nom", "adresse"] },
      { id: "parcelle", title: "La parcelle", fields: ["cabane", "couleur", "cultures"] },
    ],
    list: ["nom", "adresse.commune"],
    search: ["nom"],
  },
  workflow: {
    title: "Occupation",
    opened: "Fiche créée",
    initial: "occupee",
    states: {
      occupee: {
        meta: { label: "Occupée", sentence: "Occupée.", tone: "success" },
        on: {
          modifier: { meta: { label: "Modifier la fiche", edit: true } },
          liberer: { target: "libre", meta: { label: "Libérer", tone: "danger" } },
        },
      },
      libre: { type: "final", meta: { label: "Libre", sentence: "Libre.", tone: "neutral" } },
    },
  },
});

const DEFINITIONS = [PERMIT, GARDEN];

const passwordHash = hashPassword(PASSWORD);

export interface Office {
  readonly ctx: Context;
  readonly app: Hono<AppEnv>;
  advance(milliseconds: number): void;
  stop(): Promise<void>;
}

/** The back office of two members, with a queue anyone works and a register of one unit, unless told otherwise. */
export async function openOffice(catalogue: Partial<Catalogue> = {}, config: Partial<Config> = {}): Promise<Office> {
  const installation = await install(config);
  const ctx: Context = { ...installation.ctx, catalogue: catalogueOf(MEMBERS, DEFINITIONS, catalogue) };
  const app = createPages(ctx, (routes) => {
    registerSignInRoutes(routes);
    registerBackRoutes(routes);
  });
  return { ctx, app, advance: installation.advance, stop: installation.stop };
}

/** An agent who exists, not signed in. */
export async function hire(
  ctx: Context,
  name: string,
  changes: { readonly member?: string; readonly roles?: readonly Role[]; readonly units?: readonly string[] } = {},
): Promise<AgentIdentity> {
  return insertAgent(ctx.db, {
    id: randomUUID(),
    name,
    email: `${randomUUID()}@mulhouse.example`,
    member: changes.member ?? "mulhouse",
    roles: changes.roles ?? ["agent"],
    units: changes.units ?? ["espaces-verts"],
    passwordHash: await passwordHash,
  });
}

/** The browser of an agent who has signed in. */
export async function atWork(office: Office, agent: AgentIdentity): Promise<Browser> {
  const browser = new Browser(office.app);
  await signIn(browser, agent);
  return browser;
}

/** Signs an agent in, with the form of the page she is on when there is one. */
export async function signIn(browser: Browser, agent: AgentIdentity, page = ""): Promise<Response> {
  const form = page === "" ? await (await browser.get("/agent/connexion")).text() : page;
  return browser.post("/agent/connexion", {
    email: agent.email,
    password: PASSWORD,
    _csrf: hidden(form, "_csrf"),
    retour: hidden(form, "retour"),
    _garde: hidden(form, "_garde"),
  });
}

/** An entry of Mulhouse, opened by an agent. */
export async function file(
  office: Office,
  agent: AgentIdentity,
  definition: CompiledDefinition,
  answers: Answers,
): Promise<string> {
  const subject = { account: null, agent, grants: [], visitor: null, via: null };
  const actorIn = actorsOf(office.ctx, subject);
  const actor = actorIn(agent.member, definition);
  const outcome = await openEntry(office.ctx, { member: agent.member, definition, actor, actorIn, answers });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  office.advance(1000);
  return outcome.value.view.id;
}

export const stored = async ({ ctx }: Office, id: string) => {
  const entry = await findEntry(ctx, "mulhouse", id);
  if (!entry) throw new Error(`No entry ${id}`);
  return { entry, history: await entryHistory(ctx, "mulhouse", id) };
};

/** The words of a page, without its marks. */
export const words = (html: string): string =>
  html
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ");

/** Every hidden field of the form that posts to this address. */
export function fieldsOf(html: string, action: string): Record<string, string> {
  const start = html.indexOf(`action="${action}`);
  if (start < 0) throw new Error(`No form posts to ${action}`);
  const form = html.slice(start, html.indexOf("</form>", start));
  const pairs = [...form.matchAll(/<input type="hidden" name="([^"]+)" value(?:="([^"]*)")?/g)];
  return Object.fromEntries(pairs.map(([, name = "", value = ""]) => [name, value.replaceAll("&amp;", "&")]));
}
