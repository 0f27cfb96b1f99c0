import type { CompiledDefinition } from "../engine/index.ts";
import {
  type Answers,
  type CompiledSource,
  type Field,
  inputsOf,
  kindOf,
  type Provenances,
  resolve,
  type Context as ScopeContext,
  type SourceInputs,
  type SourceWay,
  type Step,
  toBeAsked,
  type VouchedPerson,
  withoutData,
} from "../engine/index.ts";
import type { CivilIdentity } from "./connectors/franceconnect/civil-identity.ts";
import type { Context } from "./context.ts";
import { vouchedIdentity } from "./identity/profile.ts";
import type { Session } from "./identity/subject.ts";
import { callerOf } from "./source-caller.ts";
import type { Draft, DraftProvenances } from "./store/drafts.ts";

type Place = Pick<CompiledDefinition, "form" | "sources">;

/** What FranceConnect vouched for of whoever fills this form for herself, when its sources may be told; else nothing. */
export async function vouchedFor(
  ctx: Context,
  { sources }: Place,
  session: Session | null,
  onBehalf: Draft["onBehalf"],
): Promise<{ readonly franceconnect?: VouchedPerson }> {
  const account = session?.account;
  const reads = [...sources.values()].some(({ inputs }) =>
    [...inputs.values()].some((input) => input.reads.includes("franceconnect")),
  );
  const identity = reads && account && onBehalf === null ? await vouchedIdentity(ctx, account) : null;
  if (!identity) return {};
  return { franceconnect: personOf(identity) };
}

/** An identity of FranceConnect as sources are told it. */
export function personOf(identity: Partial<Record<keyof CivilIdentity, unknown>>): VouchedPerson {
  const { familyName, givenNames, birthdate, gender, birthplace, birthcountry } = identity;
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return {
    nom: text(familyName),
    prenoms: Array.isArray(givenNames) ? givenNames.map(text).join(" ") : "",
    naissance: text(birthdate),
    sexe: gender === "female" ? "F" : gender === "male" ? "M" : "",
    commune: text(birthplace),
    pays: text(birthcountry),
  };
}

/** What the answers of a draft tell a source. */
export function toldTo({ form }: Place, source: CompiledSource, answers: Answers, context: ScopeContext): SourceInputs {
  return inputsOf(source, { ...context, answers: resolve(form, answers, context).answers });
}

/** The same once she has chosen how the source knows her: a form may ask for an identity only when it is by identity. */
export const toldBy = (
  way: SourceWay,
  place: Place,
  source: CompiledSource,
  answers: Answers,
  context: ScopeContext,
): SourceInputs => toldTo(place, source, { ...answers, [source.key]: toBeAsked(way) }, context);

/** The fields of a page that say who a source is asked about. */
export const askedHere = ({ inputs }: CompiledSource, { fields }: Pick<Step, "fields">): readonly Field[] =>
  fields.filter(({ key }) => [...inputs.values()].some((input) => input.reads.includes(key)));

/** Titles of what a source needs and was not told. */
export function lackingIn({ kind }: CompiledSource, told: SourceInputs): readonly string[] {
  const bornHere = told["pays"] === "99100";
  return Object.entries(kindOf(kind).inputs)
    .filter(([name, { required }]) => told[name] === undefined && (required || (name === "commune" && bornHere)))
    .map(([, { title }]) => title);
}

/** Recognises what a source was told, without holding it. */
export const digestOf = ({ secrets }: Pick<Context, "secrets">, told: SourceInputs): string =>
  secrets.mac("source-inputs", JSON.stringify(Object.entries(told).sort())).toString("base64url");

/**
 * A draft whose data of sources are those of the person it now describes: after a change of identity they are gone, and
 * are to be fetched again. Where the member cannot ask, the form asks by hand at once.
 */
export async function withFreshSources(
  ctx: Context,
  member: string,
  definition: Place,
  draft: Draft,
  context: ScopeContext,
): Promise<Draft> {
  if (definition.sources.size === 0) return draft;
  const answers: Record<string, Answers[string]> = { ...draft.answers };
  for (const source of definition.sources.values()) {
    const { key } = source;
    const etat = stateOf(answers[key]);
    const way = wayOf(answers[key]);
    const known = draft.provenance[`/${key}`];
    const told = etat === "obtenu" ? digestOf(ctx, toldTo(definition, source, draft.answers, context)) : "";
    if (etat === "obtenu" && known?.inputs !== told) {
      if (way === "identite") answers[key] = toBeAsked(way);
      else delete answers[key];
    }
    if (stateOf(answers[key]) === null && !(await callerOf(ctx, member, source.kind))) {
      answers[key] = withoutData("indisponible");
    }
  }
  return { ...draft, answers };
}

/** What came of asking, when it was asked. */
export const stateOf = (value: Answers[string] | undefined): string | null => textIn(value, "etat");

/** How the source knows her, once she chose or it was asked. */
export const wayOf = (value: Answers[string] | undefined): SourceWay | null => {
  const way = textIn(value, "par");
  return way === "identite" || way === "franceconnect" ? way : null;
};

function textIn(value: Answers[string] | undefined, name: string): string | null {
  const text =
    typeof value === "object" && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : null;
  return typeof text === "string" ? text : null;
}

/** Where the answers of a draft come from, as its request keeps it: of those that are still there. */
export function keptProvenance({ sources }: Place, { answers, provenance }: Draft): Provenances {
  const kept = [...sources.keys()].filter((key) => stateOf(answers[key]) === "obtenu");
  return Object.fromEntries(
    kept.flatMap((key) => {
      const known: DraftProvenances[string] | undefined = provenance[`/${key}`];
      if (!known) return [];
      const { inputs: _, ...origin } = known;
      return [[`/${key}`, origin] as const];
    }),
  );
}
