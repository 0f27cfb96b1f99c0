import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers } from "../../engine/index.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { actorsOf } from "../../server/identity/actor-for.ts";
import { saveShare } from "../../server/store/sharing.ts";
import { buildDefinition } from "../helpers/definitions.ts";
import { offer } from "../helpers/offer.ts";
import { MEMBER, PARTNER, TERRACE } from "./town-places.ts";
import { openTown, type Someone, subjectOf, type Town } from "./whole-town.ts";

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
    close: {
      meta: { label: "Close", sentence: "Close.", tone: "neutral" },
      on: { rouvrir: { target: "active", meta: { label: "Rouvrir" } } },
    },
  },
};
const DAY = { type: "string", format: "date" };
/** A room with seats, taken by those who book it some hours a week. */
const ROOM = buildDefinition({
  id: "salles/salle",
  properties: {
    nom: { type: "string", title: "Nom" },
    ouvertures: {
      type: "array",
      title: "Ouvertures",
      "x-widget": "repeat",
      items: {
        type: "object",
        properties: {
          debut: { ...DAY, title: "Du" },
          fin: { ...DAY, title: "Au" },
          sieges: { type: "integer", title: "Sièges" },
        },
      },
    },
  },
  definition: {
    ...{ kind: "register", unit: "voirie", privacy: TERRACE.privacy },
    occupation: {
      title: "Sièges",
      uses: [
        {
          ...{ id: "places", definition: "salles/place", field: "salle", states: ["active"], from: "debut", to: "fin" },
          ...{ birth: "naissance", week: { list: "semaine", days: "jours", from: "de", to: "a" } },
        },
      ],
      limits: [
        {
          ...{ id: "sieges", title: "Sièges" },
          places: [{ list: "ouvertures", from: "debut", to: "fin", number: "sieges" }],
        },
        { id: "petits", title: "Moins de trois ans", under: 3, most: 1 },
      ],
      ages: [
        { title: "Petits", years: 0 },
        { title: "Grands", years: 30 },
      ],
    },
  },
  workflow: FICHE,
});
const SEAT = buildDefinition({
  id: "salles/place",
  properties: {
    nom: { type: "string", title: "Nom" },
    salle: { type: "string", title: "Salle", "x-ref": ROOM.id },
    naissance: { ...DAY, title: "Naissance" },
    debut: { ...DAY, title: "Du" },
    fin: { ...DAY, title: "Au" },
    semaine: {
      type: "array",
      title: "Semaine",
      "x-widget": "repeat",
      items: {
        type: "object",
        properties: {
          jours: {
            type: "array",
            title: "Jours",
            "x-widget": "checkboxes",
            items: {
              type: "string",
              oneOf: ["lundi", "mardi"].map((day) => ({ const: day, title: day })),
            },
          },
          de: { type: "string", title: "De", "x-widget": "time" },
          a: { type: "string", title: "À", "x-widget": "time" },
        },
      },
    },
  },
  definition: { kind: "register", unit: "voirie", privacy: TERRACE.privacy },
  workflow: FICHE,
});

let town: Town;
beforeAll(async () => {
  town = await openTown();
  for (const definition of [ROOM, SEAT]) await offer(town.ctx, definition, [MEMBER, PARTNER]);
  await saveShare(town.ctx.db, { member: MEMBER, definition: ROOM.id, with: PARTNER, unit: null, role: "lecteur" });
  await town.ctx.catalogue.reload();
});
afterAll(() => town.stop());

function open(definition: typeof ROOM, answers: Answers, who: Someone = town.people.agent, member = MEMBER) {
  const actorIn = actorsOf(town.ctx, subjectOf(who));
  return openEntry(town.ctx, { member, definition, actor: actorIn(member, definition), actorIn, answers });
}
async function opened(definition: typeof ROOM, answers: Answers): Promise<string> {
  const outcome = await open(definition, answers);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  return outcome.value.view.id;
}
const room = (sieges: number) =>
  opened(ROOM, { nom: "Salle", ouvertures: [{ debut: "2026-01-01", fin: "2026-12-31", sieges }] });
