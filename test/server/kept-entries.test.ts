import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../engine/index.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { verify } from "../../server/commands/verify.ts";
import { seeingUnits } from "../../server/db/seen-units.ts";
import { readAs, withActor } from "../../server/db/with-actor.ts";
import { actorsOf, officesOf } from "../../server/identity/actor-for.ts";
import { saveShare } from "../../server/store/sharing.ts";
import { drain } from "../../server/worker/worker.ts";
import { buildDefinition } from "../helpers/definitions.ts";
import { offer } from "../helpers/offer.ts";
import { MEMBER, PARTNER, TERRACE } from "./town-places.ts";
import { hire, openTown, type Someone, sit, subjectOf, type Town } from "./whole-town.ts";

const FICHE = {
  initial: "active",
  opened: "Fiche créée",
  states: {
    active: {
      meta: { label: "Active", sentence: "Active.", tone: "success" },
      on: {
        modifier: { meta: { label: "Modifier la fiche", edit: true } },
        clore: { target: "close", meta: { label: "Clore" } },
      },
    },
    close: { type: "final", meta: { label: "Close", sentence: "Close.", tone: "neutral" } },
  },
};
const PERSON = buildDefinition({
  id: "relais/personne",
  properties: { nom: { type: "string", title: "Nom" } },
  definition: {
    ...{ kind: "register", privacy: TERRACE.privacy, notes: "unit", search: ["nom"] },
    relations: [
      {
        id: "appels",
        title: "Appels",
        definition: "relais/appel",
        field: "qui",
        columns: ["objet"],
        add: "Noter un appel",
      },
    ],
  },
  workflow: FICHE,
});
/** Kept by the unit that writes it, unless it says otherwise. */
const CALL = buildDefinition({
  id: "relais/appel",
  properties: {
    objet: { type: "string", title: "Objet" },
    partage: { type: "boolean", title: "Partager" },
    qui: { type: "string", title: "Qui", "x-ref": PERSON.id },
  },
  definition: { kind: "register", privacy: TERRACE.privacy, kept: { shared: "partage" }, search: ["objet"] },
  workflow: FICHE,
});

let town: Town;
/** Two units of one member, one of another. */
let north: Someone;
let south: Someone;
let away: Someone;
let chief: Someone;

beforeAll(async () => {
  town = await openTown();
  for (const definition of [PERSON, CALL]) {
    await offer(town.ctx, definition, [MEMBER, PARTNER]);
    for (const member of [MEMBER, PARTNER]) {
      await saveShare(town.ctx.db, { member, definition: definition.id, with: "*", unit: null, role: "agent" });
    }
  }
  await town.ctx.catalogue.reload();
  north = await hire(town.ctx, "Nora Nord", MEMBER, ["agent"], ["voirie"]);
  south = await hire(town.ctx, "Sami Sud", MEMBER, ["agent"], ["enfance"]);
  away = await hire(town.ctx, "Ana Ailleurs", PARTNER, ["agent"], ["voirie"]);
  chief = await hire(town.ctx, "Cléo Chef", MEMBER, ["agent"]);
});
afterAll(() => town.stop());

/** As the door of the application does. */
const as = <T>(who: Someone, fn: () => T): T => seeingUnits(who.agent ? officesOf(town.ctx, who.agent) : [], fn);

async function call(who: Someone, answers: Answers, definition = CALL): Promise<string> {
  const actorIn = actorsOf(town.ctx, subjectOf(who));
  const request = { member: MEMBER, definition, actor: actorIn(MEMBER, definition), actorIn, answers };
  const opened = await as(who, () => openEntry(town.ctx, request));
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view.id;
}
async function get(who: Someone, path: string): Promise<{ readonly status: number; readonly html: string }> {
  const { headers } = await sit(town.ctx, who);
  const answer = await town.app.request(path, { headers });
  return { status: answer.status, html: (await answer.text()).replace(/\s+/g, " ") };
}
async function api(who: Someone, path: string): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await town.app.request(`/api/v1${path}`, { headers: { Authorization: `Bearer ${who.token}` } });
  return { status: answer.status, text: await answer.text() };
}
const page = (id: string, definition = CALL) => `/${MEMBER}/agent/${definition.id}/${id}`;
const list = `/${MEMBER}/agent/${CALL.id}`;

