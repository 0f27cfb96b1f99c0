import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { SmsSettings } from "../sms/http-sms.ts";

/** A message the fake provider took, and where it is. */
export interface TakenSms {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly status: "TRANSIT" | "DELIVERED" | "UNDELIVERED";
}

export interface FakeSms {
  /** What an installation sets to send by it. */
  readonly settings: SmsSettings;
  /** Every message it took, oldest first. */
  readonly taken: () => readonly TakenSms[];
  /** Waits until every receipt has left. */
  readonly settled: () => Promise<void>;
  close(): Promise<void>;
}

export interface FakeSmsOptions {
  readonly key: string;
  /** Before each receipt, in milliseconds. */
  readonly delay: number;
  /** Takes a delivery receipt to the callback of the installation; false when it is to be tried again. */
  readonly receipt: (body: { readonly id: string; readonly status: string }) => Promise<boolean>;
}

/** Last digits of numbers that do not answer as the others. */
const UNKNOWN = "00";
const UNREACHABLE = "99";
const BUSY = "29";
const RECEIPT_TRIES = 6;

/**
 * A provider of text messages on a private port of this machine, as the demonstration and the tests play it: a key, a
 * number checked, one message an id, receipts after a while. Numbers ending in 00 are refused, in 29 answered "too many" once, in 99 never
 * delivered.
 */
export async function startFakeSms(options: FakeSmsOptions): Promise<FakeSms> {
  const network = new Network(options);
  const server = createServer((request, response) => void answer(request, response, options.key, network));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    settings: {
      url: `http://127.0.0.1:${port}/sms`,
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${options.key}` },
      body: '{"to": "{to}", "text": "{text}", "sender": "{sender}", "ref": "{id}"}',
      sender: "GUICHET",
      idPath: "messages.0.id",
    },
    taken: () => network.taken(),
    settled: () => network.settled(),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

interface Sent {
  readonly ref: string;
  readonly to: string;
  readonly text: string;
}

/** What happens to messages once taken. */
class Network {
  readonly #options: FakeSmsOptions;
  readonly #messages = new Map<string, TakenSms>();
  readonly #refusedOnce = new Set<string>();
  readonly #receipts = new Set<Promise<unknown>>();

  constructor(options: FakeSmsOptions) {
    this.#options = options;
  }

  readonly taken = (): readonly TakenSms[] => [...this.#messages.values()];

  async settled(): Promise<void> {
    while (this.#receipts.size > 0) await Promise.all(this.#receipts);
  }

  /** Status and body of the answer to a request. */
  take({ ref, to, text }: Sent): readonly [number, object] {
    if (!/^\+[1-9]\d{6,14}$/.test(to)) return [422, { error: "invalid-number" }];
    if (to.endsWith(UNKNOWN)) return [422, { error: "unknown-subscriber" }];
    if (to.endsWith(BUSY) && !this.#refusedOnce.has(ref)) {
      this.#refusedOnce.add(ref);
      return [429, { error: "too-many" }];
    }
    const id = `fictif-${ref}`;
    if (!this.#messages.has(id)) {
      this.#messages.set(id, { id, to, text, status: "TRANSIT" });
      const telling = this.#tell(id, to.endsWith(UNREACHABLE) ? "UNDELIVERED" : "DELIVERED");
      this.#receipts.add(telling);
      void telling.finally(() => this.#receipts.delete(telling));
    }
    return [202, { messages: [{ id }] }];
  }

  async #tell(id: string, status: "DELIVERED" | "UNDELIVERED"): Promise<void> {
    const { delay, receipt } = this.#options;
    await pause(delay);
    const message = this.#messages.get(id);
    if (message) this.#messages.set(id, { ...message, status });
    for (let attempt = 0; attempt < RECEIPT_TRIES; attempt += 1) {
      if (await receipt({ id, status }).catch(() => false)) return;
      await pause(delay * 2 ** attempt);
    }
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds).unref());

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  key: string,
  network: Network,
): Promise<void> {
  const reply = (status: number, body: object) =>
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  if (request.headers.authorization !== `Bearer ${key}`) return void reply(401, { error: "key" });
  let text = "";
  for await (const chunk of request) text += String(chunk);
  try {
    const [status, body] = network.take(JSON.parse(text));
    reply(status, body);
  } catch {
    reply(400, { error: "malformed" });
  }
}
