import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How a fake service behaves from now on. */
export interface Play<Rule extends string> {
  /** Answers this status to everything, with a page of a gateway. */
  readonly status?: number;
  /** Milliseconds before each answer. */
  readonly delay?: number;
  /** Takes requests and never answers. */
  readonly silent?: boolean;
  /** Rules of the real service it stops keeping. */
  readonly broken: ReadonlySet<Rule>;
}

export interface FakeRequest<Rule extends string> {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly play: Play<Rule>;
}

export interface FakeAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A fake of someone else's HTTP service on a private port of this machine. */
export interface FakeServer<Rule extends string> {
  /** Where it is, as an installation sets it. */
  readonly url: string;
  /** Requests it took, oldest first. */
  readonly taken: () => readonly Pick<FakeRequest<Rule>, "method" | "url" | "headers">[];
  /** Changes how it behaves; nothing given, it is itself again. */
  play(change?: Partial<Play<Rule>>): void;
  close(): Promise<void>;
}

/** Counts the requests of the last second; those before a change of play do not count. */
export function newPace(most: number): { readonly exceeded: (play: object) => boolean } {
  const recent: number[] = [];
  let last: object | null = null;
  return {
    exceeded(play) {
      const now = Date.now();
      if (play !== last) recent.length = 0;
      last = play;
      while ((recent[0] ?? now) < now - 1000) recent.shift();
      recent.push(now);
      return recent.length > most;
    },
  };
}

const KEPT = 1_000;

/**
 * Starts one.
 * @param path that its addresses begin with
 * @param answer what it answers while it behaves
 */
export async function startFake<Rule extends string>(
  path: string,
  answer: (request: FakeRequest<Rule>) => FakeAnswer | Promise<FakeAnswer>,
): Promise<FakeServer<Rule>> {
  const faithful: Play<Rule> = { broken: new Set() };
  let play = faithful;
  const taken: Pick<FakeRequest<Rule>, "method" | "url" | "headers">[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const { method = "GET", headers } = request;
    taken.push({ method, url, headers });
    if (taken.length > KEPT) taken.shift();
    if (play.silent) return;
    const now = play;
    const reply = async () =>
      send(
        response,
        now.status === undefined ? await answer({ method, url, headers, play: now }) : gateway(now.status),
      );
    if (now.delay === undefined) void reply();
    else setTimeout(() => void reply(), now.delay).unref();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    taken: () => taken,
    play: (change = {}) => {
      play = { ...faithful, ...change };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a gateway answers in the place of a service: a page, not JSON. */
const gateway = (status: number): FakeAnswer => ({ status, body: "<html><body>Gateway</body></html>" });

function send(response: ServerResponse, { status, body, headers = {} }: FakeAnswer): void {
  const isText = typeof body === "string";
  const type = isText ? "text/html" : "application/json; charset=utf-8";
  response.writeHead(status, { "Content-Type": type, ...headers }).end(isText ? body : JSON.stringify(body));
}
