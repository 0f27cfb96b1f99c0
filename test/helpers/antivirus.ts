import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import type { AntivirusSettings } from "../../server/config.ts";

/** The string every antivirus takes for a virus, harmless; in two parts, lest this file be taken for one. */
export const EICAR = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");

/** A small clamd: it speaks INSTREAM and knows one virus, EICAR. */
export interface Antivirus {
  readonly settings: AntivirusSettings;
  /** "hang": never answers; "die": hangs up in the middle; "late": is asked to stop by a limit of size. */
  mood: "well" | "hang" | "die" | "limited" | "muddled";
  /** Files it looked at to the end. */
  readonly seen: Buffer[];
  stop(): Promise<void>;
}

export async function startAntivirus(): Promise<Antivirus> {
  const state = { mood: "well" as Antivirus["mood"], seen: [] as Buffer[] };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
    converse(socket, state);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    settings: { address: { host: "127.0.0.1", port }, patience: 10_000 },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

const COMMAND = "zINSTREAM\0";

function converse(socket: Socket, state: Pick<Antivirus, "mood" | "seen">): void {
  let received = Buffer.alloc(0);
  socket.on("data", (part: Buffer) => {
    received = Buffer.concat([received, part]);
    if (state.mood === "hang") return;
    if (state.mood === "die") {
      socket.destroy();
      return;
    }
    if (state.mood === "limited") {
      socket.end("INSTREAM size limit exceeded. ERROR\0");
      return;
    }
    if (received.toString() === "zPING\0") {
      socket.end("PONG\0");
      return;
    }
    const content = contentOf(received);
    if (content === null) return;
    state.seen.push(content);
    if (state.mood === "muddled") {
      socket.end("UNKNOWN COMMAND\0");
      return;
    }
    socket.end(content.includes(EICAR) ? "stream: Eicar-Test-Signature FOUND\0" : "stream: OK\0");
  });
}

/** What was sent, once its end has come. */
function contentOf(received: Buffer): Buffer | null {
  if (received.subarray(0, COMMAND.length).toString() !== COMMAND) return null;
  const parts: Buffer[] = [];
  for (let at = COMMAND.length; at + 4 <= received.length; ) {
    const size = received.readUInt32BE(at);
    if (size === 0) return Buffer.concat(parts);
    parts.push(received.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return null;
}
