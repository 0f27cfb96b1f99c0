import {
  type CompiledDefinition,
  type Composed,
  type Entry,
  formatInstant,
  formatMoney,
  parisDay,
} from "../../engine/index.ts";
import { documentPdf } from "../../renderer/pdf/document-pdf.ts";
import { paymentWords as words } from "../../renderer/strings-payment.ts";
import { paymentDocumentWords } from "../../renderer/strings-payment-mails.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { documentCode, verificationOf } from "../document-code.ts";
import { uuidFrom } from "../ids.ts";
import { letterheadOf } from "../pdf/letterhead.ts";
import { madeOf } from "../store/documents.ts";
import type { Attempt, Payment } from "../store/payments.ts";
import { HopelessEffect } from "./hopeless-effect.ts";
import { keepDocument } from "./make-document.ts";

/** Its id among the documents of an entry, beside those of definitions, which have no such sign. */
export const RECEIPT_DOCUMENT = "paiement:accuse";
/** Ranks of a fact's effects stay far below. */
const FIRST_RANK = 1000;

/** Id of the document that acknowledges the money of an attempt: another one once money that was set aside is kept. */
export const receiptId = (
  ctx: Pick<Context, "secrets">,
  member: string,
  { id, state, aside }: Pick<Attempt, "id" | "state" | "aside">,
): string => {
  const said = aside !== null && state !== "aside" ? [member, id, "kept"] : [member, id];
  return uuidFrom(ctx.secrets.mac("payment-receipt-document", JSON.stringify(said)));
};

/** Money that came, for the entry it was paid for. */
export interface Receipt {
  readonly payment: Payment;
  readonly attempt: Attempt;
  readonly entry: Entry;
  readonly definition: CompiledDefinition;
}

/**
 * Keeps the acknowledgement of a payment (CRPA L.112-11) among the documents of its entry, as a PDF that anyone can verify. Made
 * once for what it says, whatever is tried again. It stands beside the fact that the payment became, or the latest one when the money was set aside.
 */
export async function makeReceiptDocument(ctx: Context, tx: Tx, receipt: Receipt): Promise<void> {
  const { payment, attempt, entry, definition } = receipt;
  const member = ctx.catalogue.member(entry.member);
  if (!member) throw new HopelessEffect("The member that was paid is not there");
  const id = receiptId(ctx, entry.member, attempt);
  const before = await madeOf(tx, entry.member, entry.id, RECEIPT_DOCUMENT);
  if (before.includes(id)) return;
  const rank = FIRST_RANK + before.length;
  const owed = { member: entry.member, entry: entry.id, seq: payment.movedSeq ?? entry.revision, rank };
  const code = documentCode(ctx, owed);
  const at = attempt.paidAt ?? attempt.changedAt;
  const pdf = await documentPdf({
    head: await letterheadOf(ctx, tx, member, definition),
    composed: composed(receipt),
    about: definition.title,
    reference: entry.reference,
    at,
    day: parisDay(at.toISOString()),
    verification: verificationOf(ctx, entry.member, code),
  });
  const kept = { template: RECEIPT_DOCUMENT, title: words.receiptTitle, internal: false };
  await keepDocument(ctx, tx, { ...owed, code }, pdf, { ...kept, id });
}

function composed({ payment, attempt, entry }: Receipt): Composed {
  const { authorisation } = attempt;
  const amount = formatMoney(attempt.received ?? attempt.amount);
  const at = formatInstant((attempt.paidAt ?? attempt.changedAt).toISOString());
  const said = attempt.state === "aside" ? words.aside(amount) : paymentDocumentWords.law;
  return {
    title: words.receiptTitle,
    blocks: [
      { kind: "paragraph", runs: [{ text: paymentDocumentWords.received(amount, at) }] },
      {
        kind: "answers",
        rows: [
          { label: words.subject, text: payment.subject },
          { label: words.amount, text: amount },
          { label: words.paidAt, text: at },
          { label: paymentDocumentWords.means, text: paymentDocumentWords.meansOf[attempt.means] },
          { label: words.refdet, text: attempt.refdet },
          ...(authorisation === null ? [] : [{ label: words.authorisation, text: authorisation }]),
          { label: words.page.demande, text: entry.reference },
        ],
      },
      { kind: "paragraph", runs: [{ text: said }] },
      { kind: "code" },
    ],
  };
}
