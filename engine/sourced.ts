import type { Answers, Json } from "./entry.ts";
import type { Expression, Field, Form, Scope } from "./form.ts";
import { own, put } from "./json.ts";
import type { SourceKindId, SourceOutcome, SourceWay } from "./source-kinds.ts";

/** A source that a definition calls, for one of its fields. */
export interface CompiledSource {
  /** Key of the field that its answer fills. */
  readonly key: string;
  readonly kind: SourceKindId;
  /** Why the service needs it, for the citizen (CRPA L.114-8): follows "pour". */
  readonly purpose: string;
  readonly inputs: ReadonlyMap<string, Expression>;
  /** Whether FranceConnect may say who she is, in the place of the inputs. */
  readonly franceconnect: boolean;
  /** Pieces of data kept; the others are not even read. */
  readonly keep: readonly string[];
}

/** The answer of a source that gave nothing; `way` when it was asked, or is to be. */
export const withoutData = (etat: Exclude<SourceOutcome, "obtenu">, way?: SourceWay): Answers => ({
  etat,
  ...(way && { par: way }),
});

/** The answer of whoever chose how to say who she is, and has not asked yet. */
export const toBeAsked = (way: SourceWay): Answers => ({ par: way });

/**
 * Answers in which those of sources are what the server knows, whatever was sent: they come from a draft of ours
 * (`sourced`), from the entry as it stands (`stored`), or nobody asked.
 */
export function withSourced(
  form: Form,
  answers: Answers,
  { sourced, stored }: Pick<Scope, "sourced" | "stored">,
): Answers {
  const keys = sourceKeys(form);
  if (keys.length === 0 || sourced === true) return answers;
  const placed: Record<string, Json> = {};
  for (const key of Object.keys(answers)) if (!keys.includes(key)) put(placed, key, answers[key] ?? null);
  for (const key of keys) put(placed, key, own(stored ?? {}, key) ?? withoutData("non-demande"));
  return placed;
}

/** Answers without those of sources, which only the server may give. */
export function withoutSourced(form: Form, answers: Answers): Answers {
  const keys = sourceKeys(form);
  return keys.length === 0
    ? answers
    : Object.fromEntries(Object.entries(answers).filter(([key]) => !keys.includes(key)));
}

/** Keys of the fields that sources fill. */
export const sourceKeys = (form: Form): readonly string[] => form.order.filter(isSourced).map(({ key }) => key);

export const isSourced = ({ source }: Pick<Field, "source">): boolean => source !== undefined;

/** What a source would be asked: a text for each input that has a value ("1985-03-27" for a date). */
export type SourceInputs = Readonly<Record<string, string>>;

/**
 * What these answers tell a source.
 * @param answers resolved
 */
export function inputsOf({ inputs }: CompiledSource, scope: Scope): SourceInputs {
  const values = [...inputs].flatMap(([name, expression]) => {
    const value = expression.evaluate(scope);
    const text = typeof value === "string" ? value.trim() : "";
    return text === "" ? [] : [[name, text] as const];
  });
  return Object.fromEntries(values);
}

/** The data kept of a source, as people read them. */
export function keptTitles({ order }: Pick<Form, "order">, { key, keep }: CompiledSource): readonly string[] {
  const fields = order.find((field) => field.key === key)?.fields ?? [];
  return keep.flatMap((name) => fields.find((field) => field.key === name)?.title ?? []);
}
