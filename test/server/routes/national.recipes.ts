import { engineToken } from "../../../server/national.ts";
import type { Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

/** Asked with the token of the agreement, whoever else she is. */
const asEngine = (query: Readonly<Record<string, string>>): Recipe => {
  return ({ ctx }: Town) => ({ query, headers: { "x-hub-rdv-auth-token": engineToken(ctx) ?? "" } });
};

export const NATIONAL_RECIPES: Readonly<Record<string, Recipe>> = {
  "GET /api/ants/getManagedMeetingPoints": asEngine({}),
  "GET /api/ants/availableTimeSlots": asEngine({ start_date: "2026-03-03", end_date: "2026-03-04" }),
  "GET /api/ants/searchApplicationIds": asEngine({ application_ids: "A123456789" }),
};
