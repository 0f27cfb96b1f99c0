import { agent } from "../../helpers/actors.ts";
import { offer } from "../../helpers/offer.ts";
import { courseAnswers, UNIT_COURSE } from "../../helpers/sessions.ts";
import { file } from "../agenda-office.ts";
import type { Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

const [domain = "", name = ""] = UNIT_COURSE.id.split("/");

/** A session of the unit at hand. */
async function session({ ctx }: Town): Promise<Record<string, string>> {
  await offer(ctx, UNIT_COURSE);
  return { domain, name, id: await file(ctx, UNIT_COURSE, courseAnswers(), agent({ units: ["voirie"] })) };
}

export const SESSION_RECIPES: Readonly<Record<string, Recipe>> = {
  "GET /:member/agent/:domain/:name/places": async (town) => ({ params: await session(town) }),
  "GET /:member/agent/:domain/:name/:id/places": async (town) => ({ params: await session(town) }),
  "GET /:member/agent/:domain/:name/:id/places/feuille": async (town) => ({ params: await session(town) }),
  "POST /:member/agent/:domain/:name/:id/places/presence": async (town) => ({
    params: await session(town),
    form: { jour: "2026-05-05" },
  }),
};
