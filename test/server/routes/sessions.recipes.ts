import { randomUUID } from "node:crypto";
import { makeSeries } from "../../../server/commands/make-series.ts";
import { oneSitting } from "../../../server/sittings.ts";
import { agent } from "../../helpers/actors.ts";
import { offer } from "../../helpers/offer.ts";
import { COURSE, courseAnswers, SIGN_UP, UNIT_COURSE } from "../../helpers/sessions.ts";
import { file } from "../agenda-office.ts";
import { MEMBER } from "../town-places.ts";
import type { Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

const [domain = "", name = ""] = UNIT_COURSE.id.split("/");

/** A session of the unit at hand. */
async function session({ ctx }: Town): Promise<Record<string, string>> {
  await offer(ctx, UNIT_COURSE);
  return { domain, name, id: await file(ctx, UNIT_COURSE, courseAnswers(), agent({ units: ["voirie"] })) };
}

const EVERY_WEEK = { semaines: "1", jours: "mardi", fois: "3" };

/** The same, which comes again. */
async function series(town: Town): Promise<Record<string, string>> {
  const params = await session(town);
  const { ctx } = town;
  const sitting = await oneSitting(ctx, MEMBER, UNIT_COURSE.id, params["id"] ?? "");
  if (!sitting) throw new Error("no session");
  const actor = agent({ units: ["voirie"] });
  const recurrence = { every: 1, weekdays: [1], end: { times: 3 }, holidays: false, except: [] };
  const request = { member: MEMBER, definition: UNIT_COURSE, actor, actorIn: () => actor, sitting, recurrence };
  await makeSeries(ctx, { ...request, answers: courseAnswers(), others: false, series: randomUUID() });
  return params;
}

/** A service that gives places in sessions, and one of them. */
async function signUps(town: Town): Promise<Record<string, string>> {
  for (const definition of [COURSE, SIGN_UP]) await offer(town.ctx, definition);
  await file(town.ctx, COURSE, courseAnswers());
  const [domain = "", name = ""] = SIGN_UP.id.split("/");
  return { domain, name };
}

export const SESSION_RECIPES: Readonly<Record<string, Recipe>> = {
  "GET /api/v1/:member/:domain/:name/sessions": async (town) => ({ params: await signUps(town) }),
  "GET /:member/agent/:domain/:name/places": async (town) => ({ params: await session(town) }),
  "GET /:member/agent/:domain/:name/:id/places": async (town) => ({ params: await session(town) }),
  "GET /:member/agent/:domain/:name/:id/places/feuille": async (town) => ({ params: await session(town) }),
  "POST /:member/agent/:domain/:name/:id/places/presence": async (town) => ({
    params: await session(town),
    form: { jour: "2026-05-05" },
  }),
  "GET /:member/agent/:domain/:name/:id/serie": async (town) => ({ params: await session(town) }),
  "POST /:member/agent/:domain/:name/:id/serie": async (town) => ({ params: await session(town), form: EVERY_WEEK }),
  "POST /:member/agent/:domain/:name/:id/serie/suivantes": async (town) => ({
    params: await series(town),
    form: { quoi: "reprendre" },
  }),
};
