import { connect, type Socket } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { AntivirusSettings } from "../config.ts";

/** What clamd said of a content; "too-large" is more than it is set to look at. */
export type Verdict =
  | { readonly scan: "clean" | "too-large"; readonly threat: null }
  | { readonly scan: "infected"; readonly threat: string };

/** clamd does not answer, not in time, or something that is no verdict. */
export class AntivirusAway extends Error {}

/** Longest answer worth reading, in bytes. */
const LONGEST = 4_096;

/**
 * Has clamd look at a content as it flows (INSTREAM). Throws `AntivirusAway`, or what the content throws. `stop` ends the
 * conversation at once.
 */
export async function scanContent(
  { address, patience }: AntivirusSettings,
  content: AsyncIterable<Uint8Array>,
  stop?: AbortSignal,
): Promise<Verdict> {
  const socket = connect(address);
  const quit = () => socket.destroy(new Error("stopped"));
  socket.setTimeout(patience, () => socket.destroy(new Error("no answer in time")));
  stop?.addEventListener("abort", quit, { once: true });
  if (stop?.aborted) quit();
  try {
    const [answered, sent] = await Promise.allSettled([answerOf(socket), send(socket, content)]);
    // It answers and hangs up before the end of what is too large for it: the answer counts, the broken sending does not.
    if (answered.status === "fulfilled" && answered.value !== "") return verdictOf(answered.value);
    const cause =
      answered.status === "rejected" ? answered.reason : sent.status === "rejected" ? sent.reason : undefined;
    throw new AntivirusAway("clamd gave no answer", { cause });
  } finally {
    stop?.removeEventListener("abort", quit);
    socket.destroy();
  }
}

/** Whether clamd answers (PING). */
export async function clamdAnswers({ address, patience }: AntivirusSettings): Promise<boolean> {
  const socket = connect(address);
  socket.setTimeout(patience, () => socket.destroy(new Error("no answer in time")));
  try {
    socket.write("zPING\0");
    return (await answerOf(socket)) === "PONG";
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function send(socket: Socket, content: AsyncIterable<Uint8Array>): Promise<void> {
  await pipeline(Readable.from(frames(content), { objectMode: false }), socket, { end: false }).catch(
    (error: unknown) => {
      socket.destroy();
      throw error;
    },
  );
}

/** Each part behind its length in four bytes; a length of 0 ends. */
async function* frames(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from("zINSTREAM\0");
  for await (const part of content) {
    if (part.length > 0) yield lengthOf(part.length);
    yield part;
  }
  yield lengthOf(0);
}

function lengthOf(size: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(size);
  return bytes;
}

async function answerOf(socket: Socket): Promise<string> {
  let text = "";
  for await (const part of socket.iterator({ destroyOnReturn: false })) {
    text += String(part);
    if (text.includes("\0") || text.length > LONGEST) break;
  }
  return text.split("\0")[0] ?? "";
}

/** "stream: OK", "stream: Eicar-Test-Signature FOUND", "INSTREAM size limit exceeded. ERROR". */
function verdictOf(answer: string): Verdict {
  if (/: OK$/.test(answer)) return { scan: "clean", threat: null };
  const threat = /: (.+) FOUND$/.exec(answer)?.[1];
  if (threat !== undefined) return { scan: "infected", threat: threat.slice(0, 200) };
  if (/size limit exceeded/i.test(answer)) return { scan: "too-large", threat: null };
  throw new AntivirusAway(`clamd answered: ${answer.slice(0, 200)}`);
}
