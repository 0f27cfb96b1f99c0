import { afterAll, beforeAll, expect, test } from "vitest";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { drain } from "../../../server/worker/worker.ts";
import { drainWorks } from "../../../server/worker/works.ts";
import { clockDefinition } from "../../engine/clock.definition.ts";
import { type Browser, hidden } from "../identity/installation.ts";
import { atWork, file, hire, type Office, openOffice, stored, words } from "./back-office.ts";

const DELAYED = clockDefinition({ regime: "SVA", delay: "P2M" });
const QUEUE = `/mulhouse/agent/${DELAYED.id}`;
const DAY = 86_400_000;

let office: Office;
let anne: AgentIdentity;
let browser: Browser;

beforeAll(async () => {
  office = await openOffice({
    definitions: () => [DELAYED],
    definition: (_member, id) => (id === DELAYED.id ? DELAYED : null),
    version: async () => DELAYED,
  });
  anne = await hire(office.ctx, "Anne Keller");
});
afterAll(() => office.stop());

async function sends(path: string, pairs: readonly (readonly [string, string])[]): Promise<Response> {
  const form = new FormData();
  form.append("_csrf", hidden(await (await browser.get(`${QUEUE}/nouveau`)).text(), "_csrf"));
  for (const [name, value] of pairs) form.append(name, value);
  return browser.post(path, form);
}

/** Chooses these demandes to refuse them; answers the address of the work, which is not launched yet. */
async function prepares(ids: readonly string[]): Promise<string> {
  browser = await atWork(office, anne);
  const chosen = ids.map((id) => ["dossier", id] as const);
  const work = (await sends(`${QUEUE}/lot`, [["portee", "choix"], ["liste", ""], ...chosen])).headers.get("location");
  await sends(`${work}/actions/refuser`, []);
  return work ?? "";
}

const demande = (nom: string) => file(office, anne, DELAYED, { nom });

test("silence that falls between a bulk event and its work decides; the report says so and nothing is marked in bulk", async () => {
  const lapsed = [await demande("Léa Meyer"), await demande("Tom Meyer")];
  office.advance(60 * DAY);
  const fresh = await demande("Zoé Roth");
  const work = await prepares([...lapsed, fresh]);
  expect(words(await (await browser.get(work)).text())).toContain("3 seront traitées");
  await sends(`${work}/lancer`, []);
  office.advance(2 * DAY);
  await drainWorks(office.ctx);
  for (const id of lapsed) {
    const { entry, history } = await stored(office, id);
    expect(entry).toMatchObject({ state: "acceptee-silence", clock: { status: "stopped" } });
    expect(history.map(({ type }) => type)).toEqual(["ouvrir", "silence-accord"]);
    expect(history.at(-1)).toMatchObject({ actor: { kind: "system" } });
    expect(history.at(-1)?.data).not.toHaveProperty("bulk");
    expect(history.at(-1)?.data).not.toHaveProperty("answers");
  }
  const refused = await stored(office, fresh);
  expect(refused.entry.state).toBe("refusee");
  expect(refused.history.at(-1)).toMatchObject({ actor: { name: "Anne Keller" }, data: { bulk: true } });
  browser = await atWork(office, anne);
  expect(words(await (await browser.get(work)).text())).toMatch(/1 traitée.*2 /);
  // The worker's own timers come after, and find nothing left to decide.
  await drain(office.ctx);
  for (const id of lapsed) expect((await stored(office, id)).history).toHaveLength(2);
});

test("an entry that silence has decided is told apart before anything is launched", async () => {
  const late = await demande("Léa Muller");
  office.advance(62 * DAY);
  const work = await prepares([late, await demande("Zoé Muller")]);
  const confirm = words(await (await browser.get(work)).text());
  expect(confirm).toMatch(/1 sera traitée 1 ne le sera pas/);
  expect(confirm).toContain("le silence a décidé");
});
