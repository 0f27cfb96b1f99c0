import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Answers, CompiledDefinition } from "../../engine/index.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { coordination } from "../../server/connectors/ants/coordination.ts";
import { type FakeCoordination, startFakeCoordination } from "../../server/connectors/fake-ants/fake-coordination.ts";
import type { Context } from "../../server/context.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { engineToken } from "../../server/national.ts";
import { drain } from "../../server/worker/worker.ts";
import { agent } from "../helpers/actors.ts";
import { offerTitles, openTownHall, SERVICE } from "./titles-office.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

let town: Town;
let ctx: Context;
let fake: FakeCoordination;
let service: CompiledDefinition;
let hall: string;

beforeAll(async () => {
  town = await openTown();
  fake = await startFakeCoordination();
  service = await offerTitles(town.ctx, [MEMBER]);
  hall = await openTownHall(town.ctx, MEMBER);
  ctx = {
    ...town.ctx,
    sources: { addresses: null, lookUps: new Map(), vendorToken: null, appointments: coordination(fake, town.ctx) },
  };
});
afterAll(async () => {
  await fake.close();
  await town.stop();
});
afterEach(async () => {
  fake.play();
  await withActor(town.ctx.db, { system: true }, (tx) => tx`delete from booking where state = 'held'`);
});

const worker = agent({ units: ["titres"] });
let day = 4;
const next = () => {
  day += 1;
  return `2026-03-${String(day).padStart(2, "0")}T08:00:00.000Z`;
};
const numbers = (...all: readonly string[]) => all.map((numero) => ({ numero }));

/** Working days only. */
const start = (): string => {
  const found = next();
  return [0, 6].includes(new Date(found).getUTCDay()) ? start() : found;
};

async function book(given: readonly string[], debut = start(), more: Answers = {}) {
  return openEntry(ctx, {
    member: MEMBER,
    definition: service,
    actor: worker,
    answers: {
      ...{ motif: "cni", personnes: given.length || 1, creneau: { place: hall, debut } },
      ...(given.length > 0 && { predemandes: numbers(...given) }),
      ...{ nom: "Weber", courriel: "weber@exemple.fr", ...more },
    },
  });
}

async function booked(given: readonly string[], debut?: string): Promise<string> {
  const opened = await book(given, debut);
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  await drain(ctx);
  return opened.value.view.id;
}

const event = async (id: string, type: string, answers?: Answers) => {
  const sent = await sendEvent(ctx, {
    ...{ member: MEMBER, definitionId: SERVICE, id, actor: worker, type, revision: null },
    ...(answers && { answers }),
  });
  if (!sent.ok) throw new Error(JSON.stringify(sent.problem));
  await drain(ctx);
};

const writes = () =>
  fake
    .taken()
    .filter(({ method }) => method !== "GET")
    .map(({ method, url }) => `${method} ${url.searchParams.get("application_id")}`);

const search = async (...ids: readonly string[]) => {
  const query = new URLSearchParams(ids.map((id) => ["application_ids", id]));
  const headers = { "x-hub-rdv-auth-token": engineToken(ctx) ?? "" };
  const response = await town.app.request(`/api/ants/searchApplicationIds?${query}`, { headers });
  return (await response.json()) as Record<string, readonly Record<string, string>[]>;
};

