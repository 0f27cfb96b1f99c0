import {
  type CompiledDefinition,
  type Entry,
  type Forwarded,
  knownAnswers,
  parisDay,
  SYSTEM,
} from "../../engine/index.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { uuidFrom } from "../ids.ts";
import { accountsAfter } from "../store/accounts.ts";
import { findEntryIn } from "../store/entries.ts";
import { copyFiles, withCopies } from "./copy-files.ts";
import { HopelessEffect } from "./hopeless-effect.ts";
import { openEntry } from "./open-entry.ts";

/**
 * Opens a forwarded entry in the member it is forwarded to (CRPA L.114-2), within the worker's transaction, which also
 * marks the forwarding done: it is opened once, or not yet. Its answers, its files, the day of its receipt and whoever
 * holds it come with it. Throws `HopelessEffect` when the member no longer offers the definition.
 */
export async function forwardEntry(
  ctx: Context,
  tx: Tx,
  origin: Entry,
  { to, entry: id }: { readonly to: string; readonly entry: string },
): Promise<void> {
  const definition = ctx.catalogue.definition(to, origin.definition);
  if (!definition || !ctx.catalogue.offers(to, origin.definition)) {
    throw new HopelessEffect(`${origin.definition} is not offered by ${to}`);
  }
  if (await findEntryIn(tx, to, id)) return;
  const { holder, held } = await holderThere(ctx, tx, origin, to, definition);
  const files = await copyFiles(ctx, tx, {
    ...{ origin, to, owner: holder ?? "", wanted: () => true },
    idFor: (file) => uuidFrom(ctx.secrets.mac("forwarded-file", JSON.stringify([origin.member, file, to]))),
  });
  const was = await ctx.catalogue.version(origin.member, origin.definition, origin.version);
  // Notes of the service stay with it.
  const answers = withCopies(knownAnswers(was.form, origin.answers, { ...SYSTEM, kind: "anonymous" }), files);
  const inAnswers = JSON.stringify(answers);
  const forwarded: Omit<Forwarded, "aside"> = {
    member: ctx.catalogue.member(origin.member)?.name ?? origin.member,
    reference: origin.reference,
    receivedOn: origin.clock?.receivedOn ?? parisDay(origin.createdAt),
    held,
    files: [...files.values()].filter((file) => !inAnswers.includes(file)),
  };
  const opened = await openEntry(
    ctx,
    { member: to, definition, actor: SYSTEM, answers, forwarded: { id, holder, forwarded } },
    tx,
  );
  if (!opened.ok) throw new HopelessEffect(`${opened.problem.code}: ${opened.problem.detail}`);
}

const BATCH = 500;

/**
 * Who holds it there. A pseudonym says nothing of the other ones of the same person: the account is found by working out
 * everybody's. Without an account, a pseudonym that the link sent by mail opens, and that she may claim.
 */
async function holderThere(ctx: Context, tx: Tx, origin: Entry, to: string, { privacy }: CompiledDefinition) {
  const { holder, member } = origin;
  if (holder === null) return { holder: null, held: false };
  const was = await ctx.catalogue.version(member, origin.definition, origin.version);
  const { secrets } = ctx;
  for (let after: string | null = null; ; ) {
    const accounts: readonly string[] = await accountsAfter(tx, after, BATCH);
    const found = accounts.find((account) => secrets.pseudonym(account, member, was.privacy.sector) === holder);
    if (found !== undefined) return { holder: secrets.pseudonym(found, to, privacy.sector), held: true };
    if (accounts.length < BATCH) break;
    after = accounts.at(-1) ?? null;
  }
  return { holder: secrets.pseudonym(`forwarded:${origin.id}`, to, privacy.sector), held: false };
}
