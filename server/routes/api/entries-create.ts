import type { Answers } from "../../../engine/index.ts";
import { openEntry } from "../../commands/open-entry.ts";
import type { EntryView } from "../../entry-view.ts";
import { readJson } from "../../middleware/read-json.ts";
import { done, type Outcome, problem, problemResponse, refused } from "../../problem.ts";
import { type ApiContext, target } from "./subject.ts";

const MAX_KEY = 255;

/** POST /{member}/{definition}/entries: body = answers; `Idempotency-Key` honoured. */
export async function createEntry(c: ApiContext): Promise<Response> {
  const found = target(c);
  if (!found.ok) return problemResponse(c, found.problem);
  const { ctx, member, definition, actor, actorIn } = found.value;
  const answers = await answersIn(c);
  if (!answers.ok) return problemResponse(c, answers.problem);
  const key = keyIn(c);
  if (!key.ok) return problemResponse(c, key.problem);
  const opened = await openEntry(ctx, {
    member: member.id,
    definition,
    actor,
    actorIn,
    answers: answers.value,
    ...(key.value !== undefined && { idempotencyKey: key.value }),
  });
  return opened.ok ? created(c, opened.value.view) : problemResponse(c, opened.problem);
}

/** The body of a call, as answers: a JSON object. */
export async function answersIn(c: ApiContext): Promise<Outcome<Answers>> {
  const body = await readJson(c);
  if (!body.ok) return body;
  if (isAnswers(body.value)) return done(body.value);
  return refused(problem("malformed", "Le corps doit être un objet JSON : les réponses du formulaire."));
}

/** The key that makes a call sent twice one entry; undefined without it. */
export function keyIn(c: ApiContext): Outcome<string | undefined> {
  const key = c.req.header("idempotency-key");
  if (key === undefined || (key.length > 0 && key.length <= MAX_KEY)) return done(key);
  return refused(problem("malformed", `Idempotency-Key doit compter de 1 à ${MAX_KEY} caractères.`));
}

/** 201: the entry just opened, where it is read, and its revision. */
export const created = (c: ApiContext, view: EntryView): Response =>
  c.json(view, 201, {
    Location: `/api/v1/${view.member}/${view.definition}/entries/${view.id}`,
    ETag: `"${view.revision}"`,
  });

/** Whether a JSON value can be answers: an object. */
export function isAnswers(value: unknown): value is Answers {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
