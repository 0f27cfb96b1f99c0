import type { Context as HonoContext, MiddlewareHandler } from "hono";
import type { AppEnv } from "../app-env.ts";
import { seeingUnits } from "../db/seen-units.ts";
import { officesOf } from "../identity/actor-for.ts";
import { CSRF_FIELD, hasToken, provenance } from "../identity/csrf.ts";
import { pairs, RESUMED_FIELD } from "../identity/keep-form.ts";
import { openSession } from "../identity/sessions.ts";
import { memberAtHost, originOf } from "../member-url.ts";
import { type Problem, problem } from "../problem.ts";
import { noticeResponse, ownPath, resumeResponse } from "./answers.ts";
import { dropFiles } from "./multipart.ts";
import type { PostedForm } from "./posted-form.ts";
import { readFormBody } from "./read-form.ts";

const NOT_PAGES = /^\/(api|assets)\/|^\/(healthz|readyz|metrics)$/;
/** Where agents send files whose lines become entries. */
const IMPORTS = /^\/[^/]+\/agent\/[^/]+\/[^/]+\/imports$/;
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * For every HTML page: opens the session of the browser and, for an unsafe request, refuses what another site sends,
 * reads the form within its limits and checks its token. The API takes no cookie and is left alone.
 */
export const pages: MiddlewareHandler<AppEnv> = async (c, next) => {
  c.set("session", null);
  c.set("form", null);
  if (NOT_PAGES.test(c.req.path)) return next();
  const session = await openSession(c);
  c.set("session", session);
  return seeingUnits(session?.agent ? officesOf(c.var.ctx, session.agent) : [], () => guarded(c, next));
};

/** The rest of a request, once whose it is is known. */
async function guarded(c: HonoContext<AppEnv>, next: () => Promise<void>): Promise<Response | undefined> {
  if (SAFE.has(c.req.method)) {
    await next();
    return undefined;
  }
  const form = await guardForm(c);
  if (form instanceof Response) return form;
  c.set("form", form);
  try {
    await next();
  } finally {
    await dropFiles(form.files);
  }
  return undefined;
}

/** The form of an unsafe request, or the page that refuses it. */
async function guardForm(c: HonoContext<AppEnv>): Promise<PostedForm | Response> {
  const { ctx, session } = c.var;
  const from = provenance(c.req.raw.headers, ourOrigins(c));
  if (from === "other") return noticeResponse(c, foreign());
  const admit = (fields: ReadonlyMap<string, readonly string[]>) => session !== null && hasToken(session, fields);
  const imported = Boolean(session?.agent) && IMPORTS.test(c.req.path);
  const body = await readFormBody(ctx, c.req.raw, admit, imported ? ctx.config.maxImport : ctx.config.maxFile);
  if (!body.ok) return noticeResponse(c, body.problem);
  const { files } = body.value;
  const form = { ...withoutOurs(body.value.fields), files };
  if (hasToken(session, body.value.fields)) return form;
  await dropFiles(files);
  if (from !== "same") return noticeResponse(c, expired());
  return resumeResponse(c, pairs(form.fields), { status: 403, path: ownPath(c) });
}

/** Where our own forms are posted from: behind a proxy that ends TLS, the request's address has another scheme. */
function ourOrigins(c: HonoContext<AppEnv>): readonly string[] {
  const { ctx } = c.var;
  const own = memberAtHost(ctx, c.req.header("host"));
  const origins = [new URL(ctx.config.publicUrl).origin, new URL(c.req.url).origin];
  return own?.host ? [...origins, originOf(ctx, own.host)] : origins;
}

function withoutOurs(all: ReadonlyMap<string, readonly string[]>): Pick<PostedForm, "fields" | "resumed"> {
  const fields = new Map(all);
  fields.delete(CSRF_FIELD);
  fields.delete(RESUMED_FIELD);
  return { fields, resumed: all.get(RESUMED_FIELD)?.[0] === "1" };
}

function foreign(): Problem {
  return problem("not-allowed", "Ce formulaire vient d’un autre site : il n’a pas été pris en compte.");
}

function expired(): Problem {
  return problem("not-allowed", "Cette page était ouverte depuis trop longtemps. Revenez en arrière et rechargez-la.");
}
