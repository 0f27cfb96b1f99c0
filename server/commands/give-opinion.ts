import {
  type CompiledDefinition,
  type Entry,
  type Issue,
  outcomes,
  parisDay,
  personalDataIn,
} from "../../engine/index.ts";
import { opinionWords as words } from "../../renderer/strings-opinion.ts";
import type { Context } from "../context.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import { hasOpinion, insertOpinion } from "../store/opinions.ts";

const LONGEST_COMMENT = 500;

type Demande = Pick<Entry, "id" | "member" | "state">;

/** Whether an opinion is asked about an entry: a demande that is settled. */
export const asksOpinion = (definition: CompiledDefinition, { state }: Pick<Entry, "state">): boolean =>
  definition.kind === "service" && outcomes(definition).some(({ id }) => id === state);

/** The digest under which the opinion of an entry is kept. */
const digestOf = ({ secrets }: Pick<Context, "secrets">, { id, member }: Demande): Buffer =>
  secrets.mac("opinion", JSON.stringify([member, id]));

/** Whether an entry has its opinion. */
export const opinionGiven = (ctx: Context, entry: Demande): Promise<boolean> =>
  hasOpinion(ctx.db, entry.member, digestOf(ctx, entry));

/**
 * Keeps the opinion of whoever holds a settled demande: one for each, the first. Refusals: `not-allowed` before it is
 * settled, `invalid` with its issues, `stale` when it was given already.
 */
export async function giveOpinion(
  ctx: Context,
  definition: CompiledDefinition,
  entry: Demande,
  { score, comment }: { readonly score: number; readonly comment: string },
): Promise<Outcome<null>> {
  if (!asksOpinion(definition, entry)) return refused(problem("not-allowed", words.early));
  const found = personalDataIn(comment);
  const issues: readonly Issue[] = [
    ...(words.scores[score] === undefined ? [issue("avis", words.missing)] : []),
    ...(comment.length > LONGEST_COMMENT ? [issue("commentaire", words.long)] : []),
    ...(found ? [issue("commentaire", words.personal(words[found]))] : []),
  ];
  if (issues.length > 0) return refused(problem("invalid", issues[0]?.message ?? "", issues));
  const day = parisDay(ctx.clock().toISOString());
  const opinion = { entry: digestOf(ctx, entry), definition: definition.id, day, score, comment };
  const kept = await insertOpinion(ctx.db, entry.member, opinion);
  return kept ? done(null) : refused(problem("stale", words.given));
}

const issue = (name: string, message: string): Issue => ({ code: "opinion", pointer: `/${name}`, message });
