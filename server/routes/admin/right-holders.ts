import { type Holding, parisDay, type Verb } from "../../../engine/index.ts";
import { rightsWords as words } from "../../../renderer/strings-admin-rights.ts";
import { holdingsOf } from "../../store/agent-list.ts";
import { type ApiToken, listApiTokens } from "../../store/api-tokens.ts";
import { type Delegation, listDelegations } from "../../store/delegations.ts";
import type { AgentScope } from "../back/agent-scope.ts";

/** An agent or software, and what she or it holds. */
export interface RightHolder {
  /** Agent id, or token id. */
  readonly id: string;
  readonly name: string;
  readonly held: readonly Holding[];
  /** What software's token allows; absent for a person. */
  readonly verbs?: readonly Verb[];
}

/** Who holds something in a member today: its agents by name, then its software; one alone when `id` is given. */
export async function rightHolders(scope: AgentScope, id?: string): Promise<readonly RightHolder[]> {
  const [people, tokens] = await Promise.all([agents(scope, id), software(scope)]);
  return [...people, ...(id === undefined ? tokens : tokens.filter((token) => token.id === id))];
}

/** The tokens of software that may be used today. */
export async function software({ ctx, member, now }: AgentScope): Promise<readonly RightHolder[]> {
  const live = ({ revokedAt, expiresAt }: ApiToken) => !revokedAt && (!expiresAt || expiresAt > new Date(now));
  const tokens = (await listApiTokens(ctx.db, member.id)).filter(live);
  return tokens.map(({ id, name, role, definitions, verbs, expiresAt }) => {
    // The last day is the one that an instant of the night after it ends.
    const until = expiresAt ? { until: parisDay(new Date(expiresAt.getTime() - 1).toISOString()) } : {};
    const held = (definitions ?? [null]).map((definition) => ({ role, unit: null, definition, ...until }));
    return { id, name: words.software(name), held, verbs };
  });
}

/** What each agent holds today, with the last day of what is lent. */
async function agents({ ctx, member, now }: AgentScope, id?: string): Promise<readonly RightHolder[]> {
  const today = parisDay(now);
  const [people, lent] = await Promise.all([
    holdingsOf(ctx.db, member.id, new Date(now), id),
    listDelegations(ctx.db, { member: member.id, current: today, ...(id !== undefined && { to: id }) }),
  ]);
  const started = lent.filter(({ startsOn }) => startsOn <= today);
  return people.map((person) => {
    const hers = started.filter(({ to }) => to.id === person.id);
    const held = person.assignments.map((one) => (one.for ? { ...one, ...lastDay(one, hers) } : one));
    return { id: person.id, name: person.name, held };
  });
}

/** The latest end of the delegations this assignment may come from. */
function lastDay(one: Holding, lent: readonly Delegation[]): { readonly until?: string } {
  const days = lent
    .filter(({ from, definition }) => from.id === one.for?.id && (definition === null || definition === one.definition))
    .map(({ endsOn }) => endsOn)
    .sort();
  const until = days.at(-1);
  return until === undefined ? {} : { until };
}
