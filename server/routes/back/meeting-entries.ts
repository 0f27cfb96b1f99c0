import type { Entry } from "../../../engine/index.ts";
import { SEVERAL } from "../../../renderer/back/list-state.ts";
import { MOST_RANKED } from "../../commands/meeting.ts";
import { byArrival, wholeList } from "../works/whole-list.ts";
import { listedBy, listStateOf } from "./list-query.ts";
import type { MeetingScope } from "./meeting-scope.ts";
import type { Reached } from "./reach.ts";

/** The entries of the list of a meeting that wait for one, wherever its agent sees them, by some at a time. */
export async function* entriesOf(scope: MeetingScope, reached: Reached): AsyncGenerator<readonly Entry[]> {
  const { ctx, meeting, sat } = scope;
  const asked = listStateOf(meeting.list, reached.definition, reached.places);
  const state = { ...asked, tab: SEVERAL, states: sat.commission.states };
  const listed = await listedBy(ctx, scope, reached, state);
  yield* wholeList(ctx, listed, byArrival(reached.definition, state));
}

/** How many would be ranked, as far as a meeting goes. */
export async function countWaiting(scope: MeetingScope, reached: Reached): Promise<number> {
  let count = 0;
  for await (const some of entriesOf(scope, reached)) {
    count += some.length;
    if (count > MOST_RANKED) break;
  }
  return count;
}
