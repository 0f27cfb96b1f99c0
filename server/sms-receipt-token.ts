import type { Context } from "./context.ts";

/** Where a provider of text messages tells what became of them; its last part is the secret that opens it. */
export const RECEIPTS = "/api/sms/recus";

/** The secret of the callback's address; made up for a demonstration, whose provider is fake. Null: none is taken. */
export function receiptToken({ config, secrets }: Pick<Context, "config" | "secrets">): string | null {
  if (config.smsReceipts.token !== null || config.demo === "none") return config.smsReceipts.token;
  return secrets.mac("sms-receipts", "demo").toString("base64url");
}
