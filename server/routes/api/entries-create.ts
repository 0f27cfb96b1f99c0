import type { Answers } from "../../../engine/index.ts";
import { openEntry } from "../../commands/open-entry.ts";
import { readJson } from "../../middleware/read-json.ts";
import { problem, problemResponse } from "../../problem.ts";
import { type ApiContext, target } from "./subject.ts";

const MAX_KEY = 255;

/** POST /{member}/{definition}/entries: body = answers; `Idempotency-Key` honoured. */
export async function createEntry(c: ApiContext): Promise<Response> {
  const found = target(c);
  if (!found.ok) return problemResponse(c, found.problem);
  const { ctx, member, definition, actor, actorIn } = found.value;
  const body = await readJson(c);
  if (!body.ok) return problemResponse(c, body.problem);
  if (!isAnswers(body.value)) {
    return problemResponse(c, problem("malformed", "Le corps doit être un objet JSON : les réponses du formulaire."));
  }
  const key = c.req.header("idempotency-key");
  if (key !== undefined && (key.length === 0 || key.length > MAX_KEY)) {
    return problemResponse(c, problem("malformed", `Idempotency-Key doit compter de 1 à ${MAX_KEY} caractères.`));
  }
  const opened = await openEntry(ctx, {
    member: member.id,
    definition,
    actor,
    actorIn,
    answers: body.value,
    ...(key !== undefined && { idempotencyKey: key }),
  });
  if (!opened.ok) return problemResponse(c, opened.problem);
  const { view } = opened.value;
  return c.json(view, 201, {
    Location: `/api/v1/${member.id}/${definition.id}/entries/${view.id}`,
    ETag: `"${view.revision}"`,
  });
}

/** Whether a JSON value can be answers: an object. */
export function isAnswers(value: unknown): value is Answers {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
