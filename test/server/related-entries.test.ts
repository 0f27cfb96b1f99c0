import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { citation } from "../../engine/index.ts";
import { auditWritten } from "../../server/audit.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { searchAudit } from "../../server/store/audit.ts";
import { findEntry } from "../../server/store/entries.ts";
import { listEntries } from "../../server/store/entry-list.ts";
import { writeWords } from "../../server/store/word-index.ts";
import { drain } from "../../server/worker/worker.ts";
import { buildDefinition, INSTRUCTION } from "../helpers/definitions.ts";
import { offer } from "../helpers/offer.ts";
import type { Person } from "./town-people.ts";
import { MEMBER, NURSERY, TERRACE } from "./town-places.ts";
import { fileEntry, openTown, type Town } from "./whole-town.ts";

const REFERENCE = { type: "string", title: "Quelle terrasse ?", "x-ref": TERRACE.id } as const;
const UNIT = { unit: "voirie", privacy: TERRACE.privacy };

/** Names a terrace, and opens the request of another once filed. */
const UMBRELLA = buildDefinition({
  id: "voirie/parasol",
  required: ["nom", "terrasse"],
  properties: { nom: { type: "string", title: "Nom" }, terrasse: REFERENCE },
  definition: UNIT,
  workflow: { states: opening(TERRACE.id, { nom: "nom", courriel: "'parasol@exemple.fr'" }) },
});

/** The same of a unit that the agent at hand does not work for, and of another sector. */
const HEATER = buildDefinition({
  id: "enfance/chauffage",
  required: ["nom", "terrasses"],
  properties: {
    nom: { type: "string", title: "Nom" },
    terrasses: {
      type: "array",
      title: "Terrasses",
      items: { type: "object", properties: { laquelle: REFERENCE } },
    },
  },
  definition: { unit: "enfance", privacy: NURSERY.privacy },
  workflow: { states: opening(TERRACE.id, { nom: "nom", courriel: "'chauffage@exemple.fr'" }) },
});

function opening(definition: string, answers: Record<string, string>) {
  const states = INSTRUCTION["states"] as Record<string, Record<string, never>>;
  return {
    ...states,
    deposee: { ...states["deposee"], entry: [{ type: "open-entry", params: { definition, answers } }] },
  };
}

let town: Town;
let terrace: string;
let umbrella: string;
let heater: string;

beforeAll(async () => {
  town = await openTown();
  await offer(town.ctx, UMBRELLA);
  await offer(town.ctx, HEATER);
  const { people } = town;
  terrace = await fileEntry(town, people.holder, TERRACE);
  umbrella = await fileEntry(town, people.holder, UMBRELLA, { nom: "Parasol", terrasse: terrace });
  town.advance(1000);
  heater = await open(HEATER.id, { nom: "Chauffage", terrasses: [{ laquelle: terrace }] });
  await settle();
});
afterAll(() => town.stop());

async function settle(): Promise<void> {
  await drain(town.ctx);
  while (await writeWords(town.ctx.db));
}

/** By the API, for answers that `fileEntry` does not take. */
async function open(definition: string, answers: object): Promise<string> {
  const headers = { Authorization: `Bearer ${town.people.holder.token}`, "Content-Type": "application/json" };
  const path = `/api/v1/${MEMBER}/${definition}/entries`;
  const answer = await town.app.request(path, { method: "POST", body: JSON.stringify(answers), headers });
  return ((await answer.json()) as { id: string }).id;
}

async function page(person: Person, id: string, definition = TERRACE.id): Promise<string> {
  const { headers } = await town.sitting(person);
  return (await town.app.request(`/${MEMBER}/agent/${definition}/${id}`, { headers })).text();
}

