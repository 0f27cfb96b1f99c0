import { type AgentScope, agentScope, type PageContext } from "../back/agent-scope.ts";
import { type Place, type Reached, reach, reachAll } from "../back/reach.ts";

/** Where the figures are: no definition may be of this domain. */
export const FIGURES = "chiffres";

/** An agent in front of the figures of her member. */
export interface FigureScope extends AgentScope {
  /** "/mulhouse/agent/chiffres". */
  readonly home: AgentScope["home"];
  readonly base: string;
}

/** The agent of the member the path names, or the answer to give instead. */
export async function figureScope(c: PageContext): Promise<FigureScope | Response> {
  const scope = await agentScope(c);
  return scope instanceof Response ? scope : { ...scope, base: `/${scope.member.id}/agent/${FIGURES}` };
}

/** Every definition whose entries she may read, and where. */
export const readable = ({ ctx, session, member }: FigureScope): readonly Reached[] =>
  reachAll(ctx, session, member.id);

/** Where she may read the entries of one definition; none when she may not, or it does not exist. */
export const placesOf = ({ ctx, session, member }: FigureScope, definition: string): readonly Place[] =>
  reach(ctx, session, member.id, definition);

/** Where a statistic is exported, by its query string. */
export const exportsOf = (base: string, query: string) => ({
  csv: `${base}/export.csv?${query}`,
  xlsx: `${base}/export.xlsx?${query}`,
});
