import { meetingWords } from "../../../renderer/strings-meetings.ts";
import { sendingWords } from "../../../renderer/strings-sendings.ts";
import { workWords } from "../../../renderer/strings-works.ts";
import type { TitledWork } from "../../../renderer/works/titled-work.ts";
import { isSending } from "../../commands/sending.ts";
import type { Work } from "../../store/works.ts";
import type { AgentScope } from "../back/agent-scope.ts";
import { reach, reachedOf } from "../back/reach.ts";
import { WORKS } from "./work-scope.ts";

/** Works as lists of them say them, those about what the agent no longer sees left out. */
export function titledWorks({ ctx, session, member }: AgentScope, works: readonly Work[]): readonly TitledWork[] {
  return works.flatMap((work) => {
    const [reached] = reachedOf(reach(ctx, session, member.id, work.definition));
    if (!reached) return [];
    const { id, state, total, progress, createdAt } = work;
    const { title, kind } = reached.definition;
    const href = `/${member.id}/agent/${WORKS}/${id}`;
    const when = createdAt.toISOString();
    return [{ href, what: whatOf(work), about: title, kind, state, total, progress, createdAt: when }];
  });
}

function whatOf(work: Work): string {
  if (work.kind === "export") return workWords.list.export;
  const { action, offers } = work.params;
  if (action?.type === "share") return workWords.share.title;
  if (action?.type === "meeting") return meetingWords.decideLabel;
  if (isSending(action)) return sendingWords[action.type].title;
  if (action?.type !== "event") {
    return action?.assignee === null ? workWords.prepare.released : workWords.prepare.assign;
  }
  return offers.find(({ event }) => event === action.event)?.label ?? action.event;
}