describe("an appointment for pre-applications", () => {
  test("is declared for each, moved by deleting then creating, withdrawn when it is cancelled", async () => {
    const before = writes().length;
    const first = start();
    const id = await booked(["a000000001", "B000000002"], first);
    expect(fake.declared("A000000001")).toEqual([
      {
        meeting_point_id: hall,
        meeting_point: "Mairie de Mulhouse",
        appointment_date: `${first.slice(0, 10)} 09:00:00`,
        management_url: `http://localhost/${MEMBER}/demandes/${id}`,
      },
    ]);
    const other = start();
    await event(id, "deplacer", { nouveau: { place: hall, debut: other } });
    expect(fake.declared("A000000001").map(({ appointment_date }) => appointment_date)).toEqual([
      `${other.slice(0, 10)} 09:00:00`,
    ]);
    await event(id, "annuler");
    expect(fake.declared("A000000001")).toEqual([]);
    for (const number of ["A000000001", "B000000002"]) {
      const told = writes().slice(before);
      expect(told.filter((write) => write.endsWith(number))).toEqual(
        ["POST", "DELETE", "POST", "DELETE"].map((method) => `${method} ${number}`),
      );
    }
  });

  test("is found by its number, in letters and digits, until it is cancelled", async () => {
    const debut = start();
    const id = await booked(["A1B2C3D4E5"], debut);
    const found = await search("a1b2c3d4e5", "Q999999999");
    expect(found).toEqual({
      a1b2c3d4e5: [
        {
          meeting_point: "Mairie de Mulhouse",
          datetime: `${debut.slice(0, 10)}T09:00Z`,
          management_url: `http://localhost/${MEMBER}/demandes/${id}`,
          cancel_url: `http://localhost/${MEMBER}/demandes/${id}?vers=annuler`,
        },
      ],
      Q999999999: [],
    });
    const page = await town.app.request(`/${MEMBER}/demandes/${id}`);
    expect(page.status).toBe(404);
    await event(id, "annuler");
    expect(await search("A1B2C3D4E5")).toEqual({ A1B2C3D4E5: [] });
  });

  test("is withdrawn for each number that was declared, though the service refused another", async () => {
    fake.play({ broken: new Set(["statuses"]) });
    const id = await booked(["A000000020", "C000000020", "F000000020"]);
    fake.play();
    expect(["A000000020", "C000000020", "F000000020"].map((number) => fake.declared(number).length)).toEqual([1, 0, 1]);
    await event(id, "annuler");
    expect(["A000000020", "F000000020"].map((number) => fake.declared(number))).toEqual([[], []]);
  });

  test("is declared once the service is back, and its mail does not wait", async () => {
    const id = await booked(["M000000001"]);
    fake.play({ status: 503 });
    await event(id, "deplacer", { nouveau: { place: hall, debut: start() } });
    const mails = await withActor(
      ctx.db,
      { system: true },
      (tx) =>
        tx<{ subject: string }[]>`select subject from outbox where subject like '%déplacé%' order by sent_at desc`,
    );
    expect(mails.length).toBeGreaterThan(0);
    fake.play();
    town.advance(10 * 60_000);
    await drain(ctx);
    expect(fake.declared("M000000001")).toHaveLength(1);
  });
});

describe("a pre-application number", () => {
  test.each([
    ["C000000001", "déjà instruit"],
    ["D000000001", "pas officiellement reconnu"],
    ["U000000001", "pas reconnu"],
    ["E000000001", "expiré"],
  ])("%s is refused with its sentence", async (number, words) => {
    const refused = await book([number]);
    expect(refused).toMatchObject({
      ok: false,
      problem: { code: "invalid", issues: [{ code: "application", pointer: "/predemandes/0/numero" }] },
    });
    expect(JSON.stringify(refused)).toContain(words);
  });

  test("is asked again in thirty seconds when the service does not answer", async () => {
    fake.play({ status: 503 });
    expect(JSON.stringify(await book(["A000000009"]))).toContain("réessayez dans 30 secondes");
  });

  test("is not asked of who comes to take a title away, nor where the town does not want it", async () => {
    fake.play({ status: 503 });
    expect((await book([])).ok).toBe(true);
    expect((await book(["A000000010"], start(), { motif: "retrait" })).ok).toBe(true);
  });

  test("is wanted of each person", async () => {
    const refused = await book(["A000000011"], start(), { personnes: 2 });
    expect(JSON.stringify(refused)).toContain("pour chaque personne");
  });
});
