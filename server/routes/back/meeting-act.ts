import { exportWords } from "../../../renderer/strings-exports.ts";
import { meetingWords as words } from "../../../renderer/strings-meetings.ts";
import { planDecisions } from "../../commands/decide-meeting.ts";
import { prepareMeeting, rankAgain, rankMeeting } from "../../commands/meeting.ts";
import { deviate, dropMoved, undeviate } from "../../commands/meeting-lines.ts";
import { actorsOf } from "../../identity/actor-for.ts";
import { namedPlaces, placeNames } from "../../meeting.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { type Outcome, problem, refused } from "../../problem.ts";
import { posted } from "../admin/posted.ts";
import { typedDay } from "../admin/typed-day.ts";
import { TooWide } from "../works/whole-list.ts";
import { WORKS } from "../works/work-scope.ts";
import { type PageContext, refuse } from "./agent-scope.ts";
import { type MeetingShow, showMeeting } from "./meeting.ts";
import { entriesOf } from "./meeting-entries.ts";
import { openPlaces, typedCounts } from "./meeting-places.ts";
import { type MeetingScope, meetingScope, readLines, runningScope } from "./meeting-scope.ts";
import type { Reached } from "./reach.ts";

type Running = MeetingScope & { readonly reached: Reached };

/** One post on a meeting: shown again, untouched, when the form comes back after signing in. */
const act =
  (run: (c: PageContext, scope: Running, form: ReadForm, revision: number) => Promise<Response>) =>
  async (c: PageContext): Promise<Response> => {
    const scope = await runningScope(c);
    if (scope instanceof Response) return scope;
    const form = await readForm(c);
    if (form.resumed) return showMeeting(c, scope, { status: 200 });
    return run(c, scope, form, Number(posted(form, "revision", 9)) || 0);
  };

/** The page after what was done, or again with what is wrong; somebody else's change shows as it now is. */
async function answer(
  c: PageContext,
  scope: MeetingScope,
  outcome: Outcome<unknown>,
  said: string,
  typed: Partial<MeetingShow> = {},
): Promise<Response> {
  if (outcome.ok) return c.redirect(`${scope.here}?fait=${said}`, 303);
  const { code, detail, issues } = outcome.problem;
  if (code === "invalid") return showMeeting(c, scope, { status: 422, issues, ...typed });
  if (code !== "stale" && code !== "not-found") return refuse(c, outcome.problem);
  const now = await meetingScope(c);
  return now instanceof Response ? now : showMeeting(c, now, { status: 409, refused: detail });
}

/** POST …/places: the day, what there is to give, who sees it without names. */
export const placesRoute = act(async (c, scope, form, revision) => {
  const counts = typedCounts(scope, await openPlaces(scope), form);
  const viewers = (form.fields.get("voit") ?? []).filter((id) => /^[0-9a-f-]{36}$/.test(id)).slice(0, 100);
  const day = posted(form, "jour", 20);
  const typed = { day: typedDay(day), counts, viewers };
  const outcome = await prepareMeeting(scope.ctx, scope.agent, scope.meeting, typed, revision);
  return answer(c, scope, outcome, "prepare", { preparation: { day, counts, viewers } });
});

/** POST …/classer: counts, ranks, freezes. */
export const rankRoute = act(async (c, scope, _form, revision) => {
  const { ctx, agent, sat, meeting, reached } = scope;
  const ranked = rankMeeting(ctx, agent, sat, meeting, revision, entriesOf(scope, reached));
  const outcome = await ranked.catch((error: unknown) => {
    if (error instanceof TooWide) return refused(problem("stale", exportWords.failures.tooWide));
    throw error;
  });
  return answer(c, scope, outcome, "classe");
});

/** POST …/refaire: takes the ranking back. */
export const rankAgainRoute = act(async (c, scope, _form, revision) =>
  answer(c, scope, await rankAgain(scope.ctx, scope.agent, scope.meeting, revision), "refaire"),
);

/** POST …/ecarter: goes on without what changed or left since. */
export const dropRoute = act(async (c, scope, _form, revision) => {
  const { seen } = await readLines(scope);
  return answer(c, scope, await dropMoved(scope.ctx, scope.agent, scope.meeting, seen, revision), "ecarte");
});

/** POST …/deroger: departs from the list for one entry, or lets its rank decide again. */
export const deviateRoute = act(async (c, scope, form, revision) => {
  const { ctx, agent, sat, meeting, member } = scope;
  const { lines } = await readLines(scope);
  const rank = Number(posted(form, "rang", 6)) || 0;
  if (posted(form, "retour", 5) !== "") {
    return answer(c, scope, await undeviate(ctx, agent, { meeting, lines }, rank, revision), "retour");
  }
  const place = posted(form, `place-${rank}`, 40);
  const reason = posted(form, `motif-${rank}`, 1_000);
  const names = await placeNames(ctx, member.id, sat.commission.wishes.register, namedPlaces(meeting, lines));
  const typed = { rank, place: place === "" ? null : place, reason };
  const outcome = await deviate(ctx, agent, { sat, meeting, lines, names }, typed, revision);
  return answer(c, scope, outcome, "derogation", { deviation: { rank, place, reason } });
});

/** POST …/decider: what is to be done of every entry, to be read before it is launched. */
export const decideRoute = act(async (c, scope, _form, revision) => {
  const { ctx, agent, session, meeting, member } = scope;
  if (revision !== meeting.revision) return answer(c, scope, refused(problem("stale", words.stale)), "");
  const { seen } = await readLines(scope);
  const planned = await planDecisions(ctx, agent, actorsOf(ctx, session), meeting, seen);
  if (planned.ok) return c.redirect(`/${member.id}/agent/${WORKS}/${planned.value}`, 303);
  return answer(c, scope, planned, "");
});
