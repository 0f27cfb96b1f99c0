import type { Hono } from "hono";
import { addDays, isDay, NATIONAL_REASONS, parisDay, slotDay } from "../../engine/index.ts";
import { type EngineView, renderDemoEngine } from "../../renderer/demo-engine.tsx";
import { engineWords } from "../../renderer/strings-demo-engine.ts";
import type { AppEnv, PageContext } from "../app-env.ts";
import { HubFailure, type HubRequest, type HubSlot, NationalHub } from "../connectors/fake-ants/national-hub.ts";
import { engineToken } from "../national.ts";
import { NATIONAL } from "./national/national-routes.ts";

const USUAL_DAYS = 14;
const MOST_DAYS = 62;

/** GET /demo/rendez-vous: where one searches as on the State's site. It asks this application as that site does. */
export function registerDemoEngine(app: Hono<AppEnv>, request: HubRequest): void {
  app.get("/demo/rendez-vous", async (c) => {
    const asked = askedIn(c);
    if (c.req.query("motif") === undefined) return show(c, { asked, found: null, problem: null });
    try {
      return show(c, { asked, found: await search(c, request, asked), problem: null });
    } catch (error) {
      if (!(error instanceof HubFailure)) throw error;
      return show(c, { asked, found: null, problem: engineWords.silent });
    }
  });
}

const show = (c: PageContext, view: Omit<EngineView, "site">): Response | Promise<Response> =>
  c.html(renderDemoEngine({ site: c.var.site(null), ...view }));

function askedIn(c: PageContext): EngineView["asked"] {
  const today = parisDay(c.var.ctx.clock().toISOString());
  const day = (name: string, usual: string) => (isDay(c.req.query(name) ?? "") ? (c.req.query(name) ?? "") : usual);
  const from = day("du", today);
  const to = day("au", addDays(from, USUAL_DAYS));
  const [last = to] = [to, addDays(from, MOST_DAYS)].sort();
  const persons = c.req.query("personnes") ?? "";
  return {
    reason: NATIONAL_REASONS.find((each) => each === c.req.query("motif")) ?? "CNI",
    persons: /^[1-5]$/.test(persons) ? persons : "1",
    from,
    to: to < from ? from : last,
  };
}

async function search(c: PageContext, request: HubRequest, asked: EngineView["asked"]): Promise<EngineView["found"]> {
  const { ctx } = c.var;
  const hub = new NationalHub(NATIONAL, engineToken(ctx) ?? "", request);
  const points = await hub.points();
  const reason = NATIONAL_REASONS.find((each) => each === asked.reason) ?? "CNI";
  const wanted = { points: points.map(({ id }) => id), from: asked.from, to: asked.to, reason };
  const found = await hub.slots({ ...wanted, persons: Number(asked.persons) }, parisDay(ctx.clock().toISOString()));
  return points.map(({ id, name, public_entry_address: address, zip_code: zip, city_name: city }) => ({
    ...{ id, name, address: `${address}, ${zip} ${city}` },
    days: byDay(found.get(id) ?? []),
  }));
}

function byDay(slots: readonly HubSlot[]): NonNullable<EngineView["found"]>[number]["days"] {
  const days = [...new Set(slots.map(({ day }) => day))];
  return days.map((day) => ({
    day: slotDay(day),
    slots: slots
      .filter((slot) => slot.day === day)
      .map(({ hour, href }) => ({
        hour: `${Number(hour.slice(0, 2))} h ${hour.slice(3)}`.replace(" h 00", " h"),
        href,
      })),
  }));
}
