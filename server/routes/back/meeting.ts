import { formatInstant, type Issue } from "../../../engine/index.ts";
import { meetingPage } from "../../../renderer/back/meeting-page.tsx";
import { meetingWords as words } from "../../../renderer/strings-meetings.ts";
import { auditRead } from "../../audit.ts";
import type { TypedCount } from "../../commands/meeting.ts";
import { actorFor } from "../../identity/actor-for.ts";
import { saidDone } from "../said-done.ts";
import { backFrame, type PageContext } from "./agent-scope.ts";
import { countWaiting } from "./meeting-entries.ts";
import { preparationView } from "./meeting-places.ts";
import { rankedView } from "./meeting-ranked.ts";
import { type MeetingScope, meetingScope, readLines } from "./meeting-scope.ts";
import { stateOf } from "./meetings.ts";

const DONE = {
  prepare: words.saved,
  classe: words.ranked,
  derogation: words.deviateSaved,
  retour: words.deviateUndone,
  ecarte: words.dropped,
  refaire: words.thawed,
};

/** What was typed on the page of a meeting, and what was wrong with it. */
export interface MeetingShow {
  readonly status: 200 | 409 | 422;
  readonly issues?: readonly Issue[];
  readonly refused?: string;
  readonly preparation?: {
    readonly day: string;
    readonly viewers: readonly string[];
    readonly counts: readonly TypedCount[];
  };
  readonly deviation?: { readonly rank: number; readonly place: string; readonly reason: string };
}

/** GET …/commissions/{meeting}: what it has to give, then who has what; `noms=non` for the same without names. */
export async function meetingRoute(c: PageContext): Promise<Response> {
  const scope = await meetingScope(c);
  return scope instanceof Response ? scope : showMeeting(c, scope, { status: 200 });
}

/** Whether a page or a file says no name: asked, or all that its reader may see. */
export const isAnonymous = (c: PageContext, { reached }: MeetingScope): boolean =>
  reached === null || c.req.query("noms") === "non";

/** Keeps who read the list of a meeting. */
export function noteRead(
  scope: MeetingScope,
  action: "list-read" | "export",
  detail: { readonly format?: string },
): void {
  const { ctx, session, member, sat } = scope;
  const actor = actorFor(ctx, session, member.id, sat.definition);
  auditRead(ctx, actor, {
    member: member.id,
    action,
    definition: sat.definition.id,
    detail: { of: "meeting", ...detail },
  });
}

export async function showMeeting(c: PageContext, scope: MeetingScope, show: MeetingShow): Promise<Response> {
  const { sat, meeting, reached, acts, here, base } = scope;
  const anonymous = isAnonymous(c, scope);
  const { lines, seen } = await readLines(scope);
  if (meeting.rankedAt !== null) noteRead(scope, "list-read", {});
  const html = meetingPage({
    frame: await backFrame(c, scope, sat.definition.id),
    title: sat.commission.title,
    about: sat.definition.title,
    day: meeting.day,
    state: stateOf(meeting),
    seed: meeting.seed,
    revision: meeting.revision,
    base: here,
    listHref: base,
    acts: acts && !anonymous,
    anonymous,
    otherHref: reached === null || meeting.rankedAt === null ? null : anonymous ? here : `${here}?noms=non`,
    preparation:
      meeting.rankedAt === null
        ? await preparationView(
            scope,
            meeting,
            reached ? await countWaiting(scope, reached) : 0,
            show.preparation ?? null,
          )
        : null,
    ranked:
      meeting.rankedAt === null
        ? null
        : {
            ...(await rankedView(scope, lines, seen, { anonymous, typed: show.deviation ?? null })),
            decidedAt: meeting.decidedAt && formatInstant(meeting.decidedAt.toISOString()),
          },
    issues: show.issues ?? [],
    notice: show.status === 200 ? saidDone(c, DONE) : undefined,
    refused: show.refused,
  });
  return c.html(html, show.status);
}
