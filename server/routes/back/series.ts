import { randomUUID } from "node:crypto";
import { recurrenceDays, recurrenceText, ruleSentence, slotDay } from "../../../engine/index.ts";
import { newSeriesPage, type SeriesDay, seriesPage } from "../../../renderer/back/series-page.tsx";
import { seriesWords as words } from "../../../renderer/strings-series.ts";
import { makeSeries } from "../../commands/make-series.ts";
import { mayOpen } from "../../commands/may-open.ts";
import { actorFor, actorsOf } from "../../identity/actor-for.ts";
import { localHolidays } from "../../local-holidays.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { notFound, problem } from "../../problem.ts";
import { type NamedSitting, theseSittings } from "../../sittings.ts";
import { type SeriesItem, type SessionSeries, seriesOf } from "../../store/session-series.ts";
import { countsOf } from "../../store/sittings.ts";
import { saidDone } from "../said-done.ts";
import { backFrame, type PageContext, refuse } from "./agent-scope.ts";
import { one } from "./send-event.ts";
import { emptySeries, readSeries, recurrenceFrom, type TypedSeries, writtenSeries } from "./series-form.ts";
import { type SittingScope, sittingScope } from "./sitting.ts";
import { countWords } from "./sitting-counts.ts";

/** GET /{member}/agent/{domain}/{name}/{id}/serie: the series of a session; or how to make one, and the dates that gives. */
export async function seriesRoute(c: PageContext): Promise<Response> {
  const scope = await sittingScope(c);
  if (scope instanceof Response) return scope;
  const found = await seriesOf(scope.ctx, scope.member.id, scope.sitting.id);
  if (found) return showSeries(c, scope, found);
  if (!mayRepeat(scope)) return refuse(c, problem("not-allowed", words.notAllowed));
  const [first] = scope.sitting.days;
  if (!first) return refuse(c, notFound());
  const asked = c.req.query("voir") !== undefined;
  const typed = asked ? readSeries((name) => c.req.queries(name) ?? []) : emptySeries(first.day);
  return showNew(c, scope, { typed, asked, status: 200 });
}

/** POST of the same: makes the series. Sent twice, it makes one. */
export async function makeSeriesRoute(c: PageContext): Promise<Response> {
  const scope = await sittingScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const { ctx, session, member, offered, sitting, entry } = scope;
  const [first] = sitting.days;
  if (!mayRepeat(scope)) return refuse(c, problem("not-allowed", words.notAllowed));
  if (!first) return refuse(c, notFound());
  const typed = readSeries((name) => form.fields.get(name) ?? []);
  const read = recurrenceFrom(typed, first.day);
  if (form.resumed) return showNew(c, scope, { typed, asked: true, status: 200 });
  if ("issues" in read) return showNew(c, scope, { typed, asked: true, status: 422 });
  const key = one(form, "cle") ?? "";
  const made = await makeSeries(ctx, {
    ...{ member: member.id, definition: offered, sitting, answers: entry.answers, others: typed.others },
    ...{ recurrence: read.recurrence, series: /^[0-9a-f-]{36}$/.test(key) ? key : randomUUID() },
    actor: actorFor(ctx, session, member.id, offered),
    actorIn: actorsOf(ctx, session),
  });
  if (made.ok) return c.redirect(`${addressOf(scope)}?fait=serie#fait`, 303);
  const { code, detail, issues } = made.problem;
  if (code === "not-allowed") return refuse(c, made.problem);
  const why = [detail, ...issues.map(({ message }) => message)].join(" ");
  return showNew(c, scope, { typed, asked: true, status: code === "stale" ? 409 : 422, refused: why });
}

/** Whether she may add sessions to the register, as the member offers it now. */
export const mayRepeat = ({ ctx, session, member, offered }: SittingScope): boolean =>
  mayOpen(ctx, member.id, offered, actorFor(ctx, session, member.id, offered));

export const addressOf = ({ base }: Pick<SittingScope, "base">): string => `${base}/serie`;

interface Shown {
  readonly typed: TypedSeries;
  /** The dates were asked for. */
  readonly asked: boolean;
  readonly status: 200 | 409 | 422;
  readonly refused?: string;
}

