import type { Decision } from "../../../engine/index.ts";
import { type OverlayWork, overlayWork } from "../../overlay-work.ts";
import { notFound } from "../../problem.ts";
import { type AgentScope, type PageContext, refuse } from "../back/agent-scope.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";

/** A definition that the administrator at work personalises. */
export interface OverlayScope extends AgentScope {
  readonly id: string;
  readonly work: OverlayWork;
  /** Address of the list, and of this definition under it. */
  readonly list: string;
  readonly base: string;
}

/** The definition that the path names, or the answer to give instead. */
export async function overlayScope(
  c: PageContext,
  decisions?: ReadonlyMap<string, Decision>,
): Promise<OverlayScope | Response> {
  const scope = await adminScope(c, ["admin-fonctionnel"]);
  if (scope instanceof Response) return scope;
  const id = `${c.req.param("domain") ?? ""}/${c.req.param("name") ?? ""}`;
  const work = await overlayWork(scope.ctx, scope.member.id, id, decisions);
  if (!work) return refuse(c, notFound());
  const list = overlaysHref(scope);
  return { ...scope, id, work, list, base: `${list}/${id}` };
}

export const overlaysHref = ({ member }: AgentScope): string =>
  `/${member.id}/agent/${ADMINISTRATION}/personnalisations`;
