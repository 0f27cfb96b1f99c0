import type { Actor, CompiledDefinition } from "../../../engine/index.ts";
import { importWords as words } from "../../../renderer/strings-imports.ts";
import { mayOpen } from "../../commands/may-open.ts";
import { notFound, problem } from "../../problem.ts";
import { type FileImport, findImport } from "../../store/imports.ts";
import { type AgentScope, agentScope, definitionId, type PageContext, refuse } from "../back/agent-scope.ts";
import { reach } from "../back/reach.ts";

/** An agent in front of the files of a register, where she may make entries. */
export interface ImportsScope extends AgentScope {
  readonly definition: CompiledDefinition;
  readonly actor: Actor;
  /** Address of its imports. */
  readonly base: string;
  /** Address of its list. */
  readonly list: string;
}

/** The register the path names, or the answer to give instead: 404 unless it is one she reaches, 403 unless she may make entries. */
export async function importsScope(c: PageContext): Promise<ImportsScope | Response> {
  const id = definitionId(c);
  const scope = await agentScope(c, id);
  if (scope instanceof Response) return scope;
  const { ctx, member, session } = scope;
  const found = reach(ctx, session, member.id, id).find((place) => place.member === member);
  if (found?.definition.kind !== "register" || member !== scope.home) return refuse(c, notFound());
  const { definition, actor } = found;
  if (!mayOpen(ctx, member.id, definition, actor)) return refuse(c, problem("not-allowed", words.notAllowed));
  const list = `/${member.id}/agent/${id}`;
  return { ...scope, definition, actor, list, base: `${list}/imports` };
}

/** An agent in front of one import. */
export interface ImportScope extends ImportsScope {
  readonly found: FileImport;
  /** Its address. */
  readonly here: string;
}

/** The import the path names, or the answer to give instead. */
export async function importScope(c: PageContext): Promise<ImportScope | Response> {
  const scope = await importsScope(c);
  if (scope instanceof Response) return scope;
  const found = await findImport(scope.ctx.db, scope.member.id, scope.definition.id, c.req.param("import") ?? "");
  return found ? { ...scope, found, here: `${scope.base}/${found.id}` } : refuse(c, notFound());
}
