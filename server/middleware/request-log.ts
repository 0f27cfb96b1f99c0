import { randomBytes } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { AppEnv } from "../app-env.ts";

/** Tells the requests of one process from those of another and of its earlier lives. */
const PROCESS = randomBytes(4).toString("hex");
let count = 0;

/**
 * Gives each request an id and writes one line about it when it is answered. The route's pattern stands for the
 * address: neither references, tokens, searches nor network addresses reach the log.
 */
export const requestLog: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { ctx } = c.var;
  count += 1;
  const id = `${PROCESS}-${count.toString(36)}`;
  c.set("requestId", id);
  const start = performance.now();
  await next();
  c.res.headers.set("X-Request-Id", id);
  const ms = Math.round((performance.now() - start) * 10) / 10;
  const line = { id, method: c.req.method, route: routePath(c), status: c.res.status, ms };
  if (c.res.status >= 500) ctx.log.error(line, "request");
  else ctx.log.info(line, "request");
};