describe("an entry kept by the unit that wrote it", () => {
  test("is read by that unit and by who works in all, by nobody else, whatever the way", async () => {
    const id = await call(north, { objet: "Confidence" });
    const entry = `/${MEMBER}/${CALL.id}/entries/${id}`;
    for (const [who, sees] of [
      [north, true],
      [chief, true],
      [south, false],
      [away, false],
    ] as const) {
      expect((await get(who, page(id))).status).toBe(sees ? 200 : 404);
      expect((await api(who, entry)).status).toBe(sees ? 200 : 404);
      expect((await api(who, `${entry}/history`)).status).toBe(sees ? 200 : 404);
      expect((await get(who, list)).html.includes("Confidence")).toBe(sees);
      expect((await get(who, `${list}?q=confidence`)).html.includes(id)).toBe(sees);
      expect((await api(who, `/${MEMBER}/${CALL.id}/entries`)).text.includes(id)).toBe(sees);
    }
  });

  test("is not counted for others, in a list nor on a tab", async () => {
    const qui = await call(north, { nom: "Dupond" }, PERSON);
    await call(north, { objet: "Un", qui });
    await call(south, { objet: "Deux", qui });
    const tab = async (who: Someone) =>
      /Appels\s*<span class="count">(\d+)/.exec((await get(who, page(qui, PERSON))).html)?.[1];
    expect([await tab(north), await tab(south), await tab(away), await tab(chief)]).toEqual(["1", "1", "0", "2"]);
    const { html } = await get(south, `${page(qui, PERSON)}?onglet=chronologie`);
    expect([html.includes("Deux"), html.includes("Un (")]).toEqual([true, false]);
  });

  test("is hidden by the base itself, history and words included, from a query that forgets to ask", async () => {
    const id = await call(north, { objet: "Sousseigneurie" });
    await drain(town.ctx);
    await as(south, () => get(south, `${list}?q=rien`));
    const rows = (who: Someone | null) => {
      const read = () =>
        readAs(
          town.ctx.db,
          { member: MEMBER },
          (tx) => tx<{ n: number }[]>`
            select count(*)::integer as n from entry where id = ${id}
            union all select count(*)::integer from entry_state where entry_id = ${id}
            union all select count(*)::integer from entry_event where entry_id = ${id}
            union all select (count(*) > 0)::integer from entry_word where entry_id = ${id}`,
        );
      return who ? as(who, read) : read();
    };
    expect((await rows(north)).map(({ n }) => n)).toEqual([1, 1, 1, 1]);
    for (const who of [south, away, null]) expect((await rows(who)).map(({ n }) => n)).toEqual([0, 0, 0, 0]);
  });

  test("is changed by nobody else, even who knows its id", async () => {
    const id = await call(north, { objet: "À moi" });
    const actorIn = actorsOf(town.ctx, subjectOf(south));
    const actor = actorIn(MEMBER, CALL);
    const request = { member: MEMBER, definitionId: CALL.id, id, actor, actorIn, type: "clore", revision: null };
    expect(await as(south, () => sendEvent(town.ctx, request))).toMatchObject({
      ok: false,
      problem: { code: "not-found" },
    });
    // The engine refuses by itself, were the base to show everything.
    expect(await seeingUnits("every", () => sendEvent(town.ctx, request))).toMatchObject({
      ok: false,
      problem: { code: "not-found" },
    });
  });

  test("is everybody's once shared, its history too, and its writer's again when it no longer is", async () => {
    const id = await call(north, { objet: "Partagé un temps" });
    const edit = async (who: Someone, partage: boolean) => {
      const actorIn = actorsOf(town.ctx, subjectOf(who));
      const request = {
        member: MEMBER,
        definitionId: CALL.id,
        id,
        actor: actorIn(MEMBER, CALL),
        actorIn,
        revision: null,
      };
      const answers = { objet: "Partagé un temps", partage };
      return as(who, () => sendEvent(town.ctx, { ...request, type: "modifier", answers }));
    };
    expect(await edit(north, true)).toMatchObject({ ok: true });
    const seen = await get(away, page(id));
    expect([seen.status, seen.html.includes("Fiche créée")]).toEqual([200, true]);
    expect((await get(south, `${list}?q=partage`)).html).toContain(id);
    expect(await edit(south, false)).toMatchObject({ ok: true });
    expect((await get(south, page(id))).status).toBe(404);
    expect((await get(north, page(id))).status).toBe(200);
  });

  test("comes into the lists, the counts and the searches of others the moment it is shared, and goes out of them", async () => {
    const id = await call(north, { objet: "Glycine" });
    // Its words are written while it is kept.
    await drain(town.ctx);
    expect((await get(north, `${list}?q=glycine`)).html).toContain(id);
    const edit = async (partage: boolean) => {
      const actorIn = actorsOf(town.ctx, subjectOf(north));
      const request = {
        member: MEMBER,
        definitionId: CALL.id,
        id,
        actor: actorIn(MEMBER, CALL),
        actorIn,
        revision: null,
      };
      const sent = { ...request, type: "modifier", answers: { objet: "Glycine", partage } };
      return as(north, () => sendEvent(town.ctx, sent));
    };
    const others = [`/${PARTNER}/agent/${CALL.id}`, list];
    const seen = async () =>
      Promise.all(
        [away, south].map(async (who, index) => {
          const { html } = await get(who, others[index] ?? "");
          const found = await get(who, `${others[index]}?q=glycine`);
          return [html.includes(id), found.html.includes(id), Number(/Toutes[^\d]*(\d+)/.exec(html)?.[1])] as const;
        }),
      );
    const before = await seen();
    expect(before.map(([listed, found]) => [listed, found])).toEqual([
      [false, false],
      [false, false],
    ]);
    expect(await edit(true)).toMatchObject({ ok: true });
    expect(await seen()).toEqual(before.map(([, , count]) => [true, true, count + 1]));
    expect(await edit(false)).toMatchObject({ ok: true });
    expect(await seen()).toEqual(before);
  });

  test("leaves what the same transaction writes afterwards to everybody", async () => {
    const actorIn = actorsOf(town.ctx, subjectOf(north));
    const request = (definition: typeof CALL, answers: Answers) => ({
      ...{ member: MEMBER, definition, actor: actorIn(MEMBER, definition), actorIn, answers },
    });
    const opened = await as(north, () =>
      withActor(town.ctx.db, { member: MEMBER }, async (tx) => [
        await openEntry(town.ctx, request(CALL, { objet: "Gardé" }), tx),
        await openEntry(town.ctx, request(PERSON, { nom: "À tous" }), tx),
      ]),
    );
    const [kept = "", shared = ""] = opened.map((each) => (each.ok ? each.value.view.id : ""));
    expect((await get(south, page(shared, PERSON))).status).toBe(200);
    expect((await get(south, page(kept))).status).toBe(404);
  });

  test("is found by its words by its unit, though another's search wrote them first", async () => {
    const id = await call(north, { objet: "Chevrefeuille" });
    expect((await get(south, `${list}?q=chevrefeuille`)).html).not.toContain(id);
    expect((await get(north, `${list}?q=chevrefeuille`)).html).toContain(id);
  });

  test("keeps histories that verify", async () => {
    expect((await verify(town.ctx)).broken).toEqual([]);
  });
});

