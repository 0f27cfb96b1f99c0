import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CompiledDefinition } from "../../engine/index.ts";
import { uploadAttachment } from "../../server/commands/attachment.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import type { Context } from "../../server/context.ts";
import { actorsOf } from "../../server/identity/actor-for.ts";
import type { AgentIdentity, Subject } from "../../server/identity/subject.ts";
import { buildDefinition } from "../helpers/definitions.ts";
import { hidden } from "./identity/installation.ts";
import { atWork, file as fileEntry, hire, type Office, openOffice } from "./routes/back-office.ts";
import { Citizen, openTownHall, type TownHall } from "./routes/front-office.ts";

const FILES = { type: "array", "x-widget": "attachments", items: { type: "string", format: "uuid" } } as const;

/** Photos of a hundred kilobytes at most, where the installation takes three hundred. */
const PHOTOS: CompiledDefinition = buildDefinition({
  id: "voirie/photos",
  required: ["lieu"],
  properties: {
    lieu: { type: "string", title: "Où ?" },
    assurance: { ...FILES, title: "Photos", maxItems: 3, "x-max-size": 0.1 },
    plan: { type: "string", format: "uuid", title: "Plan" },
  },
  workflow: {
    initial: "ouverte",
    states: {
      ouverte: {
        meta: { label: "Ouverte", sentence: "Ouverte.", tone: "active", task: true },
        on: {
          joindre: { meta: { label: "Joindre un constat", form: "joindre" } },
          fermer: { target: "fermee", meta: { label: "Fermer" } },
        },
      },
      fermee: { type: "final", meta: { label: "Fermée", sentence: "Fermée.", tone: "neutral" } },
    },
    forms: {
      joindre: {
        title: "Joindre un constat",
        type: "object",
        properties: { constat: { ...FILES, title: "Constat", "x-max-size": 0.1 } },
      },
    },
  },
});

const pdf = (name: string, bytes: number): File =>
  new File([Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(bytes - 15, " "), Buffer.from("\n%%EOF")])], name);
const LIGHT = pdf("photo.pdf", 100_000);
const HEAVY = pdf("lourde.pdf", 100_001);
const TOO_HEAVY = "Ce fichier pèse 101 Ko et cette question en accepte 100 Ko au plus. Envoyez-le en plus petit.";

/** Pages keep the French marks with the word before them. */
const spaced = (html: string): string => html.replace(/\s/g, " ");

describe("a citizen", () => {
  let hall: TownHall;
  beforeAll(async () => {
    hall = await openTownHall({}, [PHOTOS]);
  });
  afterAll(() => hall.stop());

  const begin = async (): Promise<Citizen> => {
    const citizen = new Citizen(hall);
    await citizen.open("/mulhouse/voirie/photos");
    return citizen.send({}, [], "/mulhouse/voirie/photos/commencer");
  };

  test("reads under the question how heavy and how many files may be", async () => {
    const { html } = await begin();
    const hint = html.replace(/<[^>]*>/g, " ");
    expect(hint).toContain("100 Ko au plus par fichier. 3 fichiers au plus.");
    expect(hint).toContain("300 Ko au plus par fichier.");
    expect(html).toContain('data-max="100000"');
  });

  test("gets the page again with what she typed and the file that fits", async () => {
    const citizen = await begin();
    await citizen.send({ "root[lieu]": "Rue des Lilas" }, [LIGHT, HEAVY]);
    expect(citizen.status).toBe(422);
    expect(citizen.errors().map(spaced)).toEqual([`#root_assurance lourde.pdf : ${TOO_HEAVY}`]);
    expect(citizen.html).toContain("photo.pdf");
    expect(citizen.html).toContain("Rue des Lilas");
  });

  test("is told so by the script that sends files as they are chosen", async () => {
    const citizen = await begin();
    const drawn = await citizen.post({}, [HEAVY], citizen.action(), { "X-Partial": "fields" });
    expect(spaced(await drawn.text())).toContain(`lourde.pdf : ${TOO_HEAVY}`);
  });

  test("does not pass a heavy file from a question that takes it to one that does not", async () => {
    const citizen = await begin();
    const form = new FormData();
    for (const name of ["_csrf", "_revision"]) form.append(name, hidden(citizen.html, name));
    form.append("root[lieu]", "Rue des Lilas");
    form.append("root[plan]", HEAVY);
    await citizen.browser.post(citizen.action(), form, { "Sec-Fetch-Site": "same-origin" });
    const step = citizen.path;
    await citizen.open(step);
    const id = hidden(citizen.html, "root\\[plan\\]");
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    await citizen.send({ "root[lieu]": "Rue des Lilas", "root[assurance]": id });
    expect(citizen.path).toMatch(/\/verifier$/);
    await citizen.send({});
    expect(citizen.status).toBe(422);
    expect(spaced(citizen.html)).toContain(`lourde.pdf : ${TOO_HEAVY}`);
  });
});

