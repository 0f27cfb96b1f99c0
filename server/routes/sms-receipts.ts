import type { Hono } from "hono";
import type { AppEnv, PageContext } from "../app-env.ts";
import { recordReturn } from "../commands/returned-mail.ts";
import { withActor } from "../db/with-actor.ts";
import { readText } from "../middleware/read-body.ts";
import { RECEIPTS, receiptToken } from "../sms-receipt-token.ts";
import { findByMessageId } from "../store/deliveries.ts";

const LONGEST = 20_000;

/** Providers post JSON or a form, or ask for an address with a query: each is taken. */
export function registerSmsReceipts(app: Hono<AppEnv>): void {
  app.post(`${RECEIPTS}/:token`, receiptRoute);
  app.get(`${RECEIPTS}/:token`, receiptRoute);
}

/** 204 when the message is known, 404 when it is not (yet): the provider then tries again. */
async function receiptRoute(c: PageContext): Promise<Response> {
  const { ctx } = c.var;
  const token = receiptToken(ctx);
  const given = c.req.param("token") ?? "";
  if (token === null || !ctx.secrets.hashToken(given).equals(ctx.secrets.hashToken(token))) return c.body(null, 404);
  const fields = await fieldsOf(c);
  if (fields === null) return c.body(null, 400);
  const { id, status, delivered, failed } = ctx.config.smsReceipts;
  const messageId = fields.get(id) ?? "";
  const word = (fields.get(status) ?? "").toLowerCase();
  const state = delivered.includes(word) ? "delivered" : failed.includes(word) ? "bounced" : null;
  if (messageId === "") return c.body(null, 400);
  // "In transit" and the like: nothing to say.
  if (state === null) return c.body(null, 204);
  const known = await withActor(ctx.db, { system: true }, async (tx) =>
    recordReturn(ctx, tx, await findByMessageId(tx, messageId), {
      state,
      status: word.replace(/[^\w.-]/g, "").slice(0, 40),
    }),
  );
  return c.body(null, known === 0 ? 404 : 204);
}

/** The fields of the query, and of a body of JSON or of a form; null when it cannot be read. */
async function fieldsOf(c: PageContext): Promise<ReadonlyMap<string, string> | null> {
  const query = new URL(c.req.url).searchParams;
  if (c.req.method === "GET") return new Map(query);
  const body = await readText(c.req.raw, LONGEST);
  if (!body.ok) return null;
  const text = body.value;
  if (!/json/i.test(c.req.header("content-type") ?? "")) return new Map([...query, ...new URLSearchParams(text)]);
  try {
    const value: unknown = JSON.parse(text);
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first !== "object" || first === null) return null;
    return new Map([...query, ...Object.entries(first).map(([key, each]) => [key, String(each)] as const)]);
  } catch {
    return null;
  }
}
