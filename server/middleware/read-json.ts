import type { Context as HonoContext } from "hono";
import type { Json } from "../../engine/index.ts";
import type { AppEnv } from "../app-env.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import { readText } from "./read-body.ts";
import { unstorable } from "./storable.ts";

/**
 * The JSON body of an API request, of at most `config.maxJson` bytes. `malformed`: another content type, not JSON, not
 * UTF-8, nested beyond reason. `too-large`: over the limit. `invalid`: text that cannot be stored.
 */
export async function readJson<E extends AppEnv>(c: HonoContext<E>): Promise<Outcome<Json>> {
  if (!isJson(c.req.header("content-type"))) {
    return refused(problem("malformed", "Le corps doit être du JSON (Content-Type: application/json)."));
  }
  const text = await readText(c.req.raw, c.var.ctx.config.maxJson);
  if (!text.ok) return text;
  const value = parse(text.value);
  if (value === undefined) return refused(problem("malformed", "Le corps n’est pas du JSON."));
  const fault = unstorable(value);
  if (fault === null) return done(value);
  if (fault.kind === "depth") return refused(problem("malformed", "Le JSON est trop imbriqué."));
  return refused(problem("invalid", "Les réponses ne peuvent pas être enregistrées.", [fault.issue]));
}

function isJson(contentType: string | undefined): boolean {
  const [type = "", ...parameters] = (contentType ?? "").toLowerCase().split(";");
  const charset = parameters.find((parameter) => parameter.trim().startsWith("charset="));
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset.trim())) return false;
  return /^application\/([\w.-]+\+)?json$/.test(type.trim());
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
