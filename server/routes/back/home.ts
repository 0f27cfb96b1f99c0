import { canRead, canWorkQueue } from "../../../engine/index.ts";
import { homePage } from "../../../renderer/back/home-page.tsx";
import { actorFor } from "../../identity/actor-for.ts";
import { findByReference } from "../../store/entries.ts";
import { type AgentScope, agentScope, backFrame, type PageContext } from "./agent-scope.ts";
import { workable } from "./workloads.ts";

const LONGEST_REFERENCE = 40;

/** GET /{member}/agent: her queues and registers; with `reference`, the entry that bears it. */
export async function homeRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, session } = scope;
  const reference = (c.req.query("reference") ?? "").replaceAll("\u0000", "").trim().slice(0, LONGEST_REFERENCE);
  const found = reference === "" ? null : await entryPath(scope, reference);
  if (found !== null) return c.redirect(found, 303);
  const definitions = workable(ctx, session, member.id);
  const html = homePage({
    frame: await backFrame(c, scope, "agent"),
    definitions: new Map(definitions.map((definition) => [definition.id, definition])),
    missing: reference === "" ? null : reference,
  });
  return c.html(html, reference === "" ? 200 : 404);
}

/** Address of the entry with this reference, however typed, when the agent may read it. */
async function entryPath({ ctx, session, member }: AgentScope, typed: string): Promise<string | null> {
  const letters = typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
  const half = letters.length / 2;
  const entry =
    (await findByReference(ctx, member.id, typed)) ??
    (await findByReference(ctx, member.id, `${letters.slice(0, half)}-${letters.slice(half)}`));
  if (!entry) return null;
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  const actor = actorFor(ctx, session, member.id, definition);
  const visible = canRead(definition, entry, actor) && canWorkQueue(definition, actor);
  return visible ? `/${member.id}/agent/${entry.definition}/${entry.id}` : null;
}
