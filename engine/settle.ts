import type { Answers, Json } from "./entry.ts";
import type { Form } from "./form.ts";
import { escapeSegment, isObject, own, segmentsOf } from "./json.ts";
import { isBlank } from "./required.ts";
import { type Context, type Resolved, resolve } from "./resolve.ts";
import { failed, type Issue, ok, type Result } from "./result.ts";
import { issuesOf } from "./submit.ts";

/** A value that a form does not take. */
export interface Refused {
  readonly pointer: string;
  readonly value: Json;
  /** A French sentence. */
  readonly message: string;
}

/** Answers that a form takes as they are. */
export interface Settled {
  readonly answers: Answers;
  /** What it does not take, set aside. */
  readonly aside: readonly Refused[];
  /** What it asks for and was not given. */
  readonly lacking: readonly Issue[];
}

/** A value may be refused for what another says: each turn sets some aside, and the next looks again. */
const MOST_TURNS = 12;
const NOT_ASKED = "Cette question ne se pose pas pour cette fiche.";

/**
 * What may be kept of answers that nobody can mend now: values of a wrong shape or that break a rule are set aside, what lacks is
 * told. Fails when a form takes no entry with so little: see `Form.incomplete`.
 */
export function settle(form: Form, given: Answers, context: Context): Result<Settled> {
  const aside: Refused[] = [];
  let answers = given;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const resolved = resolve(form, answers, context);
    const issues = issuesOf(form, resolved, context);
    const wrong = issues.filter(({ code }) => code !== "required");
    const lacking = issues.filter(({ code }) => code === "required");
    if (wrong.length === 0) return settled(form, answers, resolved, aside, lacking);
    const before = answers;
    for (const { pointer, message } of wrong) {
      const value = at(answers, segmentsOf(pointer));
      if (value === undefined) continue;
      aside.push({ pointer, value, message });
      answers = without(answers, segmentsOf(pointer)) as Answers;
    }
    if (answers === before) return failed(wrong);
  }
  return failed(issuesOf(form, resolve(form, answers, context), context));
}

function settled(
  form: Form,
  given: Answers,
  { answers }: Resolved,
  aside: readonly Refused[],
  lacking: readonly Issue[],
): Result<Settled> {
  const needed = form.incomplete;
  const blocking =
    needed === undefined ? lacking : lacking.filter(({ pointer }) => needed.includes(segmentsOf(pointer)[0] ?? ""));
  const blank = (needed ?? []).filter((key) => isBlank(own(answers, key)));
  if (blocking.length > 0 || blank.length > 0) return failed(blocking.length > 0 ? blocking : lacking);
  const unasked = leavesOf(given)
    .filter(({ pointer }) => at(answers, segmentsOf(pointer)) === undefined)
    .map(({ pointer, value }) => ({ pointer, value, message: NOT_ASKED }));
  return ok({ answers, aside: [...aside, ...unasked], lacking });
}

function at(value: Json | undefined, segments: readonly string[]): Json | undefined {
  const [first, ...rest] = segments;
  if (first === undefined) return value;
  if (Array.isArray(value)) return at((value as readonly Json[])[Number(first)], rest);
  return isObject(value) ? at(own(value, first), rest) : undefined;
}

/** A copy without what a pointer names; items that become empty stay, so that pointers keep their sense. */
function without(value: Json, segments: readonly string[]): Json {
  const [first, ...rest] = segments;
  if (first === undefined) return value;
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    return rest.length === 0
      ? items.filter((_, index) => index !== Number(first))
      : items.map((item, index) => (index === Number(first) ? without(item, rest) : item));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (key !== first) return [[key, inner]];
      return rest.length === 0 ? [] : [[key, without(inner, rest)]];
    }),
  );
}

function leavesOf(value: Json, pointer = ""): readonly { readonly pointer: string; readonly value: Json }[] {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item, index) => leavesOf(item, `${pointer}/${index}`));
  }
  if (!isObject(value)) return [{ pointer, value }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, `${pointer}/${escapeSegment(key)}`));
}
