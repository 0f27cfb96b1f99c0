import { recordReturn } from "../commands/returned-mail.ts";
import type { Config } from "../config.ts";
import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";
import { readReturned } from "../returned-mail.ts";
import { createCommandLog, openInstallation } from "../start.ts";
import { findByMessageId, findPlaced } from "../store/deliveries.ts";
import { deliveryAt } from "../verp.ts";

/** sysexits.h: the mail server keeps the mail and tries again. */
const TRY_AGAIN = 75;
const LARGEST = 20_000_000;

/**
 * `bounce`: reads on its input a mail that came back, as a mail server pipes it. It answers 0 for what it took and for what is
 * none of its business, so that the mail server sends nothing back, and 75 when the base is out of reach.
 */
export async function runBounce(config: Config): Promise<number> {
  const source = await readInput(process.stdin);
  try {
    const { ctx, close } = await openInstallation(config, createCommandLog());
    try {
      process.stdout.write(`${await takeReturned(ctx, source)}\n`);
      return 0;
    } finally {
      await close();
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return TRY_AGAIN;
  }
}

/** Records what came back; one line for the mail server's log, without any address. */
export async function takeReturned(ctx: Context, source: Uint8Array): Promise<string> {
  const returned = await readReturned(source);
  if (returned.state === "ignored") return "ignoré : ni avis de non-remise, ni plainte";
  const named = returned.addresses.flatMap((address) => deliveryAt(ctx, address) ?? []);
  const count = await withActor(ctx.db, { system: true }, async (tx) => {
    const byAddress = await findPlaced(tx, named);
    const found = byAddress.length > 0 ? byAddress : await findByMessageId(tx, returned.messageId ?? "");
    return recordReturn(ctx, tx, found, returned);
  });
  return count === 0 ? "ignoré : ce courriel n’est pas de cette installation" : `${returned.state} ${returned.status}`;
}

async function readInput(input: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    size += chunk.length;
    // What matters stands first; the rest is the mail that came back.
    if (size <= LARGEST) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
