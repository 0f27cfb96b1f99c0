import type { Hono, Context as HonoContext, Next } from "hono";
import { isDay, NATIONAL_REASONS } from "../../../engine/index.ts";
import type { AppEnv } from "../../app-env.ts";
import { addressKey } from "../../identity/address.ts";
import { engineToken, nationalSlots, publishedPoints } from "../../national.ts";
import { notFound, problemResponse } from "../../problem.ts";
import { take } from "../../store/rate-limit.ts";
import { searchApplicationIds } from "./application-ids.ts";

/** Under `/api`, as the agreement with the national engine gives it. */
export const NATIONAL = "/api/ants";

/** Calls a minute from one network address: of the engine, and of whoever has not its token. */
const MOST = 600;
const MOST_REFUSED = 30;
const MINUTE = 60;
const MOST_POINTS = 500;
const MOST_PERSONS = 50;

type ApiContext = HonoContext<AppEnv>;

/**
 * What the national appointment engine (rendezvouspasseport.ants.gouv.fr) asks of every town's software. Without the
 * token of the agreement in the configuration, none of these addresses exists.
 */
export function registerNationalRoutes(app: Hono<AppEnv>): void {
  app.use(`${NATIONAL}/*`, onlyTheEngine);
  app.get(`${NATIONAL}/getManagedMeetingPoints`, getManagedMeetingPoints);
  app.get(`${NATIONAL}/availableTimeSlots`, availableTimeSlots);
  app.get(`${NATIONAL}/searchApplicationIds`, searchApplicationIds);
}

async function onlyTheEngine(c: ApiContext, next: Next): Promise<Response | undefined> {
  const { ctx } = c.var;
  const token = engineToken(ctx);
  if (token === null) return problemResponse(c, notFound());
  c.header("Cache-Control", "no-store");
  if (c.req.method !== "GET") return refuse(c, 405, "Method Not Allowed", { Allow: "GET" });
  const given = c.req.header("x-hub-rdv-auth-token") ?? "";
  // Hashes of one length are compared, and with a key: time tells nothing of the token.
  const right = given !== "" && ctx.secrets.hashToken(given).equals(ctx.secrets.hashToken(token));
  const [what, most] = right ? (["ants", MOST] as const) : (["ants-refused", MOST_REFUSED] as const);
  const wait = await take(ctx, [{ key: addressKey(c, what), most, seconds: MINUTE }]);
  if (wait !== null) return refuse(c, 429, "Too Many Requests", { "Retry-After": String(wait) });
  if (!right) return c.json({ error: "X-HUB-RDV-AUTH-TOKEN header is missing or invalid" }, 401);
  await next();
  return undefined;
}

type Status = 400 | 404 | 405 | 429;

const refuse = (c: ApiContext, code: Status, message: string, headers: Record<string, string> = {}): Response =>
  c.json({ error: { code, message } }, code, headers);

/** GET: the places of every member. */
async function getManagedMeetingPoints(c: ApiContext): Promise<Response> {
  return c.json((await publishedPoints(c.var.ctx, true)).map(({ point }) => point));
}

/** GET `meeting_point_ids`, repeated; `start_date`, `end_date`, `reason`, `documents_number`: {id: [slot]}. */
async function availableTimeSlots(c: ApiContext): Promise<Response> {
  const { ctx } = c.var;
  const one = (name: string) => c.req.queries(name)?.at(-1);
  const reason = NATIONAL_REASONS.find((each) => each === (one("reason") ?? "CNI"));
  if (reason === undefined) return refuse(c, 400, "Invalid reason param");
  const [from = "", to = ""] = [one("start_date"), one("end_date")];
  if (!isDay(from)) return refuse(c, 400, "Invalid start_date param");
  if (!isDay(to)) return refuse(c, 400, "Invalid end_date param");
  if (from > to) return refuse(c, 400, "start_date is after end_date");
  const persons = personsIn(one("documents_number") ?? "1");
  if (persons === null) return refuse(c, 400, "Invalid documents_number param");
  const ids = [...new Set(c.req.queries("meeting_point_ids") ?? [])];
  if (ids.length > MOST_POINTS) return refuse(c, 400, "Too many meeting_point_ids");
  const points = new Map((await publishedPoints(ctx)).map((each) => [each.point.id, each]));
  const wanted = ids.flatMap((id) => points.get(id) ?? []);
  const unknown = ids.find((id) => !points.has(id));
  if (unknown !== undefined) return refuse(c, 404, `Unknown Meeting Point ID : ${unknown.slice(0, 100)}`);
  return c.json(await nationalSlots(ctx, wanted, { reason, persons, from, to }));
}

function personsIn(text: string): number | null {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= MOST_PERSONS ? number : null;
}