async function showNew(c: PageContext, scope: SittingScope, { typed, asked, status, refused }: Shown) {
  const { sitting, definition, href } = scope;
  const first = sitting.days[0]?.day ?? "";
  const read = recurrenceFrom(typed, first);
  const issues = asked && "issues" in read ? read.issues : [];
  const told = asked && "recurrence" in read ? previewOf(scope, typed, first) : null;
  const html = newSeriesPage({
    ...{ frame: await backFrame(c, scope, definition.id), site: c.var.site(scope.home.id) },
    ...{ href: addressOf(scope), places: href, title: sitting.title, when: sitting.when, typed, issues },
    refused: refused ?? told?.refused ?? undefined,
    others: otherDates(scope),
    preview: told?.preview ?? null,
  });
  return c.html(html, status === 200 && (issues.length > 0 || typeof told?.refused === "string") ? 422 : status);
}

function previewOf({ ctx, member }: SittingScope, typed: TypedSeries, first: string) {
  const read = recurrenceFrom(typed, first);
  if ("issues" in read) return null;
  const told = recurrenceDays(first, read.recurrence, localHolidays(ctx, member.id));
  const kept = told.days.filter(({ left }) => left === null).length;
  if (told.more || kept < 2) return { refused: told.more ? words.tooMany : words.alone, preview: null };
  const days = told.days.map(({ day, left }, index): SeriesDay => {
    const note = index === 0 ? words.firstOne : left === null ? "" : words.left[left];
    return { text: slotDay(day), note, left: left !== null };
  });
  const hidden = [...writtenSeries(typed), ["cle", randomUUID()] as const];
  return { refused: null, preview: { rule: recurrenceText(read.recurrence), days, kept, hidden } };
}

/** Titles of the dates of the form that say something else than when the session is. */
function otherDates({ definition, entry }: SittingScope): string {
  const titles = definition.form.order.flatMap(({ key, widget, title, computed }) =>
    widget === "date" && !computed && entry.answers[key] !== undefined ? [title] : [],
  );
  return titles.join(", ");
}

interface Found {
  readonly series: SessionSeries;
  readonly items: readonly SeriesItem[];
}

/** A session among those of its series. */
export async function showSeries(
  c: PageContext,
  scope: SittingScope,
  { series, items }: Found,
  { status = 200, refused }: { readonly status?: 200 | 409; readonly refused?: string } = {},
): Promise<Response> {
  const { ctx, member, definition, sitting, href, base } = scope;
  const ids = items.map(({ id }) => id);
  const sittings = await theseSittings(ctx, member.id, definition.id, ids);
  const counts = await countsOf(ctx, member.id, ids);
  const register = `/${member.id}/agent/${definition.id}`;
  const lineOf = (each: NamedSitting) => ({
    ...{ href: `${register}/${each.id}/places`, title: each.title, when: each.when, here: each.id === sitting.id },
    state: definition.workflow.states.get(each.state)?.label ?? each.state,
    ...countWords(each, counts.get(each.id)),
  });
  const html = seriesPage({
    ...{ frame: await backFrame(c, scope, definition.id), site: c.var.site(scope.home.id), href: addressOf(scope) },
    ...{ places: href, fiche: base, title: sitting.title, rule: ruleSentence(series.rule, series.exceptDays) },
    except: series.exceptDays.map((day) => slotDay(day)).join(", "),
    lines: sittings.map(lineOf),
    following: followingOf(items, sitting.id).length,
    others: otherDates(scope),
    acts: mayRepeat(scope),
    done: saidDone(c, { serie: words.made }) ?? copiedNote(c),
    refused,
  });
  return c.html(html, status);
}

/** Those that come after one in its series. */
export function followingOf(items: readonly SeriesItem[], sitting: string): readonly SeriesItem[] {
  const here = items.find(({ id }) => id === sitting);
  return here ? items.filter(({ day }) => day > here.day) : [];
}

/** How many were changed, as `?repris=3` says. */
function copiedNote(c: PageContext): string | undefined {
  const text = c.req.query("repris") ?? "";
  return /^\d{1,3}$/.test(text) ? words.copied(Number(text)) : undefined;
}
