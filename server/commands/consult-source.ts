import {
  type Answers,
  type CompiledDefinition,
  type CompiledSource,
  type Json,
  parisDay,
  type Context as ScopeContext,
  type SourceInputs,
  type SourceOutcome,
  withoutData,
} from "../../engine/index.ts";
import { sourceWords } from "../../renderer/strings-sources.ts";
import type { Sourced } from "../connectors/data-source.ts";
import type { Given } from "../connectors/look-up-source.ts";
import type { Context } from "../context.ts";
import { digestOf, lackingIn, toldTo } from "../draft-sources.ts";
import { uuidv7 } from "../ids.ts";
import { type Outcome, problem, refused, tooMany } from "../problem.ts";
import { callerOf } from "../source-caller.ts";
import type { Draft } from "../store/drafts.ts";
import { limitKey, take } from "../store/rate-limit.ts";
import { changeDraft } from "./draft.ts";

/**
 * Questions to sources about one draft in a day, and from one network address in an hour: a form is no way to look people
 * up.
 */
const LIMITS = { draft: 6, draftSeconds: 86_400, address: 20, addressSeconds: 3_600 };

export interface Consultation {
  readonly member: string;
  readonly definition: CompiledDefinition;
  readonly draft: Draft;
  readonly source: CompiledSource;
  readonly context: ScopeContext;
  /** Key of the limit of the network address it comes from. */
  readonly address: string;
}

/**
 * Asks a source, at the citizen's word, and writes what came of it in the draft. What fails is written too: the form then
 * asks by hand. Refusals: `invalid` when the source lacks something, `too-many`, `not-found`.
 */
export async function consultSource(ctx: Context, asked: Consultation): Promise<Outcome<Draft>> {
  const { definition, draft, source, context, member } = asked;
  const { key, kind } = source;
  const told = toldTo(definition, source, draft.answers, context);
  const lacking = lackingIn(source, told);
  if (lacking.length > 0) {
    const message = sourceWords.source.lacking(lacking);
    return refused(problem("invalid", message, [{ code: "source", pointer: `/${key}`, message }]));
  }
  const wait = await take(ctx, [
    { key: limitKey(ctx, "source-draft", draft.id), most: LIMITS.draft, seconds: LIMITS.draftSeconds },
    { key: asked.address, most: LIMITS.address, seconds: LIMITS.addressSeconds },
  ]);
  if (wait !== null) return refused(tooMany(wait, sourceWords.source.often));
  const caller = await callerOf(ctx, member, kind);
  const lookUp = ctx.sources?.lookUps.get(kind);
  const call = uuidv7(ctx.clock(), ctx.randomBytes(16));
  const answer: Sourced<Given> | null =
    caller && lookUp ? await lookUp.lookUp({ by: "identity", inputs: told }, caller) : null;
  const outcome = outcomeOf(answer);
  ctx.log.info({ source: kind, member, call, outcome }, "source consulted");
  return answer?.ok ? keepData(ctx, asked, told, answer.value, call) : keepOutcome(ctx, asked, outcome);
}

/** Writes that she will answer by herself; what had been fetched goes. */
export const declineSource = (
  ctx: Context,
  asked: Pick<Consultation, "member" | "draft" | "source">,
): Promise<Outcome<Draft>> => keepOutcome(ctx, asked, "refuse");

function outcomeOf(answer: Sourced<Given> | null): SourceOutcome {
  if (answer?.ok) return "obtenu";
  return answer !== null && ["not-found", "invalid"].includes(answer.failure) ? "introuvable" : "indisponible";
}

function keepOutcome(
  ctx: Context,
  { member, draft, source: { key } }: Pick<Consultation, "member" | "draft" | "source">,
  outcome: SourceOutcome,
): Promise<Outcome<Draft>> {
  const value = withoutData(outcome === "obtenu" ? "indisponible" : outcome);
  return changeDraft(ctx, member, draft, (answers) => ({ ...answers, [key]: value }), without(`/${key}`));
}

/** Data and their origin, in one write. */
function keepData(
  ctx: Context,
  { member, draft, source }: Consultation,
  told: SourceInputs,
  { provider, data }: Given,
  call: string,
): Promise<Outcome<Draft>> {
  const { key, keep, kind } = source;
  const at = ctx.clock().toISOString();
  const kept = keep.flatMap((name): (readonly [string, Json])[] => {
    const value = data[name];
    return value === undefined ? [] : [[name, value]];
  });
  const value: Answers = {
    ...{ etat: "obtenu", ...Object.fromEntries(kept) },
    ...{ organisme: provider, obtenuLe: parisDay(at) },
  };
  const origin = { source: kind, provider, at, call, inputs: digestOf(ctx, told) };
  return changeDraft(
    ctx,
    member,
    draft,
    (answers) => ({ ...answers, [key]: value }),
    (before) => ({ ...before, [`/${key}`]: origin }),
  );
}

const without =
  (pointer: string) =>
  (before: Draft["provenance"]): Draft["provenance"] => {
    const { [pointer]: _, ...others } = before;
    return others;
  };