describe("a note", () => {
  const write = async (who: Someone, id: string, text: string, shared = false) => {
    const { headers, csrf } = await sit(town.ctx, who);
    const body = new URLSearchParams({ _csrf: csrf, "note[texte]": text, ...(shared && { partager: "oui" }) });
    return (await town.app.request(`${page(id, PERSON)}/notes`, { method: "POST", headers, body })).status;
  };

  test("stays with the unit that wrote it, unless she shares it; each counts after the other's", async () => {
    const id = await call(north, { nom: "Martin" }, PERSON);
    expect(await write(north, id, "Entre nous du nord")).toBe(303);
    expect(await write(south, id, "Entre nous du sud")).toBe(303);
    expect(await write(away, id, "Pour tout le monde", true)).toBe(303);
    const told = async (who: Someone) => {
      const { html } = await get(who, page(id, PERSON));
      return ["du nord", "du sud", "tout le monde"].filter((text) => html.includes(text));
    };
    expect(await told(north)).toEqual(["du nord", "tout le monde"]);
    expect(await told(south)).toEqual(["du sud", "tout le monde"]);
    expect(await told(away)).toEqual(["tout le monde"]);
    expect(await told(chief)).toEqual(["du nord", "du sud", "tout le monde"]);
    expect((await verify(town.ctx)).broken).toEqual([]);
  });
});
