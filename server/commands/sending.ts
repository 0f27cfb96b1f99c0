import {
  type Actor,
  addressOf,
  type CompiledDefinition,
  canRead,
  consents,
  type Entry,
  emailOf,
  homeKey,
  type Mailing,
  MERGED,
  maySend,
  namedLines,
  type PostalAddress,
  type Scope,
} from "../../engine/index.ts";
import { sendingWords } from "../../renderer/strings-sendings.ts";
import { workWords } from "../../renderer/strings-works.ts";
import type { Context } from "../context.ts";
import type { SendingAction } from "../store/works.ts";
import { about } from "./write-entry.ts";

const { left } = sendingWords;

/** Whether an action writes to those whom entries are about, and changes nothing of them. */
export const isSending = <A extends { readonly type: string }>(
  action: A | undefined,
): action is Extract<A, SendingAction> =>
  action?.type === "labels" || action?.type === "letters" || action?.type === "mailing";

/** Someone written to. */
export interface Addressee {
  readonly entry: Entry;
  /** The definition as the member offers it now: it says how she is written to, and what may be quoted. */
  readonly definition: CompiledDefinition;
  readonly names: readonly string[];
  /** On paper; null by mail. */
  readonly address: PostalAddress | null;
  /** By mail: where to; "" on paper. */
  readonly email: string;
}

export type Addressed =
  | { readonly ok: true; readonly value: Addressee }
  | {
      readonly ok: false;
      readonly reason: string;
      /** Of one who lives where another does: the reference of the other, and her own names, to stand on one label. */
      readonly home?: { readonly reference: string; readonly names: readonly string[] };
    };

/** What was met so far of a list, each with the reference it was met at: homes, or mail addresses. */
export type Met = Map<string, string>;

/** An entry of a list, as it is now, and who asks. */
export interface Asked {
  readonly entry: Entry;
  /** The version it is pinned to. */
  readonly pinned: CompiledDefinition;
  readonly actor: Actor;
}

/**
 * To whom an action writes about an entry, or why it does not: the right, where to, what she accepted, and one alone for a home or
 * a mail address met before.
 */
export function addressed(ctx: Context, { entry, pinned, actor }: Asked, action: SendingAction, met: Met): Addressed {
  const no = (reason: string) => ({ ok: false, reason }) as const;
  const definition = ctx.catalogue.definition(entry.member, entry.definition);
  if (!definition || !canRead(pinned, entry, actor)) return no(workWords.reasons.gone);
  const { mailing } = definition;
  if (!mailing || !maySend(definition, actor, action.type)) return no(left.right);
  if (entry.state === MERGED) return no(left.merged);
  const names = namedLines(mailing, scopeOf(ctx, definition, entry));
  const found = { entry, definition, names };
  if (action.type === "mailing") return byMail(found, mailing, action, met);
  const address = addressOf(mailing, entry.answers);
  if (address === null) return no(left.noAddress);
  if (action.type === "labels" && action.household) {
    const before = meet(met, homeKey(address), entry.reference);
    if (before !== null) return { ...no(left.sameHome(before)), home: { reference: before, names } };
  }
  return { ok: true, value: { ...found, address, email: "" } };
}

type Found = Pick<Addressee, "entry" | "definition" | "names">;

function byMail(
  found: Found,
  mailing: Mailing,
  { purpose }: Extract<SendingAction, { type: "mailing" }>,
  met: Met,
): Addressed {
  const { answers, reference } = found.entry;
  const email = emailOf(mailing, answers);
  if (email === null) return { ok: false, reason: left.noEmail };
  if (purpose === "consent" && !consents(mailing, answers)) return { ok: false, reason: left.noConsent };
  const before = meet(met, email.toLowerCase(), reference);
  if (before !== null) return { ok: false, reason: left.sameEmail(before) };
  return { ok: true, value: { ...found, address: null, email } };
}

/** Where the same was met before; null the first time. */
function meet(met: Met, key: string, reference: string): string | null {
  const before = met.get(key);
  if (before === undefined) met.set(key, reference);
  return before ?? null;
}

/** What a text to her may quote: nothing the service keeps to itself is compiled into one. */
export const scopeOf = (
  ctx: Context,
  definition: CompiledDefinition,
  { answers, reference, state, createdAt, member }: Entry,
): Scope => ({
  answers,
  now: ctx.clock().toISOString(),
  entry: { reference, state, createdAt },
  actor: { kind: "citizen", roles: [] },
  about: about(ctx, member, definition),
});
