import { connect, type Socket } from "node:net";

export interface Response {
  readonly status: number;
  readonly body: string;
}

/**
 * One kept-alive HTTP/1.1 connection that carries one request at a time and reads as little as it can: on a machine of
 * two cores, what the generator burns is taken from the servers it measures.
 */
export class HttpConnection {
  readonly #socket: Socket;
  readonly #host: string;
  #received = "";
  #resolve: ((response: Response) => void) | null = null;
  #reject: ((error: Error) => void) | null = null;

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
    socket.setNoDelay(true);
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => this.#read(text));
    socket.on("error", (error) => this.#reject?.(error));
    socket.on("close", () => this.#reject?.(new Error("connection closed by the server")));
  }

  static open(host: string, port: number): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, host, () => resolve(new HttpConnection(socket, `${host}:${port}`)));
      socket.once("error", reject);
    });
  }

  /** `headers` are lines ending in CRLF. */
  send(method: string, path: string, headers: string, body: string): Promise<Response> {
    const length = Buffer.byteLength(body);
    const content = length > 0 ? `content-type: application/json\r\ncontent-length: ${length}\r\n` : "";
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#socket.write(`${method} ${path} HTTP/1.1\r\nhost: ${this.#host}\r\n${headers}${content}\r\n${body}`);
    });
  }

  close(): void {
    this.#reject = null;
    this.#socket.destroy();
  }

  #read(text: string): void {
    this.#received += text;
    const headEnd = this.#received.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const head = this.#received.slice(0, headEnd).toLowerCase();
    const rest = this.#received.slice(headEnd + 4);
    const body = head.includes("transfer-encoding: chunked") ? readChunks(rest) : readLength(head, rest);
    if (body === null) return;
    this.#received = "";
    this.#resolve?.({ status: Number(head.slice(9, 12)), body: Buffer.from(body, "latin1").toString("utf8") });
  }
}

function readLength(head: string, rest: string): string | null {
  const length = Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
  return rest.length >= length ? rest.slice(0, length) : null;
}

function readChunks(rest: string): string | null {
  let body = "";
  for (let at = 0; ; ) {
    const lineEnd = rest.indexOf("\r\n", at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(rest.slice(at, lineEnd), 16);
    const end = lineEnd + 2 + size;
    if (rest.length < end + 2) return null;
    if (size === 0) return body;
    body += rest.slice(lineEnd + 2, end);
    at = end + 2;
  }
}
