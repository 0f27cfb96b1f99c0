import { type SittingLine, sittingsPage } from "../../../renderer/back/sittings-page.tsx";
import { notFound } from "../../problem.ts";
import { type NamedSitting, sittingsOf } from "../../sittings.ts";
import { countsOf } from "../../store/sittings.ts";
import { agentScope, backFrame, definitionId, type PageContext, refuse } from "./agent-scope.ts";
import { reach } from "./reach.ts";
import { countWords } from "./sitting-counts.ts";
import { calendarOf, spanAsked } from "./sittings-calendar.ts";

const DAY = 86_400_000;

/** GET /{member}/agent/{domain}/{name}/places: the sessions of a register, and what is taken of each. */
export async function sittingsRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, session, now } = scope;
  const id = definitionId(c);
  const place = reach(ctx, session, member.id, id).find((each) => each.member === member);
  if (!place?.definition.sessions) return refuse(c, notFound());
  const { workflow, title } = place.definition;
  const href = `/${member.id}/agent/${id}`;
  const { span, day } = spanAsked(c, now);
  const shown = {
    frame: await backFrame(c, scope, id),
    register: title,
    href,
    tabs: { href: `${href}/places`, span, day },
  };
  if (span !== "liste") {
    const calendar = await calendarOf(scope, { id, href, states: workflow.states }, { span, day });
    return c.html(sittingsPage({ ...shown, calendar, coming: [], past: [] }));
  }
  const sittings = await sittingsOf(ctx, member.id, id, [...workflow.states.keys()]);
  const counts = await countsOf(
    ctx,
    member.id,
    sittings.map((sitting) => sitting.id),
  );
  const lineOf = (sitting: NamedSitting): SittingLine => ({
    href: `${href}/${sitting.id}/places`,
    title: sitting.title,
    when: sitting.when,
    state: workflow.states.get(sitting.state)?.label ?? sitting.state,
    ...countWords(sitting, counts.get(sitting.id)),
  });
  const today = Date.parse(now) - DAY;
  const isPast = ({ startsAt, days }: NamedSitting) => Math.max(startsAt, Date.parse(days.at(-1)?.day ?? "")) < today;
  return c.html(
    sittingsPage({
      ...{ ...shown, calendar: null },
      coming: sittings.filter((sitting) => !isPast(sitting)).map(lineOf),
      past: sittings.filter(isPast).toReversed().map(lineOf),
    }),
  );
}
