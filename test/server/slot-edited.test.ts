import { afterAll, beforeAll, expect, test } from "vitest";
import type { Answers } from "../../engine/index.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { findEntry } from "../../server/store/entries.ts";
import { agent } from "../helpers/actors.ts";
import { DESK } from "../helpers/agenda.ts";
import { buildDefinition } from "../helpers/definitions.ts";
import { offer } from "../helpers/offer.ts";
import { bookings, file, openDesks } from "./agenda-office.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

/** Persons who come together, twenty minutes each; an agent corrects the form. */
const TOGETHER = buildDefinition({
  id: "accueil/ensemble",
  required: ["nom", "personnes", "rendezVous"],
  properties: {
    nom: { type: "string", title: "Nom" },
    personnes: { type: "integer", title: "Personnes", minimum: 1, maximum: 4 },
    rendezVous: {
      ...{ type: "object", title: "Rendez-vous", "x-widget": "slot" },
      "x-agenda": { register: DESK.id, units: "personnes" },
    },
  },
  workflow: {
    initial: "pris",
    states: {
      pris: {
        meta: { label: "Pris", sentence: "Votre rendez-vous est pris.", tone: "active" },
        on: {
          corriger: { meta: { label: "Corriger", who: ["agent"], edit: true } },
          clore: { target: "clos", meta: { label: "Clore", who: ["agent"] } },
        },
      },
      clos: { type: "final", meta: { label: "Clos", sentence: "C’est fini.", tone: "neutral" } },
    },
  },
});

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.stop());

test("a correction that makes the appointment longer asks for another slot; one that does not keeps it", async () => {
  const { ctx } = town;
  const { annex } = await openDesks(ctx);
  await offer(ctx, TOGETHER);
  const first = { nom: "Weber", personnes: 1, rendezVous: { place: annex, debut: "2026-03-09T08:00:00.000Z" } };
  const id = await file(ctx, TOGETHER, first);
  const corrected = async (changes: Answers) => {
    const answers = { ...(await findEntry(ctx, MEMBER, id))?.answers, ...changes };
    const request = { member: MEMBER, definitionId: TOGETHER.id, id, type: "corriger", revision: null };
    return sendEvent(ctx, { ...request, actor: agent(), answers });
  };
  expect(await corrected({ nom: "Wéber" })).toMatchObject({ ok: true });
  expect(await corrected({ personnes: 3 })).toMatchObject({
    ok: false,
    problem: { code: "invalid", issues: [{ code: "slot", pointer: "/rendezVous" }] },
  });
  const longer = { place: annex, debut: "2026-03-09T09:00:00.000Z" };
  expect(await corrected({ personnes: 3, rendezVous: longer })).toMatchObject({ ok: true });
  expect((await bookings(ctx)).map(({ state, minutes }) => [state, minutes])).toEqual([
    ["released", 20],
    ["booked", 60],
  ]);
  town.advance(10 * 86_400_000);
  expect(await corrected({ personnes: 2 }), "what is past stays").toMatchObject({ ok: true });
});
