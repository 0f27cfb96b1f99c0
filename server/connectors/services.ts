import type { Context } from "../context.ts";
import type { Simulators } from "./fake-openid/simulators.ts";
import { openPayments } from "./open-payments.ts";
import { openSms } from "./open-sms.ts";
import { openSources } from "./sources.ts";

/** Takes a request to the application itself. */
type Ask = (path: string, init: RequestInit) => Response | Promise<Response>;

/** Every service outside that is asked for something, the fake ones of a demonstration included. */
export interface Services {
  /** To put in the context. */
  readonly context: Pick<Context, "sources" | "sms" | "payments" | "fakePayfip">;
  close(): Promise<void>;
}

/** Opens them; `ask` takes to the application what the fake ones tell it. */
export async function openServices(ctx: Context, ask: Ask, simulators: Simulators | null = null): Promise<Services> {
  const outward = await openSources(ctx, simulators);
  const carrier = await openSms(ctx, ask);
  const cashier = await openPayments(ctx, ask);
  return {
    context: { ...outward.sources, ...carrier.sms, ...cashier.context },
    async close() {
      await carrier.close();
      await outward.close();
      await cashier.close();
    },
  };
}
