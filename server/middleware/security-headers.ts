import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";

/** No inline script or style, no other site, no frame: a text that slips into a page as HTML can do nothing. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const OTHER_POLICY = "default-src 'none'; frame-ancestors 'none'";
const PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()";
const YEAR_SECONDS = 31_536_000;

/** Addresses that are themselves the right to see something: the next page must not learn them. */
const CAPABILITY = /^\/([^/]+\/(reprise|suivi)|inscription|mot-de-passe|mon-espace\/compte\/adresse)\//;

/**
 * Headers of every answer; a route may set its own `Content-Security-Policy`, `Referrer-Policy` or `Cache-Control`
 * first. A page is kept by nobody's cache when the browser has a session or gets one.
 */
export const securityHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  const { headers } = c.res;
  const isPage = (headers.get("content-type") ?? "").startsWith("text/html");
  const byDefault = (name: string, value: string) => {
    if (!headers.has(name)) headers.set(name, value);
  };
  headers.set("X-Content-Type-Options", "nosniff");
  byDefault("Content-Security-Policy", isPage ? PAGE_POLICY : OTHER_POLICY);
  byDefault("Referrer-Policy", CAPABILITY.test(c.req.path) ? "no-referrer" : "same-origin");
  byDefault("Cross-Origin-Resource-Policy", "same-origin");
  if (c.var.ctx.config.publicUrl.startsWith("https:")) {
    headers.set("Strict-Transport-Security", `max-age=${YEAR_SECONDS}`);
  }
  if (!isPage) return;
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Permissions-Policy", PERMISSIONS);
  const personal = Boolean(c.var.session) || c.req.method !== "GET" || c.res.status >= 400;
  byDefault("Cache-Control", personal ? "no-store" : "no-cache");
  headers.append("Vary", "Cookie");
};
