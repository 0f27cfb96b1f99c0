import type { Outcome } from "../problem.ts";
import { done, problem, refused } from "../problem.ts";

/** Reads a whole body of at most `limit` bytes as UTF-8 text, whatever its headers announce. */
export async function readText(request: Request, limit: number): Promise<Outcome<string>> {
  const bytes = await readBytes(request, limit);
  if (!bytes.ok) return bytes;
  try {
    return done(new TextDecoder("utf-8", { fatal: true }).decode(bytes.value));
  } catch {
    return refused(problem("malformed", "Le texte reçu n’est pas en UTF-8."));
  }
}

/** The refusal of a body over `limit` bytes. */
export function tooLarge(limit: number) {
  const size = limit >= 1_000_000 ? `${Math.floor(limit / 1_000_000)} Mo` : `${Math.floor(limit / 1_000)} ko`;
  return problem("too-large", `L’envoi dépasse la limite de ${size}.`);
}

/** The length a request announces, or null: absent (chunked) or not a number. */
export function announcedLength(request: Request): number | null {
  const header = request.headers.get("content-length");
  return header !== null && /^\d{1,15}$/.test(header) ? Number(header) : null;
}

async function readBytes(request: Request, limit: number): Promise<Outcome<Uint8Array>> {
  const announced = announcedLength(request);
  if (announced !== null && announced > limit) return refused(tooLarge(limit));
  try {
    // The HTTP parser never delivers more than the announced length: reading at once is safe, and quicker.
    const bytes = announced === null ? await collect(request, limit) : new Uint8Array(await request.arrayBuffer());
    return bytes === null || bytes.byteLength > limit ? refused(tooLarge(limit)) : done(bytes);
  } catch {
    return refused(problem("malformed", "L’envoi s’est interrompu avant la fin."));
  }
}

/** Reads chunk by chunk; null as soon as the limit is passed. */
async function collect(request: Request, limit: number): Promise<Uint8Array | null> {
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > limit) {
      reader.cancel().catch(() => undefined);
      return null;
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}
