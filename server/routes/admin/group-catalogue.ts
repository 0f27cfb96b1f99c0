import { formatDuration, type Issue } from "../../../engine/index.ts";
import { type CatalogueRow, groupCataloguePage, shelvedPage } from "../../../renderer/admin/group-catalogue-page.tsx";
import { groupCatalogue as words } from "../../../renderer/strings-admin-catalogue.ts";
import { legal } from "../../../renderer/strings-legal.ts";
import type { Shelved } from "../../catalogue.ts";
import {
  adoptDefinition,
  endShare,
  missingUnit,
  offerDefinition,
  shareEntries,
  shelved,
  stopOffering,
} from "../../commands/adopt.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { notFound, type Outcome } from "../../problem.ts";
import { loadShares, type Share } from "../../store/sharing.ts";
import { type AgentScope, backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { saidDone } from "../said-done.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { posted } from "./posted.ts";

const scoped = (c: PageContext) => adminScope(c, ["admin-membre", "admin-fonctionnel"]);
const baseOf = ({ member }: AgentScope): string => `/${member.id}/agent/${ADMINISTRATION}/catalogue`;
const nameOf = ({ ctx }: AgentScope, id: string): string => ctx.catalogue.member(id)?.name ?? id;

/** GET /{member}/agent/administration/catalogue: what the group publishes. */
export async function groupCatalogueRoute(c: PageContext): Promise<Response> {
  const scope = await scoped(c);
  if (scope instanceof Response) return scope;
  const { ctx, member } = scope;
  const rows = ctx.catalogue.shelf(member.id).map((item) => rowOf(scope, item));
  return c.html(groupCataloguePage({ frame: await backFrame(c, scope, ADMINISTRATION), base: baseOf(scope), rows }));
}

function rowOf(scope: AgentScope, { definition, owner, adopters }: Shelved): CatalogueRow {
  const { ctx, member } = scope;
  const { id, title, kind, version } = definition;
  const here = ctx.catalogue.offers(member.id, id) ? "offered" : adopters.includes(member.id) ? "stopped" : "none";
  return {
    ...{ id, title, kind, version, here },
    owner: owner && nameOf(scope, owner),
    adopters: adopters.map((one) => nameOf(scope, one)),
  };
}

/** GET …/catalogue/{domain}/{name}: what it is, who works it here, and how to adopt it. */
export async function shelvedRoute(c: PageContext): Promise<Response> {
  const found = await shelvedScope(c);
  return found instanceof Response ? found : show(c, found, {});
}

/** POST …/catalogue/{domain}/{name}/{adopter|arreter|partager|retirer|offrir} */
export async function shelvedActionRoute(c: PageContext): Promise<Response> {
  const found = await shelvedScope(c);
  if (found instanceof Response) return found;
  const form = await readForm(c);
  const typed = typedOf(form);
  if (form.resumed) return show(c, found, { typed });
  const act = ACTIONS[c.req.param("action") ?? ""];
  if (!act) return refuse(c, notFound());
  const outcome = await act.run(found, form);
  if (outcome !== null && !outcome.ok) return show(c, found, { typed, issues: outcome.problem.issues });
  return c.redirect(`${baseOf(found.scope)}/${found.item.definition.id}?fait=${act.done}#fait`, 303);
}

interface Found {
  readonly scope: AgentScope;
  readonly item: Shelved;
}

async function shelvedScope(c: PageContext): Promise<Found | Response> {
  const scope = await scoped(c);
  if (scope instanceof Response) return scope;
  const item = shelved(scope.ctx, scope.member.id, `${c.req.param("domain")}/${c.req.param("name")}`);
  return item ? { scope, item } : refuse(c, notFound());
}

interface CatalogueAction {
  readonly done: string;
  run(found: Found, form: ReadForm): Promise<Outcome<null> | null>;
}

const ACTIONS: Readonly<Record<string, CatalogueAction>> = {
  adopter: {
    done: "adoption",
    run: ({ scope: { ctx, agent }, item }, form) =>
      adoptDefinition(ctx, agent, item.definition, {
        confirmed: posted(form, "confirme") === "oui",
        unitName: posted(form, "service", 100),
      }),
  },
  arreter: {
    done: "arret",
    run: async ({ scope: { ctx, agent }, item }) => {
      await stopOffering(ctx, agent, item.definition.id);
      return null;
    },
  },
  partager: {
    done: "partage",
    run: ({ scope: { ctx, agent }, item }, form) =>
      shareEntries(ctx, agent, {
        definition: item.definition.id,
        with: posted(form, "avec"),
        unit: posted(form, "service"),
        role: posted(form, "role"),
      }),
  },
  retirer: {
    done: "retrait",
    run: async ({ scope: { ctx, agent }, item }, form) => {
      const unit = posted(form, "service") || null;
      await endShare(ctx, agent, { definition: item.definition.id, with: posted(form, "avec"), unit });
      return null;
    },
  },
  offrir: {
    done: "offre",
    run: async ({ scope: { ctx, agent }, item }, form) => {
      if (item.owner === agent.member) {
        await offerDefinition(ctx, agent, item.definition.id, posted(form, "offert") === "oui");
      }
      return null;
    },
  },
};

const typedOf = (form: ReadForm) => ({
  service: posted(form, "service", 100),
  avec: posted(form, "avec"),
  role: posted(form, "role"),
});

interface Shown {
  readonly typed?: ReturnType<typeof typedOf>;
  readonly issues?: readonly Issue[];
}

async function show(c: PageContext, { scope, item }: Found, { typed, issues = [] }: Shown): Promise<Response> {
  const { ctx, member } = scope;
  const { definition, owner, offered } = item;
  const { privacy, page } = definition;
  const shares = (await loadShares(ctx.db)).filter(
    (one) => one.member === member.id && one.definition === definition.id,
  );
  const unit = missingUnit(ctx, member.id, definition);
  const html = shelvedPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    base: baseOf(scope),
    row: rowOf(scope, item),
    summary: page.summary ?? page.who ?? null,
    memberName: nameOf(scope, member.id),
    missingUnit: unit,
    unit: ctx.catalogue.member(member.id)?.units.find(({ id }) => id === definition.unit)?.name ?? null,
    privacy: {
      purpose: privacy.purpose,
      basis: legal.privacy.bases[privacy.legalBasis] ?? privacy.legalBasis,
      retention: formatDuration(privacy.retention),
      recipients: privacy.recipients ?? [],
    },
    shares: shares.map((one) => shareView(scope, one)),
    others: othersOf(scope),
    offered: owner === member.id ? offered : null,
    typed: typed ?? { service: "", avec: "", role: "" },
    issues,
    notice: saidDone(c, words.done),
  });
  return c.html(html, issues.length > 0 ? 422 : 200);
}

const shareView = (scope: AgentScope, { with: other, unit, role }: Share) => ({
  with: other,
  unit,
  name: other === "*" ? words.share.every : nameOf(scope, other),
  unitName: scope.ctx.catalogue.member(other)?.units.find(({ id }) => id === unit)?.name ?? unit,
  role,
});

/** The other members of the group, with the units one may choose. */
function othersOf({ ctx, member }: AgentScope) {
  return ctx.catalogue
    .everyMember()
    .filter((one) => one.groupName === member.groupName && one.id !== member.id && one.status !== "left")
    .map(({ id, name, units }) => ({ id, name, units: units.map((unit) => ({ id: unit.id, name: unit.name })) }));
}
