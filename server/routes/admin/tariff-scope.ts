import { parisDay, type Tariff } from "../../../engine/index.ts";
import { notFound } from "../../problem.ts";
import { type StoredTariff, tariffVersions } from "../../store/tariffs.ts";
import { type AgentScope, type PageContext, refuse } from "../back/agent-scope.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { TARIFF_ROLES } from "./places.ts";

/** An administrator in front of one table of a definition that her member offers. */
export interface TariffScope {
  readonly scope: AgentScope;
  readonly definition: { readonly id: string; readonly title: string };
  readonly tariff: Tariff;
  /** What her member decided of it, oldest first. */
  readonly versions: readonly StoredTariff[];
  /** "/mulhouse/agent/administration/tarifs/loisirs/natation/natation". */
  readonly base: string;
  /** Day of Paris. */
  readonly today: string;
}

/** "/mulhouse/agent/administration/tarifs". */
export const tariffsHref = ({ member }: Pick<AgentScope, "member">): string =>
  `/${member.id}/agent/${ADMINISTRATION}/tarifs`;

/** The table that the path names, or the answer to give instead. */
export async function tariffScope(c: PageContext): Promise<TariffScope | Response> {
  const scope = await adminScope(c, TARIFF_ROLES);
  if (scope instanceof Response) return scope;
  const { ctx, member } = scope;
  const id = `${c.req.param("domain")}/${c.req.param("name")}`;
  const definition = ctx.catalogue.definition(member.id, id);
  const tariff = definition?.tariffs.find((each) => each.id === c.req.param("table"));
  if (!definition || !tariff) return refuse(c, notFound());
  const versions = await tariffVersions(ctx.db, { member: member.id, definition: id, tariff: tariff.id });
  const base = `${tariffsHref(scope)}/${id}/${tariff.id}`;
  return { scope, definition, tariff, versions, base, today: parisDay(ctx.clock().toISOString()) };
}
