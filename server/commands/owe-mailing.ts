import { type CompiledDefinition, compileMass, type Template } from "../../engine/index.ts";
import { sendingWords as words } from "../../renderer/strings-sendings.ts";
import { workWords } from "../../renderer/strings-works.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { uuidFrom } from "../ids.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import { insertLoneEffect } from "../store/effects.ts";
import { findEntryIn } from "../store/entries.ts";
import type { BulkTurn, Item } from "../store/work-turns.ts";
import type { SendingAction } from "../store/works.ts";
import { addressed } from "./sending.ts";
import { mailFor } from "./sending-text.ts";
import { unsubscribeAddress } from "./unsubscribe.ts";
import type { ActorIn } from "./write-entry.ts";

/** An effect that sends one mail of those written to many. */
export const MAILING = "mailing";

/** What such an effect holds, sealed: it is somebody's address, and words to her. */
export interface OwedMail {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  /** Where she says that she wants no more of them; null for a message owed to her. */
  readonly unsubscribe: string | null;
}

type Mailing = Extract<SendingAction, { type: "mailing" }>;

/** Texts compiled so far, each once for a definition. */
export type Texts = Map<CompiledDefinition, Template | null>;

/** The id of the one mail that a work owes about an item, and of its delivery: however often it is tried, there is one. */
export const mailIdOf = (ctx: Pick<Context, "secrets">, work: string, rank: number): string =>
  uuidFrom(ctx.secrets.mac(MAILING, JSON.stringify([work, rank])));

/**
 * Owes the mail of one item of a work, within the transaction that settles the item. Whoever was to be left out when the agent was told
 * is left out; who took her consent back since is too. Refusals: `not-found`, `not-allowed` with the reason.
 */
export async function oweMailing(
  ctx: Context,
  tx: Tx,
  turn: BulkTurn,
  item: Item,
  { agent, actorIn, texts }: { readonly agent: AgentIdentity; readonly actorIn: ActorIn; readonly texts: Texts },
): Promise<Outcome<null>> {
  const { action } = turn.params;
  if (action?.type !== "mailing") return refused(notFound());
  if (item.foreseen !== null) return refused(problem("not-allowed", item.foreseen));
  const { entryMember: member, entryId, rank } = item;
  if (member !== turn.member) await tx`select set_config('guichet.member', ${member}, true)`;
  const entry = await findEntryIn(tx, member, entryId);
  if (!entry) return refused(problem("not-allowed", workWords.reasons.gone));
  const pinned = await ctx.catalogue.version(member, entry.definition, entry.version);
  const found = addressed(ctx, { entry, pinned, actor: actorIn(member, pinned) }, action, new Map());
  if (!found.ok) return refused(problem("not-allowed", found.reason));
  const { definition, email } = found.value;
  const template = textFor(definition, action, texts);
  if (template === null) return refused(problem("not-allowed", words.left.broken));
  const said = await mailFor(ctx, tx, agent, found.value, template);
  const owed = owedMail(ctx, found.value, action, { to: email, ...said });
  const sealed = ctx.secrets.seal(MAILING, JSON.stringify(owed)).toString("base64");
  const consented = action.purpose === "consent";
  await insertLoneEffect(tx, {
    ...{ member, id: mailIdOf(ctx, turn.id, rank), type: MAILING, now: ctx.clock(), background: true },
    params: { entry: entryId, sealed, consented },
  });
  return done(null);
}

function textFor(definition: CompiledDefinition, action: Mailing, texts: Texts): Template | null {
  const known = texts.get(definition);
  if (known !== undefined) return known;
  const compiled = compileMass(definition, action);
  const text = compiled.ok ? compiled.value : null;
  texts.set(definition, text);
  return text;
}

/** A mail with what is owed to its reader: how to receive no more, or why she receives it whatever she accepted. */
export function owedMail(
  ctx: Context,
  {
    entry,
    definition,
  }: { readonly entry: { readonly member: string; readonly id: string }; readonly definition: CompiledDefinition },
  { purpose, reason }: Mailing,
  { to, subject, body }: Omit<OwedMail, "unsubscribe">,
): OwedMail {
  if (purpose === "service") {
    return { to, subject, body: `${body}\n\n${words.mail.service(reason)}`, unsubscribe: null };
  }
  const unsubscribe = unsubscribeAddress(ctx, entry.member, entry.id);
  const line = words.mail.unsubscribe(definition.mailing?.what ?? words.letter, unsubscribe);
  return { to, subject, body: `${body}\n\n${line}`, unsubscribe };
}
