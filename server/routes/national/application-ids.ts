import type { Context as HonoContext } from "hono";
import { nationalMoment } from "../../../engine/index.ts";
import type { AppEnv } from "../../app-env.ts";
import type { Context } from "../../context.ts";
import { memberOrigin } from "../../member-url.ts";
import { findAppointments, type KnownAppointment } from "../../store/appointments.ts";

/** Numbers asked about at once. */
const MOST = 200;
/** One number, or several joined by a separator. */
const PATTERN = /^(?:[a-zA-Z0-9]{10}[,;:\-/.\s])*[a-zA-Z0-9]{10}$/;

/** GET `application_ids`, repeated or joined: {number: [appointment to come]}; [] for a number that none bears. */
export async function searchApplicationIds(c: HonoContext<AppEnv>): Promise<Response> {
  const { ctx } = c.var;
  const given = c.req.queries("application_ids") ?? [];
  const ids = [...new Set(given.flatMap((text) => (PATTERN.test(text) ? text.split(/[,;:\-/.\s]/) : [text])))];
  if (ids.length === 0 || ids.length > MOST || ids.some((id) => !/^[a-zA-Z0-9]{10}$/.test(id))) {
    return c.json({ error: { code: 400, message: "Invalid application_ids param" } }, 400);
  }
  const found = await findAppointments(ctx, [...new Set(ids.map((id) => id.toUpperCase()))]);
  return c.json(
    Object.fromEntries(
      ids.map((id) => [id, found.filter(({ number }) => number === id.toUpperCase()).map((each) => told(ctx, each))]),
    ),
  );
}

/** Whoever follows these addresses signs in, or uses the link she received: a number opens nothing. */
function told(ctx: Context, { member, entry, label, startsAt }: KnownAppointment) {
  const page = `${memberOrigin(ctx, member)}/${member}/demandes/${entry}`;
  return {
    meeting_point: label,
    datetime: nationalMoment(startsAt.getTime()),
    management_url: page,
    cancel_url: `${page}?vers=annuler`,
  };
}
