import { type CompiledDefinition, capabilities, explainRights, throughShares } from "../../../engine/index.ts";
import {
  type HeldRight,
  type PersonRights,
  type RightsPageView,
  rightsPage,
} from "../../../renderer/admin/rights-page.tsx";
import { adminWords } from "../../../renderer/strings-admin.ts";
import { rightsWords as words } from "../../../renderer/strings-admin-rights.ts";
import { agentNames } from "../../store/agent-list.ts";
import { isUuid } from "../../store/entries.ts";
import { loadShares } from "../../store/sharing.ts";
import { type AgentScope, backFrame, type PageContext } from "../back/agent-scope.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { namesOf } from "./names.ts";
import { type RightHolder, rightHolders, software } from "./right-holders.ts";

/** GET /{member}/agent/administration/droits: `agent` for a person or software, `definition` for a definition. */
export async function rightsRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre", "admin-fonctionnel"]);
  if (scope instanceof Response) return scope;
  const { ctx, member } = scope;
  const html = rightsPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    base: `/${member.id}/agent/${ADMINISTRATION}/droits`,
    names: namesOf(scope),
    people: [...(await agentNames(ctx.db, member.id, "open only")), ...(await software(scope))].map(
      ({ id, name }) => [id, name] as const,
    ),
    definitions: ctx.catalogue.definitions(member.id).map(({ id, title }) => [id, title] as const),
    shown: await shownRights(scope, c.req.query("agent") ?? "", c.req.query("definition") ?? ""),
  });
  return c.html(html);
}

async function shownRights(scope: AgentScope, agent: string, definitionId: string): Promise<RightsPageView["shown"]> {
  const { ctx, member } = scope;
  if (isUuid(agent)) {
    const [person] = await rightHolders(scope, agent);
    if (person) return { of: "person", id: agent, name: person.name, rights: personRights(scope, person) };
  }
  const definition = ctx.catalogue.definition(member.id, definitionId);
  if (!definition) return { of: "nothing" };
  const rights = await definitionRights(scope, definition);
  return { of: "definition", id: definition.id, title: definition.title, rights };
}

/** What someone, or software, may do in the member, then in those that share with it. */
function personRights({ ctx, member }: AgentScope, { held, verbs }: RightHolder): readonly PersonRights[] {
  const definitions = ctx.catalogue.definitions(member.id);
  const own = definitions.map((definition) => ({
    title: definition.title,
    member: null,
    rights: explainRights(definition, held, verbs),
  }));
  const others = ctx.catalogue.members().filter(({ id }) => id !== member.id);
  const shared = others.flatMap((other) =>
    ctx.catalogue.definitions(other.id).flatMap((definition) => {
      const shares = ctx.catalogue.sharedWith(other.id, definition.id, member.id);
      const there = throughShares(held, shares, definition);
      if (there.length === 0) return [];
      return [{ title: definition.title, member: other.name, rights: explainRights(definition, there, verbs) }];
    }),
  );
  return [...own, ...shared];
}

/** Who may do what with a definition of the member: its agents and software by name, others' agents by the shares. */
async function definitionRights(scope: AgentScope, definition: CompiledDefinition): Promise<readonly HeldRight[]> {
  const { ctx, member } = scope;
  const holders = await rightHolders(scope);
  const explained = holders.map(({ name, held, verbs }) => ({ name, rights: explainRights(definition, held, verbs) }));
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