const seat = (salle: string, changes: Answers = {}): Answers => ({
  ...{ nom: "Ana", salle, naissance: "1990-01-01", debut: "2026-03-02" },
  semaine: [{ jours: ["lundi"], de: "08:00", a: "12:00" }],
  ...changes,
});
const send = (id: string, type: string, answers?: Answers) => {
  const actorIn = actorsOf(town.ctx, subjectOf(town.people.agent));
  const actor = actorIn(MEMBER, SEAT);
  const request = { member: MEMBER, definitionId: SEAT.id, id, actor, actorIn, type, revision: null };
  return sendEvent(town.ctx, { ...request, ...(answers && { answers }) });
};
const page = async (id: string, query: string) => {
  const { headers } = await town.sitting("agent");
  const answer = await town.app.request(`/${MEMBER}/agent/${ROOM.id}/${id}?onglet=places${query}`, { headers });
  return (await answer.text()).replace(/[\s\u00a0\u202f]+/g, " ");
};

describe("taking a place", () => {
  test("is refused at the hours that are full, in words that say when and what limits", async () => {
    const salle = await room(1);
    await opened(SEAT, seat(salle));
    const full = await open(SEAT, seat(salle, { semaine: [{ jours: ["lundi", "mardi"], de: "11:00", a: "13:00" }] }));
    expect(full).toMatchObject({
      ok: false,
      problem: {
        code: "invalid",
        issues: [
          { code: "occupation", pointer: "/semaine", message: expect.stringMatching(/lundi de 11 h à 12 h.*1 pour 1/) },
        ],
      },
    });
    expect(await open(SEAT, seat(salle, { semaine: [{ jours: ["lundi"], de: "12:00", a: "13:00" }] }))).toMatchObject({
      ok: true,
    });
  });

  test("counts what another member recorded, and no longer what is over", async () => {
    const salle = await room(1);
    expect(await open(SEAT, seat(salle), town.people.partner, PARTNER)).toMatchObject({ ok: true });
    expect(await open(SEAT, seat(salle))).toMatchObject({ ok: false });
    const other = await room(1);
    const first = await opened(SEAT, seat(other));
    expect(await open(SEAT, seat(other))).toMatchObject({ ok: false });
    expect(await send(first, "clore")).toMatchObject({ ok: true });
    expect(await open(SEAT, seat(other))).toMatchObject({ ok: true });
  });

  test("does not stand in its own way when it is changed", async () => {
    const salle = await room(1);
    const id = await opened(SEAT, seat(salle));
    expect(await send(id, "modifier", seat(salle, { nom: "Ana-Maria" }))).toMatchObject({ ok: true });
    const moved = await opened(SEAT, seat(salle, { semaine: [{ jours: ["mardi"], de: "08:00", a: "12:00" }] }));
    expect(await send(moved, "modifier", seat(salle))).toMatchObject({ ok: false, problem: { code: "invalid" } });
  });

  test("ends with the opening, and begins with it; without an end, the opening is taken as renewed", async () => {
    const salle = await room(1);
    expect(await open(SEAT, seat(salle, { debut: "2025-12-01" }))).toMatchObject({ ok: false });
    expect(await open(SEAT, seat(salle, { debut: "2027-01-04" }))).toMatchObject({ ok: false });
    expect(await open(SEAT, seat(salle, { debut: "2026-12-01" }))).toMatchObject({ ok: true });
  });

  test("is limited by age, until the birthday", async () => {
    const salle = await room(5);
    await opened(SEAT, seat(salle, { naissance: "2024-06-01" }));
    const baby = (debut: string) => open(SEAT, seat(salle, { naissance: "2025-01-01", debut }));
    expect(await baby("2026-05-04")).toMatchObject({ ok: false });
    expect(await open(SEAT, seat(salle, { naissance: "2020-01-01" }))).toMatchObject({ ok: true });
    // The first one turns three on 1 June 2027, after the room closes: another begins when it has left.
    const later = await room(5);
    await opened(SEAT, seat(later, { naissance: "2023-06-01" }));
    const second = (debut: string) => open(SEAT, seat(later, { naissance: "2025-01-01", debut }));
    expect(await second("2026-05-04")).toMatchObject({ ok: false });
    expect(await second("2026-06-01")).toMatchObject({ ok: true });
  });
});

