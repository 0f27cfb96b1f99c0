import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ApiClient, type ApiEntry, type ApiPage, findAgent, pathOf } from "../helpers/api-client.ts";
import { pause, runCommand } from "../helpers/live-server.ts";
import { live, MEMBER } from "./live.ts";

const the = live();
const PERMIT = "voirie/benne";
const ENTRIES = `/${MEMBER}/${PERMIT}/entries`;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "guichet-definitions-"));
  await mkdir(join(folder, "workflows"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A service nobody has heard of: a skip on the street. */
function permit(version: number, properties: object = {}, required: readonly string[] = []): object {
  const own = {
    rue: { type: "string", title: "Rue", maxLength: 80 },
    courriel: { type: "string", format: "email", title: "Courriel" },
    ...properties,
  };
  return {
    $id: PERMIT,
    title: "Poser une benne dans la rue",
    "x-definition": {
      version,
      kind: "service",
      workflow: "autorisation-simple",
      access: "anonymous",
      steps: [{ id: "lieu", title: "Où poser la benne ?", fields: Object.keys(own) }],
      list: ["rue"],
      search: ["rue"],
      privacy: {
        purpose: "Autoriser l’occupation de la rue",
        legalBasis: "6-1-e",
        sector: "voirie",
        retention: "P1Y",
      },
      clock: { regime: "none" },
    },
    type: "object",
    required: ["rue", ...required],
    properties: own,
  };
}

const state = (label: string, sentence: string, tone: string) => ({ label, sentence, tone });
const WORKFLOW = {
  id: "autorisation-simple",
  title: "Autorisation simple",
  opened: "Demande déposée",
  initial: "deposee",
  states: {
    deposee: {
      meta: { ...state("Déposée", "Votre demande est arrivée.", "active"), task: true },
      entry: [{ type: "mail", params: { to: "courriel", template: "accuse" } }],
      on: {
        accorder: { target: "accordee", meta: { label: "Accorder", who: ["agent"], past: "La demande est accordée" } },
      },
    },
    accordee: { type: "final", meta: state("Accordée", "Votre demande est accordée.", "success") },
  },
  templates: {
    accuse: {
      subject: "Demande reçue",
      body: "Reçue le {{text(today)}} par {{about.service}}, {{about.contact}}. {{about.silence}}",
    },
  },
};

async function write(definition: object, workflow: object = WORKFLOW): Promise<void> {
  await writeFile(join(folder, "benne.json"), JSON.stringify(definition));
  await writeFile(join(folder, "workflows", "autorisation-simple.json"), JSON.stringify(workflow));
}

/** Asks until the answer is the expected one: publication reaches a running server by a notification. */
async function eventually<T>(ask: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    const value = await ask();
    if (done(value) || attempt === 100) return value;
    await pause(50);
  }
}

const offered = async () => (await the().nobody.get<{ id: string; version: number }[]>(`/${MEMBER}/definitions`)).body;

describe("a definition published while the server runs", () => {
  let first: ApiEntry;

  test("is used at once, without a line of code or a restart", async () => {
    await write(permit(1));
    const { code, output } = await runCommand(the().base, "publish", folder, "--member", MEMBER);
    expect({ code, output }).toMatchObject({ code: 0 });
    const list = await eventually(offered, (found) => found.some((definition) => definition.id === PERMIT));
    expect(list).toContainEqual({ id: PERMIT, version: 1, kind: "service", title: "Poser une benne dans la rue" });
    first = await the().citizen.opens(MEMBER, PERMIT, { rue: "Rue de la Sinne" });
    expect(first).toMatchObject({ version: 1, state: "deposee" });
    const { body } = await the().agent.get<ApiPage>(`${ENTRIES}?filter[rue]=Rue%20de%20la%20Sinne`);
    expect(body.items.map((item) => item.id)).toEqual([first.id]);
  });

  test("has its page, its form and its place in the API's description", async () => {
    const page = await fetch(`${the().server.url}/${MEMBER}/${PERMIT}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Poser une benne dans la rue");
    const { body } = await the().nobody.get<object>("/openapi.json");
    expect(JSON.stringify(body)).toContain(`/{member}/${PERMIT}/entries`);
  });

  test("gives way to its next version, while the entries opened before keep theirs", async () => {
    await write(permit(2, { jours: { type: "integer", title: "Jours", minimum: 1, maximum: 30 } }, ["jours"]));
    expect((await runCommand(the().base, "publish", folder)).code).toBe(0);
    await eventually(offered, (found) => found.some((one) => one.id === PERMIT && one.version === 2));
    const old = await the().citizen.post(ENTRIES, { rue: "Rue de la Sinne" });
    expect(old).toMatchObject({ status: 422, body: { errors: [{ pointer: "/jours" }] } });
    const second = await the().citizen.opens(MEMBER, PERMIT, { rue: "Rue de la Sinne", jours: 3 });
    expect(second.version).toBe(2);
    const again = (await the().citizen.get<ApiEntry>(pathOf(first))).body;
    expect(again).toMatchObject({ version: 1, answers: { rue: "Rue de la Sinne" } });
    const agent = new ApiClient(the().server.url, findAgent(the().demo, MEMBER, "agent").token);
    expect(await agent.sends(again, "accorder")).toMatchObject({ version: 1, state: "accordee" });
  });

  test("is refused with all its issues when it is broken, and the running version stays", async () => {
    const broken = permit(3, {
      jours: { type: "integer", title: "Jours", "x-when": "ruee == 'x'" },
      duree: { type: "integer", title: "Durée", "x-computed": "rue + 1" },
    });
    const trap = { ...WORKFLOW, states: { ...WORKFLOW.states, deposee: { ...WORKFLOW.states.deposee, on: {} } } };
    await write(broken, trap);
    const { code, output } = await runCommand(the().base, "publish", folder);
    expect(code).not.toBe(0);
    expect(output).toContain("benne.json");
    expect(output).toContain("ruee");
    expect(output).toContain("/properties/duree");
    expect(output).toContain("autorisation-simple.json");
    expect(await offered()).toContainEqual(expect.objectContaining({ id: PERMIT, version: 2 }));
    expect(await the().citizen.opens(MEMBER, PERMIT, { rue: "Rue Haute", jours: 1 })).toMatchObject({ version: 2 });
  });

  test("is refused when a published version comes back with another content", async () => {
    await write(permit(2, { jours: { type: "integer", title: "Nombre de jours" } }));
    const { code, output } = await runCommand(the().base, "publish", folder);
    expect({ code, output }).toMatchObject({ code: 1, output: expect.stringContaining("version") });
  });

  test("leaves every history whole", async () => {
    const { code, output } = await runCommand(the().base, "verify");
    expect({ code, output }).toMatchObject({ code: 0 });
  });
});
