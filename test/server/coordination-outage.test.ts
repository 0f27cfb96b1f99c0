import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Answers } from "../../engine/index.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { coordination } from "../../server/connectors/ants/coordination.ts";
import { type FakeCoordination, startFakeCoordination } from "../../server/connectors/fake-ants/fake-coordination.ts";
import type { Context } from "../../server/context.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { drain } from "../../server/worker/worker.ts";
import { agent } from "../helpers/actors.ts";
import { DESK, deskAnswers, HALL, NATIONAL_VISIT, publicPlace } from "../helpers/agenda.ts";
import { offer } from "../helpers/offer.ts";
import { bookings, file } from "./agenda-office.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

const MINUTE = 60_000;
const NINE = "2026-03-09T08:00:00.000Z";
const TEN = "2026-03-09T09:00:00.000Z";

let town: Town;
let fake: FakeCoordination;
let hall: string;

beforeAll(async () => {
  town = await openTown();
  for (const definition of [HALL, DESK, NATIONAL_VISIT]) await offer(town.ctx, definition);
  hall = await file(town.ctx, HALL, publicPlace("Mairie", "Mulhouse"));
  for (const nom of ["Guichet A", "Guichet B"]) await file(town.ctx, DESK, deskAnswers(hall, { nom }));
});
afterAll(() => town.stop());
beforeEach(async () => {
  fake = await startFakeCoordination();
  await withActor(town.ctx.db, { system: true }, (tx) => tx`delete from booking`);
  return () => fake.close();
});

/** The town, whose coordination service is asked by `request`. */
const asking = (request: typeof fetch = fetch): Context => ({
  ...town.ctx,
  sources: {
    ...{ addresses: null, lookUps: new Map(), vendorToken: null },
    appointments: coordination(fake, town.ctx, request),
  },
});

async function book(ctx: Context, numero: string, debut = NINE): Promise<string> {
  const answers: Answers = { nom: "Weber", motif: "depot", personnes: 1, numero, rendezVous: { place: hall, debut } };
  const opened = await openEntry(ctx, { member: MEMBER, definition: NATIONAL_VISIT, actor: agent(), answers });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view.id;
}

async function send(ctx: Context, id: string, type: string, answers?: Answers): Promise<void> {
  const sent = await sendEvent(ctx, {
    ...{ member: MEMBER, definitionId: NATIONAL_VISIT.id, id, actor: agent(), type, revision: null },
    ...(answers && { answers }),
  });
  if (!sent.ok) throw new Error(JSON.stringify(sent.problem));
}

const writes = (): readonly string[] =>
  fake
    .taken()
    .filter(({ method }) => method !== "GET")
    .map(({ method }) => method);

/** So many minutes pass, the worker at work. */
async function pass(ctx: Context, minutes: number): Promise<void> {
  for (let each = 0; each < minutes; each += 1) {
    town.advance(MINUTE);
    await drain(ctx);
  }
}

describe("while the coordination service is away for an hour", () => {
  test("an appointment waits to be declared, is asked for less and less, and is declared once", async () => {
    const ctx = asking();
    const id = await book(ctx, "A000000001");
    fake.play({ status: 503 });
    await pass(ctx, 60);
    const tried = writes().length;
    expect(tried).toBeGreaterThan(3);
    expect(tried).toBeLessThan(30);
    expect(fake.declared("A000000001")).toEqual([]);
    fake.play();
    await pass(ctx, 60);
    expect(fake.declared("A000000001")).toMatchObject([{ meeting_point_id: hall, meeting_point: "Mairie" }]);
    expect(writes().slice(tried)).toEqual(["POST"]);
    expect(id).not.toBe("");
  });

  test("one that is moved twice, then cancelled, is told as it is in the end", async () => {
    const ctx = asking();
    const id = await book(ctx, "A000000002");
    await drain(ctx);
    fake.play({ status: 503 });
    await send(ctx, id, "deplacer", { nouveau: { place: hall, debut: TEN } });
    await pass(ctx, 30);
    await send(ctx, id, "deplacer", { nouveau: { place: hall, debut: NINE } });
    await pass(ctx, 30);
    expect(fake.declared("A000000002")).toMatchObject([{ appointment_date: "2026-03-09 09:00:00" }]);
    await send(ctx, id, "deplacer", { nouveau: { place: hall, debut: TEN } });
    fake.play();
    await pass(ctx, 60);
    expect(fake.declared("A000000002").map(({ appointment_date }) => appointment_date)).toEqual([
      "2026-03-09 10:00:00",
    ]);
    await send(ctx, id, "annuler");
    await pass(ctx, 1);
    expect(fake.declared("A000000002")).toEqual([]);
  });

  test("one whose declaring was taken, its answer lost, is not declared twice", async () => {
    let lost = 0;
    const losing: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      if (init?.method === undefined || init.method === "GET" || lost >= 3) return answer;
      lost += 1;
      throw new TypeError("socket closed");
    };
    const ctx = asking(losing);
    await book(ctx, "A000000003");
    await pass(ctx, 60);
    expect(lost).toBe(3);
    expect(fake.declared("A000000003")).toHaveLength(1);
  });
});

describe("several desks of one place", () => {
  test("are one meeting point: an appointment of either is declared there", async () => {
    const ctx = asking();
    await book(ctx, "A000000004");
    await book(ctx, "A000000005");
    await drain(ctx);
    const taken = await bookings(ctx);
    expect(new Set(taken.map(({ resourceId }) => resourceId)).size).toBe(2);
    for (const number of ["A000000004", "A000000005"]) {
      expect(fake.declared(number)).toMatchObject([
        { meeting_point_id: hall, appointment_date: "2026-03-09 09:00:00" },
      ]);
    }
  });

  test("give nothing to declare when one takes over the appointment of another, at the same hour", async () => {
    const ctx = asking();
    const first = await book(ctx, "A000000006");
    const second = await book(ctx, "A000000007");
    await drain(ctx);
    await send(ctx, first, "annuler");
    await drain(ctx);
    const before = writes().length;
    const [was] = (await bookings(ctx)).filter(({ entryId }) => entryId === second);
    await send(ctx, second, "deplacer", { nouveau: { place: hall, debut: NINE } });
    await drain(ctx);
    const [is] = (await bookings(ctx)).filter(({ entryId, state }) => entryId === second && state === "booked");
    expect(is?.resourceId).not.toBe(was?.resourceId);
    expect(writes().slice(before)).toEqual([]);
    expect(fake.declared("A000000007")).toHaveLength(1);
  });
});
