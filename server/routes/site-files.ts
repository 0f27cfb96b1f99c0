import type { Hono, Context as HonoContext } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { Asset, Assets } from "../assets.ts";
import { memberFiles } from "../site.ts";
import { findLogo } from "../store/member-logos.ts";

/** Their address changes with their content. */
const FOR_EVER = "public, max-age=31536000, immutable";

/** Style sheets, script, and each member's colours and logo. */
export function registerSiteFiles(app: Hono<AppEnv>, assets: Assets): void {
  app.get("/assets/:name", (c) => {
    const asset = assets.find(c.req.param("name"));
    return asset ? sendAsset(c, asset) : c.notFound();
  });
  app.get("/:member/:file{theme-[0-9a-f]{8}\\.css}", (c) => {
    const member = c.var.ctx.catalogue.member(c.req.param("member"));
    return member ? send(c, "text/css; charset=utf-8", memberFiles(member).theme.css) : c.notFound();
  });
  app.get("/:member/:file{logo-[0-9a-f]{8}\\.(?:svg|png|jpg)}", async (c) => {
    const { ctx } = c.var;
    const member = ctx.catalogue.member(c.req.param("member"));
    const files = member && memberFiles(member);
    if (!member || !files?.logo || files.logo.name !== c.req.param("file")) return c.notFound();
    c.header("Content-Security-Policy", DRAWING_POLICY);
    if (files.svg !== null) return send(c, "image/svg+xml", files.svg);
    const sent = await findLogo(ctx.db, member.id);
    return sent ? send(c, sent.type, sent.content) : c.notFound();
  });
}

/** A drawing opened by itself runs nothing, loads nothing, and is of no site. */
const DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

function send(c: HonoContext<AppEnv>, type: string, content: string | Uint8Array<ArrayBuffer>): Response {
  return c.body(content, 200, { "Content-Type": type, "Cache-Control": FOR_EVER });
}

function sendAsset(c: HonoContext<AppEnv>, asset: Asset): Response {
  const accepted = c.req.header("accept-encoding") ?? "";
  const encoding = ["br", "gzip"].find((name) => new RegExp(`\\b${name}\\b`).test(accepted));
  const body = encoding === "br" ? asset.brotli : encoding === "gzip" ? asset.gzip : asset.body;
  return c.body(new Uint8Array(body), 200, {
    "Content-Type": asset.type,
    "Cache-Control": FOR_EVER,
    Vary: "Accept-Encoding",
    ...(encoding !== undefined && { "Content-Encoding": encoding }),
  });
}
