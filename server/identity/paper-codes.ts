import type { Entry } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { checkCode, issueCode, recallCode, redeemCode } from "./one-time-codes.ts";

const PURPOSE = "claim-paper";
/** A receipt stays in a drawer: 90 days, in milliseconds. */
const LIFE = 90 * 86_400_000;

/** Which entry a code opens. */
export interface PaperTarget {
  readonly member: string;
  readonly id: string;
}

/** Makes the code that a printed receipt bears; the one before is worth nothing any more. */
export async function issuePaperCode(ctx: Context, entry: Pick<Entry, "member" | "id" | "reference">): Promise<void> {
  await issueCode(ctx, PURPOSE, entry.reference, { member: entry.member, id: entry.id }, LIFE);
}

/** The code of an entry's receipt, as it is printed: "1234 5678". Null when there is none that is still valid. */
export async function paperCode(ctx: Context, { reference }: Pick<Entry, "reference">): Promise<string | null> {
  const code = await recallCode(ctx, PURPOSE, reference);
  return code && `${code.slice(0, 4)} ${code.slice(4)}`;
}

/** The entry whose receipt bears this reference and this code, as often as it is asked; null when either is wrong. */
export async function checkPaperCode(ctx: Context, reference: string, typed: string): Promise<PaperTarget | null> {
  return targetOf(await checkCode(ctx, PURPOSE, reference, typed));
}

/** The same, once: whoever claims the entry needs the code no longer. */
export async function redeemPaperCode(ctx: Context, reference: string, typed: string): Promise<PaperTarget | null> {
  return targetOf(await redeemCode(ctx, PURPOSE, reference, typed));
}

function targetOf(payload: Readonly<Record<string, unknown>> | null): PaperTarget | null {
  const { member, id } = payload ?? {};
  return typeof member === "string" && typeof id === "string" ? { member, id } : null;
}
