import { NOBODY } from "../../../renderer/back/assignment.tsx";
import { words } from "../../../renderer/strings-back.ts";
import { assignEntry } from "../../commands/assign-entry.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { notFound } from "../../problem.ts";
import { type PageContext, refuse } from "./agent-scope.ts";
import { ASSIGNED, readBack } from "./entry.ts";
import { entryIn, entryScope } from "./entry-scope.ts";
import type { EntryShow } from "./entry-show.ts";
import { one, readRevision } from "./send-event.ts";
import { showEntry } from "./show-entry.ts";

/** POST /{member}/agent/{domain}/{name}/{id}/assigner: gives an entry to an agent, or releases it. */
export async function assignRoute(c: PageContext): Promise<Response> {
  const scope = await entryScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const back = readBack(one(form, "liste"));
  const shown: EntryShow = { status: 200, back };
  if (form.resumed) return showEntry(c, scope, shown);
  const chosen = one(form, "assignee") ?? "";
  if (chosen === "") return showEntry(c, scope, { ...shown, status: 422, refused: words.assign.missing });
  const { ctx, member, entry, actor, base } = scope;
  const revision = readRevision(form);
  const assignee = chosen === NOBODY ? null : chosen;
  const request = { member: member.id, id: entry.id, definitionId: entry.definition, actor, assignee, revision };
  const outcome = await assignEntry(ctx, request);
  if (outcome.ok) {
    return c.redirect(
      `${base}?${new URLSearchParams({ fait: ASSIGNED, ...(back !== "" && { liste: back }) })}#fait`,
      303,
    );
  }
  const current = await entryIn(c, scope);
  if (!current) return refuse(c, notFound());
  const { problem } = outcome;
  if (problem.code === "stale") return showEntry(c, current, { ...shown, status: 409, staleSince: revision });
  return showEntry(c, current, { ...shown, status: problem.status === 403 ? 403 : 422, refused: problem.detail });
}
