import { offerOf } from "../../../server/agenda.ts";
import { makeAgendaFeed } from "../../../server/commands/agenda-feed.ts";
import { feedBySecret } from "../../../server/store/agenda-feeds.ts";
import { DESK, HALL, UNIT_DESK, VISIT } from "../../helpers/agenda.ts";
import { offer } from "../../helpers/offer.ts";
import { openDesks } from "../agenda-office.ts";
import type { Person } from "../town-people.ts";
import { MEMBER } from "../town-places.ts";
import type { Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

/** A register that can be booked, of the unit at hand. */
async function booked({ ctx }: Town): Promise<Record<string, string>> {
  for (const definition of [HALL, UNIT_DESK]) await offer(ctx, definition);
  const [domain = "", name = ""] = UNIT_DESK.id.split("/");
  return { domain, name };
}

/** A service that gives appointments. */
async function appointments({ ctx }: Town): Promise<Record<string, string>> {
  for (const definition of [HALL, DESK, VISIT]) await offer(ctx, definition);
  const [domain = "", name = ""] = VISIT.id.split("/");
  return { domain, name };
}

let taken = 0;
/** A demande of the holder that has an appointment; another hour each time. */
async function visit(town: Town): Promise<Record<string, string>> {
  await appointments(town);
  const { annex } = await openDesks(town.ctx);
  taken += 1;
  const debut = new Date(Date.parse("2026-03-09T08:00:00Z") + (taken % 9) * 1_200_000).toISOString();
  const sent = await town.app.request(`/api/v1/${MEMBER}/${VISIT.id}/entries`, {
    method: "POST",
    body: JSON.stringify({ nom: "Weber", motif: "depot", rendezVous: { place: annex, debut } }),
    headers: { Authorization: `Bearer ${town.people.holder.token}`, "Content-Type": "application/json" },
  });
  const { id } = (await sent.json()) as { id: string };
  return { entry: id };
}

/** A secret address of an agenda that `owner` has just made: its secret, and what the route names. */
async function fed(town: Town, owner: Person): Promise<{ readonly secret: string; readonly id: string }> {
  await booked(town);
  const { agent } = town.people[owner];
  const desk = await offerOf(town.ctx, MEMBER, UNIT_DESK.id);
  if (!agent || !desk) throw new Error(`${owner} has no agenda`);
  const made = await makeAgendaFeed(town.ctx, { member: MEMBER, agent }, desk, null);
  if (!made.ok) throw new Error(made.problem.detail);
  const found = await feedBySecret(town.ctx, MEMBER, town.ctx.secrets.hashToken(made.value));
  return { secret: made.value, id: found?.feed.id ?? "" };
}

/** Who may read the agenda, hence have addresses of it. */
const READERS: readonly Person[] = ["reader", "agent", "delegate"];
/** One address for all who try it: an agent has ten at most. */
const addresses = new WeakMap<Town, ReturnType<typeof fed>>();

function address(town: Town): ReturnType<typeof fed> {
  const made = addresses.get(town) ?? fed(town, "agent");
  addresses.set(town, made);
  return made;
}

export const AGENDA_RECIPES: Readonly<Record<string, Recipe>> = {
  "GET /:member/agent/:domain/:name/agenda": async (town) => ({ params: await booked(town) }),
  "POST /:member/agent/:domain/:name/agenda/presences": async (town) => ({
    params: await booked(town),
    form: { jour: "2026-03-03" },
  }),
  "GET /:member/agent/:domain/:name/agenda/calendriers": async (town) => ({ params: await booked(town) }),
  "POST /:member/agent/:domain/:name/agenda/calendriers": async (town) => ({ params: await booked(town) }),
  "POST /:member/agent/:domain/:name/agenda/calendriers/:id/supprimer": async (town, person) => {
    const { id } = await (READERS.includes(person) ? fed(town, person) : address(town));
    return { params: { ...(await booked(town)), id } };
  },
  "GET /api/calendriers/:member/:file": async (town) => ({ params: { file: `${(await address(town)).secret}.ics` } }),
  "GET /:member/demandes/:entry/rendez-vous.ics": async (town) => ({ params: await visit(town) }),
  "GET /api/v1/:member/:domain/:name/slots": async (town) => ({ params: await appointments(town) }),
};
