import { parisDay, sittingDay } from "../../../engine/index.ts";
import { sittingPage } from "../../../renderer/back/sitting-page.tsx";
import { seriesWords } from "../../../renderer/strings-series.ts";
import { sittingWords as words } from "../../../renderer/strings-sittings.ts";
import { mayOpen } from "../../commands/may-open.ts";
import { actorFor } from "../../identity/actor-for.ts";
import { notFound } from "../../problem.ts";
import { type NamedSitting, oneSitting } from "../../sittings.ts";
import { seriesOf } from "../../store/session-series.ts";
import { countsOf, type SittingCount } from "../../store/sittings.ts";
import { saidDone } from "../said-done.ts";
import { backFrame, type PageContext, refuse } from "./agent-scope.ts";
import { type EntryScope, entryScope } from "./entry-scope.ts";
import { countWords } from "./sitting-counts.ts";
import { peopleOf, type SittingPeople } from "./sitting-people.ts";

/** An agent in front of a session. */
export interface SittingScope extends EntryScope {
  readonly sitting: NamedSitting;
  /** Address of its places. */
  readonly href: string;
}

/** The session that the path names, or the answer to give instead. */
export async function sittingScope(c: PageContext): Promise<SittingScope | Response> {
  const scope = await entryScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, entry, base } = scope;
  const sitting = await oneSitting(ctx, member.id, entry.definition, entry.id);
  return sitting ? { ...scope, sitting, href: `${base}/places` } : refuse(c, notFound());
}

/** GET /{member}/agent/{domain}/{name}/{id}/places: the places of a session, who has them, who waits, who came. */
export async function sittingRoute(c: PageContext): Promise<Response> {
  const scope = await sittingScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, definition, sitting, href, entry, base } = scope;
  const days = daysOf(sitting);
  const day = dayShown(scope, c.req.query("jour") ?? "");
  const people = await peopleOf(scope, sitting.id, day);
  const count = (await countsOf(ctx, member.id, [sitting.id])).get(sitting.id);
  return c.html(
    sittingPage({
      frame: await backFrame(c, scope, definition.id),
      site: c.var.site(scope.home.id),
      register: `/${member.id}/agent/${definition.id}`,
      href,
      fiche: base,
      title: sitting.title,
      when: sitting.when,
      place: sitting.placeName,
      state: definition.workflow.states.get(entry.state)?.label ?? entry.state,
      figures: figuresOf(sitting, count, people),
      over: overOf(sitting, count),
      ...{ taken: people.taken, offered: people.offered, waiting: people.waiting, gone: people.gone },
      days,
      day,
      summary: summaryOf(people.noted.get(day) ?? []),
      notes: mayNote(scope),
      series: await seriesLink(scope),
      done: saidDone(c, { presences: words.saved }),
    }),
  );
}

/** What leads to the series of a session, or makes one; null for who may not. */
async function seriesLink({ ctx, member, session, offered, sitting }: SittingScope): Promise<string | null> {
  if (await seriesOf(ctx, member.id, sitting.id)) return seriesWords.see;
  return mayOpen(ctx, member.id, offered, actorFor(ctx, session, member.id, offered)) ? seriesWords.repeat : null;
}

/** Who works the register notes who came; whoever may only read it does not. */
export const mayNote = ({ actor }: Pick<EntryScope, "actor">): boolean => actor.roles.includes("agent");

/** The days of a session, each once. */
export const daysOf = ({ days }: NamedSitting): readonly { readonly value: string; readonly label: string }[] =>
  [...new Map(days.map((day) => [day.day, sittingDay(day)]))].map(([value, label]) => ({ value, label }));

/** The day asked for; else the next one, or the last. */
export function dayShown({ sitting, now }: Pick<SittingScope, "sitting" | "now">, asked: string): string {
  const days = daysOf(sitting).map(({ value }) => value);
  if (days.includes(asked)) return asked;
  return days.find((day) => day >= parisDay(now)) ?? days.at(-1) ?? "";
}

function figuresOf(sitting: NamedSitting, count: SittingCount | undefined, people: SittingPeople) {
  const { taken, left } = countWords(sitting, count);
  const places = sitting.rooms.reduce((sum, room) => sum + room.places, 0);
  const had = (count?.rooms ?? []).reduce((sum, room) => sum + room.taken, 0);
  const came = [...people.noted.values()].flat();
  const present = came.filter((state) => state === "present").length;
  const { figure } = words;
  return [
    { label: figure.taken, value: taken },
    { label: figure.filled, value: places === 0 ? "–" : `${Math.round((100 * had) / places)} %` },
    { label: figure.free, value: left },
    { label: figure.offered, value: String(people.offered.length) },
    { label: figure.waiting, value: words.of(people.waiting.length, sitting.waiting) },
    { label: figure.came, value: came.length === 0 ? "–" : words.of(present, came.length) },
  ];
}

/** How many places are taken beyond those that the entry wants now. */
const overOf = (sitting: NamedSitting, count: SittingCount | undefined): number =>
  sitting.rooms.reduce((sum, { kind, places }) => {
    const taken = count?.rooms.find((room) => room.kind === kind)?.taken ?? 0;
    return sum + Math.max(0, taken - places);
  }, 0);

function summaryOf(noted: readonly string[]): string {
  const count = (state: string) => noted.filter((each) => each === state).length;
  return words.summary(count("present"), count("absent"), count("excused"));
}