describe("an agent and software", () => {
  let office: Office;
  let agent: AgentIdentity;
  beforeAll(async () => {
    office = await openOffice({
      definitions: () => [PHOTOS],
      definition: () => PHOTOS,
      version: async () => PHOTOS,
    });
    agent = await hire(office.ctx, "Sandrine Muller");
  });
  afterAll(() => office.stop());

  test("an agent's form comes back with the reason on its field", async () => {
    const id = await fileEntry(office, agent, PHOTOS, { lieu: "Quai des Tanneurs" });
    const browser = await atWork(office, agent);
    const base = `/mulhouse/agent/voirie/photos/${id}`;
    const page = await (await browser.get(`${base}?faire=joindre`)).text();
    const form = new FormData();
    form.append("_csrf", hidden(page, "_csrf"));
    form.append("revision", "1");
    form.append("root[constat]", HEAVY);
    const answer = await browser.post(`${base}/evenements/joindre`, form, { "Sec-Fetch-Site": "same-origin" });
    expect(answer.status).toBe(422);
    expect(spaced(await answer.text())).toContain(`lourde.pdf : ${TOO_HEAVY}`);
  });

  test("at the counter, so does the form of a new request", async () => {
    const browser = await atWork(office, agent);
    const page = await (await browser.get("/mulhouse/agent/voirie/photos/nouveau")).text();
    const form = new FormData();
    for (const name of ["_csrf", "cle"]) form.append(name, hidden(page, name));
    form.append("canal", "guichet");
    form.append("root[lieu]", "Quai des Tanneurs");
    form.append("root[assurance]", HEAVY);
    const answer = await browser.post("/mulhouse/agent/voirie/photos/nouveau", form, {
      "Sec-Fetch-Site": "same-origin",
    });
    expect(answer.status).toBe(422);
    const html = spaced(await answer.text());
    expect(html).toContain(`lourde.pdf : ${TOO_HEAVY}`);
    expect(html).toContain("Quai des Tanneurs");
  });

  test("what software names is weighed when it is submitted", async () => {
    const id = await sent(office.ctx, agent, HEAVY);
    const answers = { lieu: "Rue Basse", assurance: [await sent(office.ctx, agent, LIGHT), id] };
    expect(await opens(office.ctx, agent, answers)).toMatchObject({
      ok: false,
      problem: {
        code: "invalid",
        issues: [{ code: "file-size", pointer: "/assurance/1", message: `lourde.pdf : ${TOO_HEAVY}` }],
      },
    });
    expect(await opens(office.ctx, agent, { lieu: "Rue Basse", plan: id })).toMatchObject({ ok: true });
  });

  test("what it sends with an event too", async () => {
    const id = await fileEntry(office, agent, PHOTOS, { lieu: "Rue Haute" });
    const constat = [await sent(office.ctx, agent, HEAVY)];
    const actor = actorsOf(office.ctx, subjectOf(agent))("mulhouse", PHOTOS);
    const request = { member: "mulhouse", definitionId: PHOTOS.id, id, actor, type: "joindre", revision: 1 };
    expect(await sendEvent(office.ctx, { ...request, answers: { constat } })).toMatchObject({
      ok: false,
      problem: { code: "invalid", issues: [{ code: "file-size", pointer: "/constat/0" }] },
    });
  });

  test("nothing is told of a file that somebody else sent", async () => {
    const other = await hire(office.ctx, "Paul Meyer");
    const refused = await opens(office.ctx, agent, { lieu: "Ici", assurance: [await sent(office.ctx, other, HEAVY)] });
    expect(refused).toMatchObject({ ok: false, problem: { code: "invalid" } });
    expect(JSON.stringify(refused)).not.toContain("lourde");
  });
});

const subjectOf = (agent: AgentIdentity): Subject => ({ account: null, agent, grants: [], visitor: null, via: null });

async function sent(ctx: Context, agent: AgentIdentity, file: File): Promise<string> {
  const body = new FormData();
  body.append("file", file);
  const request = new Request("http://localhost/", { method: "POST", body });
  const kept = await uploadAttachment(ctx, "mulhouse", subjectOf(agent), request);
  if (!kept.ok) throw new Error(kept.problem.detail);
  return kept.value.id;
}

function opens(ctx: Context, agent: AgentIdentity, answers: Record<string, string | string[]>) {
  const actor = actorsOf(ctx, subjectOf(agent))("mulhouse", PHOTOS);
  return openEntry(ctx, { member: "mulhouse", definition: PHOTOS, actor, answers });
}
