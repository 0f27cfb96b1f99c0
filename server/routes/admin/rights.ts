import {
  type CompiledDefinition,
  capabilities,
  explainRights,
  type Holding,
  parisDay,
  throughShares,
} from "../../../engine/index.ts";
import {
  type HeldRight,
  type PersonRights,
  type RightsPageView,
  rightsPage,
} from "../../../renderer/admin/rights-page.tsx";
import { adminWords } from "../../../renderer/strings-admin.ts";
import { rightsWords as words } from "../../../renderer/strings-admin-rights.ts";
import { agentNames, holdingsOf } from "../../store/agent-list.ts";
import { type Delegation, listDelegations } from "../../store/delegations.ts";
import { isUuid } from "../../store/entries.ts";
import { loadShares } from "../../store/sharing.ts";
import { type AgentScope, backFrame, type PageContext } from "../back/agent-scope.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { namesOf } from "./names.ts";

/** GET /{member}/agent/administration/droits: `agent` for a person, `definition` for a definition. */
export async function rightsRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre", "admin-fonctionnel"]);
  if (scope instanceof Response) return scope;
  const { ctx, member } = scope;
  const html = rightsPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    base: `/${member.id}/agent/${ADMINISTRATION}/droits`,
    names: namesOf(scope),
    people: (await agentNames(ctx.db, member.id, "open only")).map(({ id, name }) => [id, name] as const),
    definitions: ctx.catalogue.definitions(member.id).map(({ id, title }) => [id, title] as const),
    shown: await shownRights(scope, c.req.query("agent") ?? "", c.req.query("definition") ?? ""),
  });
  return c.html(html);
}

async function shownRights(scope: AgentScope, agent: string, definitionId: string): Promise<RightsPageView["shown"]> {
  const { ctx, member } = scope;
  if (isUuid(agent)) {
    const [person] = await holdings(scope, agent);
    if (person) return { of: "person", id: agent, name: person.name, rights: personRights(scope, person.held) };
  }
  const definition = ctx.catalogue.definition(member.id, definitionId);
  if (!definition) return { of: "nothing" };
  const rights = await definitionRights(scope, definition);
  return { of: "definition", id: definition.id, title: definition.title, rights };
}

interface Person {
  readonly name: string;
  readonly held: readonly Holding[];
}

/** What each agent holds today, with the last day of what is lent; one alone when `id` is given. */
async function holdings({ ctx, member, now }: AgentScope, id?: string): Promise<readonly Person[]> {
  const today = parisDay(now);
  const [agents, lent] = await Promise.all([
    holdingsOf(ctx.db, member.id, new Date(now), id),
    listDelegations(ctx.db, { member: member.id, current: today, ...(id !== undefined && { to: id }) }),
  ]);
  const started = lent.filter(({ startsOn }) => startsOn <= today);
  return agents.map(({ id: to, name, assignments }) => ({
    name,
    held: assignments.map((one) =>
      one.for
        ? {
            ...one,
            ...lastDay(
              one,
              started.filter((each) => each.to.id === to),
            ),
          }
        : one,
    ),
  }));
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

/** What someone may do in her member, then in those that share with it. */
function personRights({ ctx, member }: AgentScope, held: readonly Holding[]): readonly PersonRights[] {
  const definitions = ctx.catalogue.definitions(member.id);
  const own = definitions.map((definition) => ({
    title: definition.title,
    member: null,
    rights: explainRights(definition, held),
  }));
  const others = ctx.catalogue.members().filter(({ id }) => id !== member.id);
  const shared = others.flatMap((other) =>
    ctx.catalogue.definitions(other.id).flatMap((definition) => {
      const shares = ctx.catalogue.sharedWith(other.id, definition.id, member.id);
      const there = throughShares(held, shares, definition);
      if (there.length === 0) return [];
      return [{ title: definition.title, member: other.name, rights: explainRights(definition, there) }];
    }),
  );
  return [...own, ...shared];
}

/** Who may do what with a definition of the member: its agents by name, others' agents by the shares. */
async function definitionRights(scope: AgentScope, definition: CompiledDefinition): Promise<readonly HeldRight[]> {
  const { ctx, member } = scope;
  const people = await holdings(scope);
  const explained = people.map(({ name, held }) => ({ name, rights: explainRights(definition, held) }));
  const shares = (await loadShares(ctx.db)).filter(
    (share) => share.member === member.id && share.definition === definition.id,
  );
  const byShare = shares.map((share) => {
    const units = ctx.catalogue.member(share.with)?.units ?? [];
    const unit = share.unit === null ? null : (units.find(({ id }) => id === share.unit)?.name ?? share.unit);
    const name = share.with === "*" ? words.everyMember : (ctx.catalogue.member(share.with)?.name ?? share.with);
    const whole = { role: share.role, unit: null, definition: null };
    return {
      text: words.shared(name, unit, adminWords.roles[share.role]),
      rights: explainRights(definition, throughShares([whole], [share], definition)),
    };
  });
  return capabilities(definition).map(({ capability, who }, index) => ({
    capability,
    who,
    holders: explained.flatMap(({ name, rights }) => {
      const right = rights[index];
      return right?.allowed ? [{ name, because: right.because }] : [];
    }),
    shares: byShare.flatMap(({ text, rights }) => (rights[index]?.allowed ? [text] : [])),
  }));
}
