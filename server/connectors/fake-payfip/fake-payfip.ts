import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { PayfipSettings } from "../payfip/payfip.ts";
import { OPERATIONS } from "../payfip/soap.ts";
import { type Asked, readRequest, writeFault, writeReply, wsdl } from "./messages.ts";
import { type FakeClient, type Fault, type Operation, Operations, type Played, type Reply } from "./operations.ts";
import type { Rule } from "./rules.ts";

/** A notification the fake service owes: where, and of which operation. */
export interface Notification {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly parameter: "idOp" | "idop";
  readonly idop: string;
}

/** How the service behaves towards who calls it. */
export type Mood = "well" | "down" | "silent" | "garbled" | "trouble";

export interface FakePayfipOptions {
  readonly clients: readonly FakeClient[];
  /** Address of the page where the payer is played, without its query. */
  readonly page: string;
  readonly now: () => Date;
  readonly id: () => string;
  /** Tells the installation that something happened; false when it is not there. */
  readonly notify: (notification: Notification) => Promise<boolean>;
  /** Milliseconds before a notification; null: none ever comes. */
  readonly delay?: number | null;
  /** How many times it comes. */
  readonly times?: number;
  readonly method?: Notification["method"];
  readonly parameter?: Notification["parameter"];
  /** Rules of the real service that this one breaks. */
  readonly broken?: ReadonlySet<Rule>;
}

export interface FakePayfip {
  /** What an installation sets to be paid by it. */
  readonly settings: PayfipSettings;
  /** Why the page does not open, or null. */
  page(idop: string): Fault | null;
  find(idop: string): Operation | null;
  /** What someone does on the page; where she is sent back to. The notification leaves when it is due. */
  play(idop: string, played: Played): string;
  /** Answers about an operation as if the service had changed it. */
  disguise(idop: string, fields: Readonly<Record<string, string>>): void;
  /** From now on. */
  become(mood: Mood): void;
  /** How many requests it has had. */
  readonly asked: () => number;
  /** Waits until every notification has left. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/**
 * PayFiP as the demonstration and the tests play it, on a private port of this machine: its three operations by SOAP with their
 * checks, codes and delays, its description, its notifications, and its silences. Nothing leaves this machine, no money moves.
 */
export async function startFakePayfip(options: FakePayfipOptions): Promise<FakePayfip> {
  const broken = options.broken ?? new Set<Rule>();
  const operations = new Operations({ ...options, broken });
  const notices = new Set<Promise<unknown>>();
  let mood: Mood = "well";
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    void answer(request, response, mood, (one) => reply(operations, broken, one), settings.service, broken);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;
  const settings: PayfipSettings = { service: `http://127.0.0.1:${port}/tpa/services/securite`, page: options.page };
  return {
    settings,
    page: (idop) => operations.page(idop),
    find: (idop) => operations.find(idop),
    disguise: (idop, fields) => operations.disguise(idop, fields),
    play(idop, played) {
      operations.play(idop, played);
      const { urlnotif = "", urlredirect = "" } = operations.find(idop)?.asked ?? {};
      const telling = tell(options, broken, urlnotif, idop);
      notices.add(telling);
      void telling.finally(() => notices.delete(telling));
      return urlredirect;
    },
    become: (next) => {
      mood = next;
    },
    asked: () => asked,
    async settled() {
      while (notices.size > 0) await Promise.all(notices);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds).unref());

async function tell(options: FakePayfipOptions, broken: ReadonlySet<Rule>, url: string, idop: string): Promise<void> {
  const { delay = 0, times = 1, method = "POST", parameter = "idop", notify } = options;
  if (delay === null || broken.has("notification-sent")) return;
  const told = broken.has("notification-operation") ? "" : idop;
  for (let time = 0; time < times; time += 1) {
    await pause(delay);
    await notify({ url, method, parameter, idop: told }).catch(() => false);
  }
}

function reply(operations: Operations, broken: ReadonlySet<Rule>, { operation, uri, fields }: Asked): Reply | null {
  if (uri !== OPERATIONS && !broken.has("namespace")) return null;
  if (operation === "creerPaiementSecurise") return operations.create(fields);
  if (operation === "recupererDetailPaiementSecurise") return operations.detail(fields["idOp"] ?? "");
  if (operation === "recupererDetailClient") return operations.client(fields["numCli"] ?? "");
  return null;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  mood: Mood,
  reply: (asked: Asked) => Reply | null,
  address: string,
  broken: ReadonlySet<Rule>,
): Promise<void> {
  const send = (status: number, body: string) =>
    void response.writeHead(status, { "Content-Type": "text/xml;charset=utf-8" }).end(body);
  if (mood === "down") return void request.socket.destroy();
  if (mood === "silent") return;
  if (mood === "garbled") return send(200, "<html><body>Maintenance</body></html>");
  if (mood === "trouble")
    return send(500, writeFault("TechIndisponibiliteErreur", { code: "TECH", label: "Indisponible" }));
  if (request.method === "GET") return send(200, wsdl(address));
  let text = "";
  for await (const chunk of request) text += String(chunk);
  const asked = readRequest(text);
  const replied = asked && reply(asked);
  if (!asked || !replied) {
    return send(500, writeFault("TechProtocolaireErreur", { code: "PROT", label: "Message incorrect" }));
  }
  if ("fault" in replied) {
    return send(500, writeFault("FonctionnelleErreur", replied.fault, !broken.has("fault-details")));
  }
  send(200, writeReply(asked.operation, replied));
}
