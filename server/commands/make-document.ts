import { createHash } from "node:crypto";
import {
  type Actor,
  type CompiledDefinition,
  canRead,
  composeDocument,
  type DocumentTemplate,
  type Entry,
  type EntryEvent,
  type Labels,
  linked,
  parisDay,
  SYSTEM,
} from "../../engine/index.ts";
import { documentPdf } from "../../renderer/pdf/document-pdf.ts";
import type { PdfFile } from "../../renderer/pdf/sheet.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { documentCode, type Owed, verificationOf } from "../document-code.ts";
import { entryLabel } from "../entry-label.ts";
import { putFile } from "../files/vault.ts";
import { uuidv7 } from "../ids.ts";
import { letterheadOf } from "../pdf/letterhead.ts";
import { holderOf, referenceNames } from "../reference-names.ts";
import { fileNamesIn, insertDocument, isMade, type NewDocument } from "../store/documents.ts";
import { findEntryIn } from "../store/entries.ts";
import { entryHistoryIn } from "../store/events.ts";
import { HopelessEffect } from "./hopeless-effect.ts";
import { about } from "./write-entry.ts";

/**
 * Makes the document an effect owes, about the entry as the fact left it, and keeps it: content and record are there if
 * `tx` commits, once, whatever is tried again.
 */
export async function makeDocument(ctx: Context, tx: Tx, owed: Owed, template: string): Promise<void> {
  const { member: memberId, entry: entryId, seq, rank } = owed;
  if (await isMade(tx, { member: memberId, entryId, seq, rank })) return;
  const [entry, member] = [await findEntryIn(tx, memberId, entryId), ctx.catalogue.member(memberId)];
  if (!entry || !member) throw new HopelessEffect("The document is about an entry that is not there");
  const definition = await ctx.catalogue.version(memberId, entry.definition, entry.version);
  const found = definition.documents.get(template);
  if (!found) throw new HopelessEffect(`The definition has no document ${template}`);
  const history = await entryHistoryIn(tx, ctx.secrets, memberId, entryId);
  const fact = history.find((event) => event.seq === seq);
  if (!fact) throw new HopelessEffect(`The entry has no fact ${seq}`);
  const labels = await labelsIn(ctx, tx, definition, found, entry, history);
  const reader = readerOf(found, entry);
  const names = await referenceNames(ctx, tx, memberId, quoted(definition, entry, fact), reader);
  const code = documentCode(ctx, owed);
  const pdf = await documentPdf({
    head: await letterheadOf(ctx, tx, member, definition),
    composed: composeDocument(definition, found, {
      entry,
      history,
      seq,
      labels,
      names,
      about: about(ctx, memberId, definition),
    }),
    about: definition.title,
    reference: entry.reference,
    at: new Date(fact.at),
    day: parisDay(fact.at),
    verification: verificationOf(ctx, memberId, code),
  });
  const { title, internal } = found;
  const id = uuidv7(ctx.clock(), ctx.randomBytes(16));
  await keepDocument(ctx, tx, { ...owed, code }, pdf, { id, template, title, internal });
}

/** Keeps a document that was made: its content as a stored file of the same id, and its record. */
export async function keepDocument(
  ctx: Context,
  tx: Tx,
  { member, entry: entryId, seq, rank, code }: Owed & { readonly code: string },
  { bytes, pages }: PdfFile,
  { id, template, title, internal }: Pick<NewDocument, "id" | "template" | "title" | "internal">,
): Promise<void> {
  const { size } = await putFile(ctx, member, whole(bytes), { id, tx });
  const sha256 = createHash("sha256").update(bytes).digest();
  const row = { member, id, entryId, seq, rank, template, title, internal, code, pages, size, sha256 };
  await insertDocument(tx, { ...row, createdAt: ctx.clock() });
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Whoever a document is written for. */
const readerOf = ({ internal }: DocumentTemplate, entry: Entry): Actor => (internal ? SYSTEM : holderOf(entry));

/** Ids of the entries that a sentence may name: those of the answers, and those an agent has just chosen. */
const quoted = ({ form, forms }: CompiledDefinition, { answers }: Entry, { data }: EntryEvent): readonly string[] =>
  [...linked(form, answers), ...[...forms.values()].flatMap((each) => linked(each, data.answers ?? {}))].flatMap(
    ({ id, definition }) => (definition === undefined ? [] : id),
  );

/** Names of the files and fiches that the answers refer to, as whoever the document is for may read them. */
async function labelsIn(
  ctx: Context,
  tx: Tx,
  { form }: CompiledDefinition,
  template: DocumentTemplate,
  entry: Entry,
  history: readonly EntryEvent[],
): Promise<Labels> {
  const labels = new Map(await fileNamesIn(tx, entry.member, entry.id));
  const reader = readerOf(template, entry);
  const before = history.flatMap(({ data }) =>
    (data.changes ?? []).map(({ field, before: was }) => ({ [field]: was })),
  );
  for (const { id, definition: of } of [entry.answers, ...before].flatMap((answers) => linked(form, answers))) {
    if (of === undefined || labels.has(id)) continue;
    const target = await findEntryIn(tx, entry.member, id);
    if (!target) continue;
    const definition = await ctx.catalogue.version(target.member, target.definition, target.version);
    if (canRead(definition, target, reader)) labels.set(id, entryLabel(definition, target));
  }
  return labels;
}
