import type { CompiledDefinition, Entry, Form, Context as ScopeContext } from "../../../engine/index.ts";
import { workWords } from "../../../renderer/strings-works.ts";
import { actorsOf } from "../../identity/actor-for.ts";
import { notFound, problem } from "../../problem.ts";
import { findEntry } from "../../store/entries.ts";
import { findWork, type Offer, type Work } from "../../store/works.ts";
import { type AgentScope, agentScope, type PageContext, refuse } from "../back/agent-scope.ts";
import { type Reached, reach, reachedOf } from "../back/reach.ts";

import { sendingsOf } from "./sendings.ts";

/** Where the pages of works are: no definition may be of this domain. */
export const WORKS = "travaux";

/** An agent in front of a work of hers. */
export interface WorkScope<W extends Work = Work> extends AgentScope {
  readonly work: W;
  /** Address of the work. */
  readonly base: string;
  /** Address of the list it came from. */
  readonly list: string;
  /** What it is about, where she may still see it. */
  readonly reached: Reached;
}

/** The work the path names, or the answer to give instead: 404 unless it is hers and she still sees what it is about. */
export async function workScope(c: PageContext): Promise<WorkScope | Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, session, agent } = scope;
  const work = await findWork(ctx.db, member.id, agent.id, c.req.param("work") ?? "");
  const [reached] = work ? reachedOf(reach(ctx, session, member.id, work.definition)) : [];
  if (!work || !reached) return refuse(c, notFound());
  const list = `/${member.id}/agent/${work.definition}`;
  const query = work.params.list;
  return {
    ...scope,
    work,
    reached,
    base: `/${member.id}/agent/${WORKS}/${work.id}`,
    list: query === "" ? list : `${list}?${query}`,
  };
}

/** Whether she may change the entries of a definition, somewhere. */
export const mayAct = ({ places }: Reached): boolean => places.some(({ actor }) => actor.roles.includes("agent"));

/** Whether she may do anything to entries that she chooses: change them, or write to those they are about. */
export const mayChoose = (reached: Reached): boolean => mayAct(reached) || sendingsOf(reached).length > 0;

/** The same for what is done to entries: 403 for a reader. */
export async function actingScope(c: PageContext): Promise<WorkScope | Response> {
  const scope = await workScope(c);
  if (scope instanceof Response || mayChoose(scope.reached)) return scope;
  return refuse(c, problem("not-allowed", workWords.pick.readOnly));
}

/** An entry that stands for the others while the form of an event is filled. */
export interface Sample {
  readonly entry: Entry;
  /** The version it is pinned to. */
  readonly definition: CompiledDefinition;
  /** Null when the event asks nothing. */
  readonly form: Form | null;
  readonly context: ScopeContext;
}

/** One of the entries that take this event; null when it is gone. */
export async function sampleOf({ ctx, session, now }: AgentScope, offer: Offer): Promise<Sample | null> {
  const { member, id } = offer.sample;
  const found = await findEntry(ctx, member, id);
  if (!found) return null;
  const { head: _, ...entry } = found;
  const definition = await ctx.catalogue.version(member, entry.definition, entry.version);
  const actor = actorsOf(ctx, session)(member, definition);
  const { reference, state, createdAt } = entry;
  const events = [definition.workflow.states.get(state), ...definition.workflow.states.values()];
  const form = events.flatMap((each) => each?.events ?? []).find(({ type }) => type === offer.event)?.form;
  return {
    entry,
    definition,
    form: form === undefined ? null : (definition.forms.get(form) ?? null),
    context: { now, entry: { reference, state, createdAt }, actor: { kind: actor.kind, roles: actor.roles } },
  };
}
