import type { Issue } from "../../engine/index.ts";
import { cannedWords as words } from "../../renderer/strings-canned.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { uuidv7 } from "../ids.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import {
  type CannedAnswer,
  cannedAnswer,
  deleteCannedAnswer,
  MOST_ANSWERS,
  saveCannedAnswer,
} from "../store/canned-answers.ts";
import { isUuid } from "../store/entries.ts";

/** Letters of a ready answer: less than a message, to which an agent adds. */
export const LONGEST_ANSWER = 5_000;
const LONGEST_TITLE = 100;

/** A ready answer as typed; `over` says for what: "", "definition:…" or "unite:…". */
export interface CannedPlan {
  readonly title: string;
  readonly body: string;
  readonly over: string;
}

/** Adds a ready answer to the member of `by`, or changes the one with this id. Refusals: `invalid`, `not-found`. */
export async function keepCannedAnswer(
  ctx: Context,
  by: AgentIdentity,
  id: string | null,
  plan: CannedPlan,
): Promise<Outcome<string>> {
  const { member } = by;
  const before = id === null ? null : await findCannedAnswer(ctx, member, id);
  if (id !== null && before === null) return refused(notFound());
  const over = overOf(ctx, member, plan.over);
  const issues = [...issuesOf(plan), ...(over === null ? [issue("pour", words.errors.over)] : [])];
  if (over === null || issues.length > 0) return refused(problem("invalid", issues[0]?.message ?? "", issues));
  const at = ctx.clock();
  const kept = { id: id ?? uuidv7(at, ctx.randomBytes(16)), title: plan.title, body: plan.body, ...over };
  if (!(await saveCannedAnswer(ctx.db, member, kept, at))) {
    const full = words.errors.full(MOST_ANSWERS);
    return refused(problem("invalid", full, [issue("titre", full)]));
  }
  tell(ctx, by, kept, before ? "answer-changed" : "answer-added");
  return done(kept.id);
}

/** Removes a ready answer. Refusals: `not-found`. */
export async function removeCannedAnswer(ctx: Context, by: AgentIdentity, id: string): Promise<Outcome<null>> {
  const before = await findCannedAnswer(ctx, by.member, id);
  if (!before || !(await deleteCannedAnswer(ctx.db, by.member, id))) return refused(notFound());
  tell(ctx, by, before, "answer-removed");
  return done(null);
}

/** One of a member, or null; whatever the id. */
export const findCannedAnswer = async (ctx: Context, member: string, id: string): Promise<CannedAnswer | null> =>
  isUuid(id) ? cannedAnswer(ctx.db, member, id) : null;

function issuesOf({ title, body }: CannedPlan): readonly Issue[] {
  return [
    ...(title === "" ? [issue("titre", words.errors.noTitle)] : []),
    ...(title.length > LONGEST_TITLE ? [issue("titre", words.errors.longTitle(LONGEST_TITLE))] : []),
    ...(body === "" ? [issue("texte", words.errors.noBody)] : []),
    ...(body.length > LONGEST_ANSWER ? [issue("texte", words.errors.longBody)] : []),
  ];
}

/** For what it is; null for what the member does not offer, or has not. */
function overOf(ctx: Context, member: string, over: string): Pick<CannedAnswer, "definition" | "unit"> | null {
  if (over === "") return { definition: null, unit: null };
  const [, kind, id = ""] = /^(definition|unite):(.{1,200})$/.exec(over) ?? [];
  if (kind === "definition" && ctx.catalogue.definition(member, id)) return { definition: id, unit: null };
  const known = ctx.catalogue.member(member)?.units.some((unit) => unit.id === id);
  return kind === "unite" && known ? { definition: null, unit: id } : null;
}

const issue = (name: string, message: string): Issue => ({ code: "answer", pointer: `/${name}`, message });

function tell(ctx: Context, by: AgentIdentity, { id, title }: CannedAnswer, change: string): void {
  const actor = { kind: "agent", id: by.id, name: by.name } as const;
  audit(ctx, { member: by.member, action: "member", actor, target: id, detail: { change, name: title } });
}