describe("two who take the last place at the same moment", () => {
  const AT_ONCE = 6;
  const outcomes = async (tries: readonly Promise<{ readonly ok: boolean }>[]) =>
    (await Promise.all(tries)).filter(({ ok }) => ok).length;

  test("never both have it, whoever records it", async () => {
    for (let round = 0; round < 4; round += 1) {
      const salle = await room(2);
      const tries = Array.from({ length: AT_ONCE }, (_, index) =>
        index % 2 === 0 ? open(SEAT, seat(salle)) : open(SEAT, seat(salle), town.people.partner, PARTNER),
      );
      expect(await outcomes(tries)).toBe(2);
      expect(await page(salle, "")).not.toContain("pour 2 au plus");
    }
  });

  test("never both move to it", async () => {
    const salle = await room(1);
    const tuesday = { semaine: [{ jours: ["mardi"], de: "08:00", a: "12:00" }] };
    const elsewhere = await Promise.all(
      Array.from({ length: AT_ONCE }, async () => opened(SEAT, seat(await room(1), tuesday))),
    );
    expect(await outcomes(elsewhere.map((id) => send(id, "modifier", seat(salle))))).toBe(1);
  });

  test("take each its own without waiting for the other", async () => {
    const [one, other] = [await room(1), await room(1)];
    expect(await outcomes([open(SEAT, seat(one)), open(SEAT, seat(other))])).toBe(2);
  });
});

test("a stay that is shortened is not refused where a limit was passed since, one that is lengthened is", async () => {
  const salle = await room(2);
  const first = await opened(SEAT, seat(salle, { fin: "2026-06-30" }));
  await opened(SEAT, seat(salle));
  const actorIn = actorsOf(town.ctx, subjectOf(town.people.agent));
  const lowered = { nom: "Salle", ouvertures: [{ debut: "2026-01-01", fin: "2026-12-31", sieges: 1 }] };
  const actor = actorIn(MEMBER, ROOM);
  const request = { ...{ member: MEMBER, definitionId: ROOM.id, id: salle, actor, actorIn, revision: null } };
  expect(await sendEvent(town.ctx, { ...request, type: "modifier", answers: lowered })).toMatchObject({ ok: true });
  const change = (fin: string) => send(first, "modifier", seat(salle, { fin }));
  expect(await change("2026-07-31")).toMatchObject({ ok: false, problem: { code: "invalid" } });
  expect(await change("2026-05-31")).toMatchObject({ ok: true });
});

test("an entry that comes back to what counts needs a place again", async () => {
  const salle = await room(1);
  const first = await opened(SEAT, seat(salle));
  expect(await send(first, "clore")).toMatchObject({ ok: true });
  await opened(SEAT, seat(salle));
  expect(await send(first, "rouvrir")).toMatchObject({ ok: false, problem: { code: "invalid" } });
});

describe("the tab of places", () => {
  test("tells by day, hour and age what is free in a week", async () => {
    const salle = await room(2);
    await opened(SEAT, seat(salle));
    const html = await page(salle, "&jour=2026-03-03");
    const monday = /<tr><th scope="row">Lundi<\/th>(.*?)<\/tr>/
      .exec(html)?.[1]
      ?.replace(/<[^>]*>/g, " ")
      .replace(/ +/g, " ");
    expect(monday).toContain("6 h – 8 h : 2 8 h – 12 h : 1 12 h – 21 h : 2");
    expect(/<th scope="row">Mardi<\/th>.*?<\/tr>/.exec(html)?.[0]).toContain("1 place");
  });

  test("answers whether someone could come", async () => {
    const salle = await room(1);
    await opened(SEAT, seat(salle));
    const asked = "&naissance=1980-05-05&debut=2026-03-02&fin=2026-03-31&de=09:00&a=11:00&jours=";
    expect(await page(salle, `${asked}1`)).toContain("Oui : une place est libre");
    expect(await page(salle, `${asked}0`)).toMatch(
      /Non\. Chaque lundi de 9 h à 11 h, du 2 mars 2026 au 30 mars 2026 : 1 pour 1/,
    );
    expect(await page(salle, "&naissance=&debut=x&jours=9")).toContain("Indiquez une date de naissance");
  });

  test("warns of a limit that was passed, when what is allowed was lowered since", async () => {
    const salle = await room(2);
    await opened(SEAT, seat(salle));
    await opened(SEAT, seat(salle));
    const actorIn = actorsOf(town.ctx, subjectOf(town.people.agent));
    const lowered = { nom: "Salle", ouvertures: [{ debut: "2026-01-01", fin: "2026-12-31", sieges: 1 }] };
    const request = {
      member: MEMBER,
      definitionId: ROOM.id,
      id: salle,
      actor: actorIn(MEMBER, ROOM),
      actorIn,
      revision: null,
    };
    expect(await sendEvent(town.ctx, { ...request, type: "modifier", answers: lowered })).toMatchObject({ ok: true });
    expect(await page(salle, "")).toMatch(
      /Limites dépassées.*Chaque lundi de 8 h à 12 h, .* 2 pour 1 au plus \(sièges\)/,
    );
  });
});
