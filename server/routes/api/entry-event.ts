import type { Answers, Json } from "../../../engine/index.ts";
import { sendEvent } from "../../commands/send-event.ts";
import { entryView } from "../../entry-view.ts";
import { readJson } from "../../middleware/read-json.ts";
import { done, type Outcome, problem, problemResponse, refused } from "../../problem.ts";
import { isAnswers } from "./entries-create.ts";
import { type ApiContext, target } from "./subject.ts";

/** POST /{member}/{definition}/entries/{id}/events: `{type, answers?}`, guarded by `If-Match`. */
export async function postEvent(c: ApiContext): Promise<Response> {
  const found = target(c);
  if (!found.ok) return problemResponse(c, found.problem);
  const { ctx, member, definition, actor, actorIn } = found.value;
  const body = await readJson(c);
  if (!body.ok) return problemResponse(c, body.problem);
  const event = readEvent(body.value);
  if (!event.ok) return problemResponse(c, event.problem);
  const sent = await sendEvent(ctx, {
    member: member.id,
    definitionId: definition.id,
    id: c.req.param("id") ?? "",
    actor,
    actorIn,
    ...event.value,
    revision: readIfMatch(c.req.header("if-match")),
  });
  if (!sent.ok) return problemResponse(c, sent.problem);
  const { entry } = sent.value;
  const view = entryView(sent.value.definition, entry, actor, ctx.clock().toISOString());
  return c.json(view, 200, { ETag: `"${entry.revision}"` });
}

function readEvent(body: Json): Outcome<{ type: string; answers?: Answers }> {
  const shape = 'Le corps doit être {"type": "…", "answers": {…}} ; answers est facultatif.';
  if (!isAnswers(body)) return refused(problem("malformed", shape));
  const { type, answers, ...others } = body;
  if (typeof type !== "string" || Object.keys(others).length > 0) return refused(problem("malformed", shape));
  if (answers === undefined) return done({ type });
  return isAnswers(answers) ? done({ type, answers }) : refused(problem("malformed", shape));
}

/** A revision the entry cannot have when the header is not one: then it is not the current one. */
function readIfMatch(header: string | undefined): number | null {
  if (header === undefined || header.trim() === "*") return null;
  const revision = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim())?.[1];
  return revision === undefined ? -1 : Number(revision);
}
