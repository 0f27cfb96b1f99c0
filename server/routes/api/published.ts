import { type Asked, freeIn } from "../../../engine/index.ts";
import { addressKey } from "../../identity/address.ts";
import { notFound, problem, problemResponse, tooMany } from "../../problem.ts";
import { type PublishedRegister, publishedRegister } from "../../published.ts";
import { readAsk } from "../../published-query.ts";
import { findPublished, type PublishedRow, readPublished } from "../../store/published-read.ts";
import { take } from "../../store/rate-limit.ts";
import { publishedQuery } from "../front/published-places.ts";
import type { ApiContext } from "./subject.ts";

const BY_PAGE = 50;
/** Questions a minute from one network address. */
const MOST = 120;
const MINUTE = 60;

/** GET /{member}/{definition}/published: what anyone may read of the entries of a register. */
export async function listPublished(c: ApiContext): Promise<Response> {
  const register = await registerOf(c);
  if (register instanceof Response) return register;
  const ask = readAsk(register.definition.publicView, new URL(c.req.url).searchParams, register.today);
  const [unknown] = ask.unknown;
  const issues = [
    ...ask.issues.map(({ pointer, ...issue }) => ({ ...issue, pointer: `?${pointer.slice(1)}` })),
    ...(unknown === undefined
      ? []
      : [{ code: "malformed", pointer: `?${unknown}`, message: `Le paramètre « ${unknown} » n’existe pas.` }]),
  ];
  const [first] = issues;
  if (first) return problemResponse(c, problem("malformed", first.message, issues));
  const query = publishedQuery(c.var.ctx, register, ask);
  const { rows, total } = await readPublished(c.var.ctx.db, query, BY_PAGE, (ask.page - 1) * BY_PAGE);
  const next = ask.page * BY_PAGE < total ? ask.page + 1 : null;
  const asked = ask.place?.asked ?? null;
  return c.json({ total, next, items: rows.map((row) => itemOf(row, asked)) });
}

/** GET /{member}/{definition}/published/{id} */
export async function readOnePublished(c: ApiContext): Promise<Response> {
  const register = await registerOf(c);
  if (register instanceof Response) return register;
  const row = await findPublished(c.var.ctx.db, register, c.req.param("id") ?? "");
  return row ? c.json(itemOf(row, null)) : problemResponse(c, notFound());
}

async function registerOf(c: ApiContext): Promise<PublishedRegister | Response> {
  const { ctx } = c.var;
  const member = ctx.catalogue.member(c.req.param("member") ?? "");
  const id = `${c.req.param("domain")}/${c.req.param("name")}`;
  if (!member || !ctx.catalogue.definition(member.id, id)?.publicView) return problemResponse(c, notFound());
  const wait = await take(ctx, [{ key: addressKey(c, "published"), most: MOST, seconds: MINUTE }]);
  if (wait !== null) return problemResponse(c, tooMany(wait));
  const register = await publishedRegister(ctx, member.id, id);
  c.header("Cache-Control", "no-store");
  c.header("X-Robots-Tag", "noindex");
  return register ?? problemResponse(c, notFound());
}

const itemOf = ({ id, member, name, answers, places }: PublishedRow, asked: Asked | null) => ({
  ...{ id, member, name, answers },
  ...(places && { knownAt: new Date(places.knownAt).toISOString() }),
  ...(places && asked && { free: finite(freeIn(places.left, asked)) }),
});

/** Null: no limit counts her. */
const finite = (free: number): number | null => (Number.isFinite(free) ? free : null);
