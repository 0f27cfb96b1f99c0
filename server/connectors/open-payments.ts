import { randomUUID } from "node:crypto";
import type { Context } from "../context.ts";
import type { Notification } from "./fake-payfip/fake-payfip.ts";
import type { FakeClient } from "./fake-payfip/operations.ts";
import { payfip } from "./payfip/payfip.ts";

/** Before a notification in a demonstration, in milliseconds: people come back first. */
const DELAY = 3_000;
/** Where the payer is played. */
export const PAYER = "/demo/payfip/paiementws.web";

interface Cashier {
  /** To put in the context: empty when nothing is paid online. */
  readonly context: Pick<Context, "payments" | "fakePayfip">;
  close(): Promise<void>;
}

/**
 * Whoever takes payments: PayFiP when it is configured, else in a demonstration a fake one on a private port, whose notifications
 * `ask` takes to the application itself. Its code is loaded for that alone.
 */
export async function openPayments(
  ctx: Context,
  ask: (path: string, init: RequestInit) => Response | Promise<Response>,
): Promise<Cashier> {
  const { payfip: settings, demo, publicUrl } = ctx.config;
  const options = { log: ctx.log, now: ctx.clock };
  const nothing = { close: async () => undefined };
  if (settings !== null) return { ...nothing, context: { payments: payfip(settings, options) } };
  if (demo === "none") return { ...nothing, context: {} };
  const { startFakePayfip } = await import("./fake-payfip/fake-payfip.ts");
  const fake = await startFakePayfip({
    clients: [DEMO_CLIENT, { numcli: "100002", name: "REGIE DES SERVICES DE DEMONSTRATION" }],
    page: `${publicUrl}${PAYER}`,
    ...{ now: ctx.clock, id: randomUUID, delay: DELAY },
    notify: async (notification) => (await ask(...callback(notification))).ok,
  });
  return {
    context: { payments: payfip(fake.settings, options), fakePayfip: fake },
    close: () => fake.close(),
  };
}

/** Whom the fake service knows: every member of a demonstration is paid by it. */
export const DEMO_CLIENT: FakeClient = { numcli: "100001", name: "REGIE DE DEMONSTRATION" };

/** A notification as a request to the installation: a form posted, or a query. */
export function callback({ url, method, parameter, idop }: Notification): readonly [path: string, init: RequestInit] {
  const { pathname } = new URL(url);
  const body = new URLSearchParams({ [parameter]: idop });
  return method === "GET" ? [`${pathname}?${body}`, { method }] : [pathname, { method, body }];
}
