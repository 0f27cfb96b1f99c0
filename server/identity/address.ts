import type { Context as HonoContext } from "hono";
import type { Actor } from "../../engine/index.ts";
import type { AppEnv } from "../app-env.ts";
import { limitKey, take } from "../store/rate-limit.ts";

/** A request, whatever else its route knows of it. */
type Request = Pick<HonoContext<AppEnv>, "var" | "req" | "env">;

/**
 * The network address a request comes from, to count attempts: the socket's, or with `trustedProxies` = n the one that
 * the n-th proxy from the end wrote in X-Forwarded-For (anything before it may be invented by the caller). An IPv6
 * address counts as its /64, which one household owns whole.
 */
export function clientAddress(c: Request): string {
  const { trustedProxies } = c.var.ctx.config;
  const forwarded = (c.req.header("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  const told = trustedProxies > 0 ? forwarded.at(-trustedProxies) : undefined;
  return network(told || socketAddress(c));
}

/** What happens `what` at most so often from the network address of this request: the key of a `Limit`. */
export function addressKey(c: Request, what: string): string {
  return limitKey(c.var.ctx, what, clientAddress(c));
}

/**
 * Where a visitor without an account holds slots from, so that they are counted together: nobody reads an address from it.
 * Null for whoever signed in: what she holds is counted as hers.
 */
export function slotOrigin(c: Request, actor: Pick<Actor, "kind">): string | null {
  const { ctx } = c.var;
  if (actor.kind !== "anonymous" || ctx.config.slotLimit === 0) return null;
  return ctx.secrets.mac("slot-origin", clientAddress(c)).toString("base64url");
}

/**
 * Whose questions about numbers of others are counted together, as the key of a limit: her own when she signed in, else
 * those of her network address; null for agents, who answer for what they do.
 */
export function askerOf(c: Request, actor: Pick<Actor, "kind">): string | null {
  const { ctx, session } = c.var;
  if (actor.kind === "anonymous") return addressKey(c, "applications");
  return session?.account ? limitKey(ctx, "applications", session.account.id) : null;
}

/**
 * Counts one thing a visitor keeps on our disk: sessions cost nothing, so her network address counts. Returns null when
 * she may (people who have signed in always may), else the seconds to wait.
 */
export async function takeAsVisitor(c: HonoContext<AppEnv>, what: "draft" | "file"): Promise<number | null> {
  const { ctx, session } = c.var;
  const most = ctx.config.visitorLimit;
  if (most === 0 || session?.account || session?.agent) return null;
  return take(ctx, [{ key: addressKey(c, `visitor-${what}`), most, seconds: 3600 }]);
}

function socketAddress(c: Request): string {
  // A test that calls `app.request()` has no socket.
  return c.env?.incoming?.socket.remoteAddress ?? "";
}

/** "2001:db8:1:2:3::4" → "2001:db8:1:2", "::ffff:192.0.2.1" → "192.0.2.1". */
export function network(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(":")) return mapped ?? address;
  const [head = "", tail = ""] = (address.split("%")[0] ?? "").split("::");
  const start = head.split(":").filter(Boolean);
  const end = tail.split(":").filter(Boolean);
  const groups = [...start, ...Array(Math.max(0, 8 - start.length - end.length)).fill("0"), ...end];
  return groups.slice(0, 4).join(":");
}