/** Ids of the related entries on a page, by the title of their group. */
async function related(
  person: Person,
  id: string,
  definition = TERRACE.id,
): Promise<Record<string, readonly string[]>> {
  const html = await page(person, id, definition);
  const groups = [...html.matchAll(/<section [^>]*class="related"[^>]*><h3[^>]*>([^<]*)<\/h3>(.*?)<\/section>/gs)];
  return Object.fromEntries(
    groups.map(([, title = "", list = ""]) => [
      title.replace(/\s/g, " "),
      [...list.matchAll(/\/agent\/[^"]*\/([0-9a-f-]{36})"/g)].map(([, found = ""]) => found),
    ]),
  );
}

const openedBy = async (id: string): Promise<string> => {
  const [row] = await withActor(
    town.ctx.db,
    { member: MEMBER },
    (tx) => tx<{ entryId: string }[]>`select entry_id from opened_entry where origin_id = ${id}`,
  );
  return row?.entryId ?? "";
};

describe("the page of an entry", () => {
  test("names what refers to it and what else its holder asked", async () => {
    const another = await fileEntry(town, town.people.holder, TERRACE, { nom: "Autre", courriel: "a@exemple.fr" });
    expect(await related("agent", terrace)).toEqual({
      "Qui citent celle-ci": [umbrella],
      "De la même personne, dans ce secteur": [another],
    });
  });

  test("names what it refers to and what it opened, and that one names it", async () => {
    const opened = await openedBy(umbrella);
    expect(await related("agent", umbrella, UMBRELLA.id)).toMatchObject({
      "Citées dans les réponses": [terrace],
      "Ouvertes par celle-ci": [opened],
    });
    expect(await related("agent", opened)).toEqual({ "À l’origine de celle-ci": [umbrella] });
  });

  test("gives each its reference, its title and its state, in a link to its page", async () => {
    const entry = await findEntry(town.ctx, MEMBER, umbrella);
    const html = (await page("agent", terrace)).replace(/\s+/g, " ");
    expect(html).toMatch(
      new RegExp(
        `href="/${MEMBER}/agent/${UMBRELLA.id}/${umbrella}"><span class="reference">${entry?.reference}</span> [^<]+</a> <span class="tag`,
      ),
    );
  });

  test("says nothing of entries of a unit the agent does not work for, nor of other people's", async () => {
    const hers = await fileEntry(town, town.people.citizen, TERRACE);
    const told = Object.values(await related("agent", terrace)).flat();
    expect(told).toContain(umbrella);
    expect(told).not.toContain(heater);
    expect(told).not.toContain(hers);
    expect(await page("agent", terrace)).not.toContain(heater);
    expect(await related("unit", heater, HEATER.id)).toEqual({});
  });

  test("names one that refers to it from within a list, to who may read that one", async () => {
    expect((await related("delegate", terrace))["Qui citent celle-ci"]).toEqual([heater, umbrella]);
  });

  test("follows an answer that refers to another", async () => {
    const next = await fileEntry(town, town.people.holder, TERRACE);
    const moved = await fileEntry(town, town.people.holder, UMBRELLA, { nom: "Mobile", terrasse: next });
    await settle();
    expect((await related("agent", next))["Qui citent celle-ci"]).toEqual([moved]);
  });

  test("shows five of each at most, and says that there are others", async () => {
    const much = await fileEntry(town, town.people.holder, TERRACE);
    for (let rank = 0; rank < 6; rank += 1) {
      await fileEntry(town, town.people.holder, UMBRELLA, { nom: `Parasol ${rank}`, terrasse: much });
    }
    await settle();
    expect((await related("agent", much))["Qui citent celle-ci"]).toHaveLength(5);
    expect(await page("agent", much)).toContain("Les plus récentes seulement.");
  });

  test("is logged as a reading of the other requests of a person", async () => {
    town.advance(1000);
    const since = town.ctx.clock();
    await page("agent", terrace);
    await auditWritten(town.ctx);
    const log = await searchAudit(town.ctx.db, { member: MEMBER, limit: 10 });
    const kept = log.filter(({ at }) => at >= since).map(({ action, target }) => [action, target]);
    expect(kept).toContainEqual(["entry-read", terrace]);
    expect(kept).toContainEqual(["list-read", terrace]);
  });
});

test("entries of two sectors are not joined by what opened one of them", async () => {
  expect(await openedBy(heater)).toBe("");
});

test("another member that shares terraces sees those that refer to them only where it works", async () => {
  const { headers } = await town.sitting("partner");
  const answer = await town.app.request(`/${MEMBER}/agent/${TERRACE.id}/${terrace}`, { headers });
  const html = await answer.text();
  expect(answer.status).toBe(200);
  expect(html).not.toContain(umbrella);
});

test("no words that people type find an entry by what it refers to", async () => {
  const id = terrace.replaceAll("-", "");
  for (const q of [id, citation(terrace), terrace, id.slice(0, 8), "→"]) {
    const { items } = await listEntries(town.ctx, { member: MEMBER, definition: UMBRELLA, q, limit: 10 });
    expect(q === "→" ? [] : items.map((entry) => entry.id)).toEqual([]);
  }
});
