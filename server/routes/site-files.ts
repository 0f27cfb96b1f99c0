import type { Hono, Context as HonoContext } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { Asset, Assets } from "../assets.ts";
import { memberFiles } from "../site.ts";

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
  app.get("/:member/:file{logo-[0-9a-f]{8}\\.svg}", (c) => {
    const member = c.var.ctx.catalogue.member(c.req.param("member"));
    const logo = member && memberFiles(member).logo;
    return logo ? send(c, "image/svg+xml", logo.svg) : c.notFound();
  });
}

function send(c: HonoContext<AppEnv>, type: string, text: string): Response {
  return c.body(text, 200, { "Content-Type": type, "Cache-Control": FOR_EVER });
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
