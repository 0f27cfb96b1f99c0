import type { Hono } from "hono";
import type { AppEnv, PageContext } from "../app-env.ts";
import { noticeOperation } from "../commands/ask-payment.ts";
import { readText } from "../middleware/read-body.ts";
import { NOTIFICATION } from "../payment-paths.ts";

const LONGEST = 5_000;
const OPERATION = /^[A-Za-z0-9-]{8,64}$/;

/** The provider posts a form or asks for an address with a query, and spells its parameter in two ways: each is taken. */
export function registerPaymentNotification(app: Hono<AppEnv>): void {
  app.get(NOTIFICATION, notificationRoute);
  app.post(NOTIFICATION, notificationRoute);
}

/**
 * Something happened to an operation, says whoever calls. Nothing is believed of it: the provider itself is asked at once. The answer is
 * the same for an operation that is ours and for any other.
 */
async function notificationRoute(c: PageContext): Promise<Response> {
  const fields = new URL(c.req.url).searchParams;
  if (c.req.method === "POST") {
    const body = await readText(c.req.raw, LONGEST);
    if (!body.ok) return c.body(null, 400);
    for (const [name, value] of new URLSearchParams(body.value)) fields.append(name, value);
  }
  const idop = fields.get("idop") ?? fields.get("idOp") ?? "";
  if (!OPERATION.test(idop)) return c.body(null, 400);
  await noticeOperation(c.var.ctx, idop);
  return c.body(null, 200);
}
