import type { Hono } from "hono";
import { communeLabel, findCommunes } from "../../../engine/index.ts";
import type { AppEnv, PageContext } from "../../app-env.ts";
import { addressKey } from "../../identity/address.ts";
import { readForm } from "../../middleware/posted-form.ts";
import type { Member } from "../../store/members.ts";
import { take } from "../../store/rate-limit.ts";
import { nearTo, searchOf } from "./completion-of.ts";

/** What one network address may ask in ten minutes: a household that types, not a program that copies. */
const MOST = 900;
const SECONDS = 600;
const COMMUNES = 7;

/** What the script of a form asks while someone types. Posted, so that no address is in an address of ours. */
export function registerCompletionRoutes(app: Hono<AppEnv>): void {
  app.post("/:member/completion/adresses", addressesRoute);
  app.post("/:member/completion/communes", communesRoute);
}

/** POST /{member}/completion/adresses: `q`, `cp`. Answers {state, options}, see `AddressSearch`. */
async function addressesRoute(c: PageContext): Promise<Response> {
  const asked = await askedIn(c);
  if (asked instanceof Response) return asked;
  const { ctx } = c.var;
  const source = ctx.sources?.addresses;
  if (!source) return answer(c, { state: "unavailable" });
  const { text, postcode, member } = asked;
  const query = { text, ...(postcode !== "" && { postcode }), ...nearTo(member), unfinished: true };
  return answer(c, searchOf(await source.search(query)));
}

/** POST /{member}/completion/communes: `q`. Answers {state, options: [{label}]}. */
async function communesRoute(c: PageContext): Promise<Response> {
  const asked = await askedIn(c);
  if (asked instanceof Response) return asked;
  const options = findCommunes(asked.text, COMMUNES).map((commune) => ({ label: communeLabel(commune) }));
  return answer(c, options.length === 0 ? { state: "none" } : { state: "found", options });
}

interface Asked {
  readonly text: string;
  readonly postcode: string;
  readonly member: Member;
}

/** What is typed, by someone who has a page of ours open and does not ask too much. */
async function askedIn(c: PageContext): Promise<Asked | Response> {
  const { ctx, session } = c.var;
  const member = ctx.catalogue.member(c.req.param("member") ?? "");
  if (session === null || member === null) return c.body(null, 403);
  const { fields } = await readForm(c);
  const wait = await take(ctx, [{ key: addressKey(c, "completion"), most: MOST, seconds: SECONDS }]);
  if (wait !== null) return c.body(null, 429, { "Retry-After": String(wait) });
  const field = (name: string) => (fields.get(name)?.at(-1) ?? "").trim().slice(0, 200);
  return { text: field("q"), postcode: field("cp"), member };
}

const answer = (c: PageContext, body: object): Response => c.json(body, 200, { "Cache-Control": "no-store" });
