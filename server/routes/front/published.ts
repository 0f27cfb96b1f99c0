import { publishedLines } from "../../../engine/index.ts";
import { renderPublishedEntry } from "../../../renderer/front/published-entry-page.tsx";
import type { PublishedFilterView } from "../../../renderer/front/published-filters.tsx";
import { renderPublishedList } from "../../../renderer/front/published-list-page.tsx";
import { publishedWords } from "../../../renderer/strings-published.ts";
import { addressKey } from "../../identity/address.ts";
import { noticeResponse } from "../../middleware/answers.ts";
import { tooMany } from "../../problem.ts";
import { type PublishedRegister, publishedRegister } from "../../published.ts";
import { toldPlaces } from "../../published-places.ts";
import { filterName, isPlaced, type PublishedAsk, publishedAddress, readAsk } from "../../published-query.ts";
import type { Member } from "../../store/members.ts";
import { findPublished, publishedValues, readPublished } from "../../store/published-read.ts";
import { take } from "../../store/rate-limit.ts";
import { gone, memberOf, type PageContext } from "./front-scope.ts";
import { placesPart, publishedQuery, weekView } from "./published-places.ts";

const BY_PAGE = 20;
/** Pages a minute from one network address: nobody reads faster. */
const MOST = 120;
const MINUTE = 60;

export interface PublishedScope {
  readonly member: Member;
  readonly register: PublishedRegister;
  /** "/{member}/{domain}/{name}/annuaire". */
  readonly href: string;
}

/** GET /{member}/{domain}/{name}/annuaire: what a register publishes, searched. */
export async function publishedListRoute(c: PageContext): Promise<Response> {
  const scope = await publishedScope(c);
  if (scope instanceof Response) return scope;
  const { member, register, href } = scope;
  const { db } = c.var.ctx;
  const view = register.definition.publicView;
  const params = new URL(c.req.url).searchParams;
  const ask = readAsk(view, params, register.today);
  const query = publishedQuery(c.var.ctx, register, ask);
  const [{ rows, total }, filters] = await Promise.all([
    readPublished(db, query, BY_PAGE, (ask.page - 1) * BY_PAGE),
    filterViews(c, register, ask),
  ]);
  const { occupied } = register.definition;
  const html = renderPublishedList(c.var.site(member.id), {
    ...{ title: view.title, summary: view.summary, href, q: ask.q, filters, total },
    issues: ask.issues,
    asked: ask.q !== "" || isPlaced(ask) || ask.sent.some(({ values }) => values.length > 0),
    places: await placesPart(c, scope, ask, query, total),
    unfinished: register.unfinished,
    results: rows.map((row) => ({
      href: `${href}/${row.id}`,
      name: row.name,
      lines: publishedLines(register.definitions.get(row.member)?.publicView ?? view, row.answers, true),
      by: row.member === member.id ? null : nameOf(c, row.member),
      places:
        row.places && occupied && query.places ? toldPlaces(occupied, row.places, ask.place, register.today) : null,
    })),
    page: ask.page,
    pages: Math.ceil(total / BY_PAGE),
    pageHref: (page) => `${href}?${publishedAddress(ask, { page })}#resultats`,
  });
  return c.html(html, ask.issues.length > 0 ? 400 : 200);
}

/** GET /{member}/{domain}/{name}/annuaire/{entry}: one of them. */
export async function publishedEntryRoute(c: PageContext): Promise<Response> {
  const scope = await publishedScope(c);
  if (scope instanceof Response) return scope;
  const { member, register, href } = scope;
  const row = await findPublished(c.var.ctx.db, register, c.req.param("entry") ?? "");
  if (!row) return gone(c);
  const view = register.definitions.get(row.member)?.publicView ?? register.definition.publicView;
  const html = renderPublishedEntry(c.var.site(member.id), {
    name: row.name,
    about: view.title,
    lines: publishedLines(view, row.answers),
    by: nameOf(c, row.member),
    listHref: href,
    places: weekView(c, register, row, `${href}/${row.id}`),
  });
  return c.html(html);
}

export async function publishedScope(c: PageContext): Promise<PublishedScope | Response> {
  const { ctx } = c.var;
  const member = memberOf(c);
  const id = `${c.req.param("domain")}/${c.req.param("name")}`;
  if (!member || !ctx.catalogue.definition(member.id, id)?.publicView) return gone(c);
  const wait = await take(ctx, [{ key: addressKey(c, "published"), most: MOST, seconds: MINUTE }]);
  if (wait !== null) return noticeResponse(c, tooMany(wait, publishedWords.tooMany));
  const register = await publishedRegister(ctx, member.id, id);
  return register ? { member, register, href: `/${member.id}/${id}/annuaire` } : gone(c);
}

const nameOf = (c: PageContext, member: string): string => c.var.ctx.catalogue.member(member)?.name ?? "";

function filterViews(
  c: PageContext,
  register: PublishedRegister,
  { sent }: PublishedAsk,
): Promise<readonly PublishedFilterView[]> {
  return Promise.all(
    sent.map(async ({ filter: { key, kind, title, field }, values }) => ({
      ...{ name: filterName(key), title, kind, values },
      options:
        kind === "text"
          ? (await publishedValues(c.var.ctx.db, register, key)).map((each) => ({ ...each, label: each.value }))
          : (field.choices ?? []).map(({ value, label }) => ({ value, label, count: null })),
    })),
  );
}
