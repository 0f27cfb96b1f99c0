import { workWords } from "../../../renderer/strings-works.ts";
import { type Sat, type SeenLine, satOf, seenLines } from "../../meeting.ts";
import { notFound, problem } from "../../problem.ts";
import { findMeeting, type Meeting, type MeetingLine, meetingLines } from "../../store/meetings.ts";
import { mayAct } from "../works/work-scope.ts";
import { type AgentScope, agentScope, definitionId, type PageContext, refuse } from "./agent-scope.ts";
import { type Reached, reach, reachedOf } from "./reach.ts";

/** An agent in front of what meetings rank. */
export interface SatScope extends AgentScope {
  readonly sat: Sat;
  /** Where she reads the entries; null for who is only let to see a meeting without names. */
  readonly reached: Reached | null;
  /** "/m2a/agent/essai/place/commissions". */
  readonly base: string;
  /** Whether she runs meetings. */
  readonly acts: boolean;
}

/** The definition with meetings that the path names, or the answer to give instead. */
export async function satScope(c: PageContext): Promise<SatScope | Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, session } = scope;
  const id = definitionId(c);
  const definition = ctx.catalogue.definition(member.id, id);
  const sat = definition && satOf(definition);
  if (!sat) return refuse(c, notFound());
  const [reached = null] = reachedOf(reach(ctx, session, member.id, id));
  const acts = reached !== null && mayAct(reached);
  return { ...scope, sat, reached, base: `/${member.id}/agent/${id}/commissions`, acts };
}

/** The same in front of one meeting. */
export interface MeetingScope extends SatScope {
  readonly meeting: Meeting;
  /** "…/commissions/0192…". */
  readonly here: string;
}

/** The meeting that the path names: for who reads its entries, or is let to see it without names; 404 for others. */
export async function meetingScope(c: PageContext): Promise<MeetingScope | Response> {
  const scope = await satScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, sat, reached, agent } = scope;
  const meeting = await findMeeting(ctx.db, member.id, c.req.param("meeting") ?? "");
  const known = meeting?.definition === sat.definition.id && (reached !== null || meeting.viewers.includes(agent.id));
  if (!meeting || !known) return refuse(c, notFound());
  return { ...scope, meeting, here: `${scope.base}/${meeting.id}` };
}

/** The same for what changes it: 403 for who only reads. */
export async function runningScope(c: PageContext): Promise<(MeetingScope & { readonly reached: Reached }) | Response> {
  const scope = await meetingScope(c);
  if (scope instanceof Response) return scope;
  const { reached, acts } = scope;
  return reached && acts ? { ...scope, reached } : refuse(c, problem("not-allowed", workWords.pick.readOnly));
}

/** The lines of a meeting, with what has become of their entries. */
export async function readLines({ ctx, sat, meeting }: MeetingScope): Promise<{
  readonly lines: readonly MeetingLine[];
  readonly seen: readonly SeenLine[];
}> {
  const lines = meeting.rankedAt === null ? [] : await meetingLines(ctx.db, meeting);
  return { lines, seen: await seenLines(ctx, sat, meeting, lines) };
}
