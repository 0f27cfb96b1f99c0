import {
  type Answers,
  type CompiledDefinition,
  type CompiledSource,
  type Json,
  parisDay,
  type Context as ScopeContext,
  type SourceOutcome,
  type SourceWay,
  toBeAsked,
  withoutData,
} from "../../engine/index.ts";
import { sourceWords } from "../../renderer/strings-sources.ts";
import type { Sourced } from "../connectors/data-source.ts";
import type { Asked, Given } from "../connectors/look-up-source.ts";
import type { Context } from "../context.ts";
import { digestOf, lackingIn, stateOf, toldBy, toldTo } from "../draft-sources.ts";
import { uuidv7 } from "../ids.ts";
import { done, type Outcome, problem, refused, tooMany } from "../problem.ts";
import { callerFrom } from "../source-caller.ts";
import { withinCeiling } from "../source-ceiling.ts";
import type { Draft } from "../store/drafts.ts";
import { limitKey, take } from "../store/rate-limit.ts";
import { sourceSetting } from "../store/source-settings.ts";
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

/** What is written of a question to a source. */
type Kept = Pick<Consultation, "member" | "draft" | "source">;

/**
 * Counts one question, whichever way it is asked. Refusal: `too-many`.
 */
export async function countQuestion(
  ctx: Context,
  { draft, address }: Pick<Consultation, "draft" | "address">,
): Promise<Outcome<null>> {
  const wait = await take(ctx, [
    { key: limitKey(ctx, "source-draft", draft.id), most: LIMITS.draft, seconds: LIMITS.draftSeconds },
    { key: address, most: LIMITS.address, seconds: LIMITS.addressSeconds },
  ]);
  return wait === null ? done(null) : refused(tooMany(wait, sourceWords.source.often));
}

/**
 * Asks a source about the person the form describes, at the citizen's word, and writes what came of it in the draft. What
 * fails is written too: the form then asks by hand. Refusals: `invalid` when the source lacks something, `too-many`,
 * `not-found`.
 */
export async function consultSource(ctx: Context, asked: Consultation): Promise<Outcome<Draft>> {
  const { definition, draft, source, context } = asked;
  const inputs = toldBy("identite", definition, source, draft.answers, context);
  const lacking = lackingIn(source, inputs);
  if (lacking.length > 0) {
    const message = sourceWords.source.lacking(lacking);
    return refused(problem("invalid", message, [{ code: "source", pointer: `/${source.key}`, message }]));
  }
  const counted = await countQuestion(ctx, asked);
  return counted.ok ? ask(ctx, asked, { by: "identity", inputs }) : counted;
}

/**
 * The same about the person FranceConnect has just vouched for; the question was counted when she left. The token is
 * used here and kept nowhere. Refusal: `not-found`.
 */
export const consultVouched = (
  ctx: Context,
  asked: Omit<Consultation, "address">,
  accessToken: string,
): Promise<Outcome<Draft>> => ask(ctx, asked, { by: "franceconnect", accessToken });

/** Writes that she will answer by herself; what had been fetched goes. */
export const declineSource = (ctx: Context, asked: Kept): Promise<Outcome<Draft>> => keepOutcome(ctx, asked, "refuse");

/** Writes that she came back from FranceConnect with nothing; what had been fetched before stays. */
export const noteFailedTrip = async (ctx: Context, asked: Kept): Promise<Outcome<Draft>> =>
  stateOf(asked.draft.answers[asked.source.key]) === "obtenu"
    ? done(asked.draft)
    : keepOutcome(ctx, asked, "interrompu", "franceconnect");

/** Writes that she will give the identity of the person by herself: the form then asks for it. */
export const chooseIdentity = (ctx: Context, { member, draft, source: { key } }: Kept): Promise<Outcome<Draft>> =>
  changeDraft(ctx, member, draft, (answers) => ({ ...answers, [key]: toBeAsked("identite") }), without(`/${key}`));

async function ask(ctx: Context, asked: Omit<Consultation, "address">, who: Asked): Promise<Outcome<Draft>> {
  const { member, source } = asked;
  const { kind } = source;
  const way = who.by === "identity" ? "identite" : "franceconnect";
  const call = uuidv7(ctx.clock(), ctx.randomBytes(16));
  const answer = await answerTo(ctx, member, source, who);
  const outcome = answer === "plafond" ? answer : outcomeOf(answer);
  ctx.log.info({ source: kind, member, call, way, outcome }, "source consulted");
  return answer !== "plafond" && answer?.ok
    ? keepData(ctx, asked, way, answer.value, call)
    : keepOutcome(ctx, asked, outcome, way);
}

/** Null where the member is not set to ask; "plafond" once it has asked as often as it may today. */
async function answerTo(
  ctx: Context,
  member: string,
  { kind }: CompiledSource,
  who: Asked,
): Promise<Sourced<Given> | "plafond" | null> {
  const lookUp = ctx.sources?.lookUps.get(kind);
  const setting = await sourceSetting(ctx, member, kind);
  const caller = setting && callerFrom(ctx, setting);
  if (!lookUp || !setting || !caller) return null;
  return (await withinCeiling(ctx, member, kind, setting)) ? lookUp.lookUp(who, caller) : "plafond";
}

function outcomeOf(answer: Sourced<Given> | null): SourceOutcome {
  if (answer?.ok) return "obtenu";
  return answer !== null && ["not-found", "invalid"].includes(answer.failure) ? "introuvable" : "indisponible";
}

function keepOutcome(
  ctx: Context,
  { member, draft, source: { key } }: Kept,
  outcome: SourceOutcome,
  way?: SourceWay,
): Promise<Outcome<Draft>> {
  const value = withoutData(outcome === "obtenu" ? "indisponible" : outcome, way);
  return changeDraft(ctx, member, draft, (answers) => ({ ...answers, [key]: value }), without(`/${key}`));
}

/** Data and their origin, in one write. */
function keepData(
  ctx: Context,
  { member, draft, definition, context, source }: Omit<Consultation, "address">,
  way: SourceWay,
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
    ...{ etat: "obtenu", par: way, ...Object.fromEntries(kept) },
    ...{ organisme: provider, obtenuLe: parisDay(at) },
  };
  const inputs = digestOf(ctx, toldTo(definition, source, { ...draft.answers, [key]: value }, context));
  return changeDraft(
    ctx,
    member,
    draft,
    (answers) => ({ ...answers, [key]: value }),
    (before) => ({ ...before, [`/${key}`]: { source: kind, provider, at, call, inputs } }),
  );
}

const without =
  (pointer: string) =>
  (before: Draft["provenance"]): Draft["provenance"] => {
    const { [pointer]: _, ...others } = before;
    return others;
  };
