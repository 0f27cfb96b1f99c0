import type { Context } from "../context.ts";
import { RECEIPTS, receiptToken } from "../sms-receipt-token.ts";
import { httpSms } from "./sms/http-sms.ts";

/** Between a message and its receipt in a demonstration, in milliseconds. */
const DELAY = 2_000;

interface Carrier {
  /** To put in the context: empty when no text message can leave. */
  readonly sms: Pick<Context, "sms">;
  close(): Promise<void>;
}

/**
 * Whoever carries text messages: the provider that is configured, else in a demonstration a fake one on a private port, whose
 * receipts `ask` takes to the application itself. Its library is loaded for that alone.
 */
export async function openSms(
  ctx: Context,
  ask: (path: string, init: RequestInit) => Response | Promise<Response>,
): Promise<Carrier> {
  const { sms, demo } = ctx.config;
  const nothing = { close: async () => undefined };
  if (sms !== null) return { ...nothing, sms: { sms: httpSms(sms) } };
  if (demo === "none") return { ...nothing, sms: {} };
  const { startFakeSms } = await import("./fake-sms/fake-sms.ts");
  const key = ctx.secrets.mac("fake-sms", "key").toString("base64url");
  const fake = await startFakeSms({
    key,
    delay: DELAY,
    receipt: async (body) => {
      const headers = { "Content-Type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify(body) };
      return (await ask(`${RECEIPTS}/${receiptToken(ctx)}`, init)).ok;
    },
  });
  return { sms: { sms: httpSms(fake.settings) }, close: () => fake.close() };
}
